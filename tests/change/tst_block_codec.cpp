#include "model/change/block_codec.h"
#include "tests/change/blocks.h"

#include <QtTest>

#include <zstd.h>

using namespace shelf;

namespace {

ChangeBlock productBlock(size_t rows)
{
    ChangeBlock block;
    for (size_t row = 0; row < rows; ++row) {
        const std::string number = std::to_string(row);
        block.add({ThingKind::Product, std::string("SKU-").append(number), ChangeOp::Edit, 1 + row % 3,
            {{"name", "\"old\"", std::string("\"Product ").append(number).append("\"")}, {"stock", "", number}}});
    }
    return block;
}

// The columns without compression.
std::string plainColumns(const std::string& encoded)
{
    if (encoded[0] == 1)
        return encoded.substr(1);
    size_t size = 0;
    size_t at = 1;
    for (unsigned shift = 0;; shift += 7, ++at) {
        size |= size_t(encoded[at] & 0x7f) << shift;
        if (!(encoded[at] & 0x80))
            break;
    }
    std::string columns(size, '\0');
    if (ZSTD_decompress(columns.data(), size, encoded.data() + at + 1, encoded.size() - at - 1) != size)
        return {};
    return columns;
}

std::string varint(uint64_t value)
{
    std::string bytes;
    for (; value >= 0x80; value >>= 7)
        bytes.push_back(static_cast<char>(value | 0x80));
    bytes.push_back(static_cast<char>(value));
    return bytes;
}

std::string compressed(const std::string& columns, uint64_t claimed)
{
    std::string frame(ZSTD_compressBound(columns.size()), '\0');
    frame.resize(ZSTD_compress(frame.data(), frame.size(), columns.data(), columns.size(), 1));
    return std::string("\x02") + varint(claimed) + frame;
}

bool refused(const std::string& bytes)
{
    const Result<ChangeBlock> block = decodeBlock(bytes);
    return !block.ok() && block.error().kind == ErrorKind::Workspace && block.error().code == "JOURNAL" && !block.error().what.empty()
        && !block.error().tryThis.empty();
}

} // namespace

class TestBlockCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysAreReadWithoutTheRest_data()
    {
        QTest::addColumn<int>("rows");
        for (const int rows : {1, 3, 100, 5000, 32768})
            QTest::addRow("%d rows", rows) << rows;
    }
    void keysAreReadWithoutTheRest()
    {
        QFETCH(int, rows);
        ChangeBlock block;
        for (int row = 0; row < rows; ++row)
            block.add({ThingKind::Product, "SKU-" + std::to_string(row * 7919), ChangeOp::Create, 0,
                {{"name", {}, jsonString("A name of some length that differs " + std::to_string(row * 31))}}});
        const std::string bytes = encodeBlock(block);
        const auto keys = decodeKeys(bytes);
        QVERIFY(keys.ok());
        QCOMPARE(keys->kind, ThingKind::Product);
        QVERIFY(keys->keys == block.keys);
        QVERIFY(!decodeKeys(std::string_view(bytes).substr(0, 3)).ok());
        QVERIFY(!decodeKeys({}).ok());
    }

    void decodingGivesBackWhatWasEncoded()
    {
        test::RandomBlocks random(11);
        for (int round = 0; round < 500; ++round) {
            const ChangeBlock block = random.block();
            const std::string bytes = encodeBlock(block);
            QVERIFY(!bytes.empty());
            const Result<ChangeBlock> again = decodeBlock(bytes);
            QVERIFY2(again.ok(), again.ok() ? "" : again.error().what.c_str());
            QVERIFY(*again == block);
            QVERIFY(encodeBlock(*again) == bytes);
        }
    }

    void smallBlocksStayPlainAndLargeOnesShrink()
    {
        const std::string small = encodeBlock(productBlock(1));
        QCOMPARE(int(small[0]), 1);
        const ChangeBlock block = productBlock(2000);
        const std::string large = encodeBlock(block);
        QCOMPARE(int(large[0]), 2);
        QVERIFY(large.size() < block.bytes() / 4);
    }

    void textThatDoesNotCompressStaysPlain()
    {
        std::mt19937 random(5);
        std::string noise;
        for (int i = 0; i < 4000; ++i)
            noise.push_back(static_cast<char>(random()));
        ChangeBlock block;
        block.add({ThingKind::Product, "A", ChangeOp::Edit, 1, {{"name", "", noise}}});
        QCOMPARE(int(encodeBlock(block)[0]), 1);
    }

    void extremesSurvive()
    {
        ChangeBlock block;
        block.kind = ThingKind::Mapping;
        QVERIFY(*decodeBlock(encodeBlock(block)) == block);
        block.add({ThingKind::Mapping, "", ChangeOp::Delete, ~uint64_t(0), {}});
        block.add({ThingKind::Mapping, std::string(70000, 'k'), ChangeOp::Create, 0, {{std::string(300, 'f'), "", "1"}}});
        QVERIFY(*decodeBlock(encodeBlock(block)) == block);
    }

    void everyTruncationIsRefused()
    {
        for (const size_t rows : {size_t(2), size_t(300)}) {
            const std::string bytes = encodeBlock(productBlock(rows));
            for (size_t size = 0; size < bytes.size(); ++size)
                QVERIFY(refused(bytes.substr(0, size)));
            QVERIFY(refused(bytes + '\0'));
        }
        const std::string columns = plainColumns(encodeBlock(productBlock(300)));
        for (size_t size = 0; size < columns.size(); ++size)
            QVERIFY(refused(std::string("\x01") + columns.substr(0, size)));
    }

    // A flipped bit gives an error or another block, never anything else; what is read can be written again.
    void flippedBitsNeverCrash()
    {
        test::RandomBlocks random(12);
        for (int round = 0; round < 40; ++round) {
            const std::string encoded = encodeBlock(random.block());
            const std::string plain = std::string("\x01") + plainColumns(encoded);
            for (const std::string& bytes : {encoded, plain}) {
                for (int flip = 0; flip < 300; ++flip) {
                    std::string broken = bytes;
                    for (size_t times = 1 + random.below(3); times > 0; --times)
                        broken[random.below(broken.size())] ^= static_cast<char>(1 << random.below(8));
                    const Result<ChangeBlock> read = decodeBlock(broken);
                    if (!read.ok())
                        continue;
                    for (size_t row = 0; row < read->rows(); ++row)
                        (void)read->row(row);
                    const Result<ChangeBlock> again = decodeBlock(encodeBlock(*read));
                    QVERIFY(again.ok() && *again == *read);
                }
            }
        }
    }

    void damageIsRefused_data()
    {
        using namespace std::string_literals;
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const std::string& bytes) {
            QTest::newRow(name) << QByteArray(bytes.data(), qsizetype(bytes.size()));
        };
        const std::string one = "\x20\x01\x01\x01"s; // a product, one row, one key of one byte
        row("nothing", "");
        row("unknown format", "\x03"s + one + "A\x02\x00\x00"s);
        row("unknown kind", "\x01\x1f\x01\x01\x01"s + "A\x02\x00\x00"s);
        row("unknown operation", "\x01"s + one + "A\x04\x00\x00"s);
        row("unknown operation of one row", "\x01"s + one + "A\x00\x09\x00\x00"s);
        row("unknown form of revisions", "\x01"s + one + "A\x02\x03\x00"s);
        row("fewer keys than rows", "\x01\x20\x02\x01\x01"s + "A\x02\x00\x00"s);
        row("more keys than rows", "\x01\x20\x01\x02\x01\x01"s + "AB\x02\x00\x00"s);
        row("more values than rows", "\x01"s + one + "A\x02\x00\x01\x01"s + "f\x00\x02\x01\x01xy"s);
        row("a field without a name", "\x01"s + one + "A\x02\x00\x01\x00\x00\x01\x01x"s);
        row("a field twice", "\x01"s + one + "A\x02\x00\x02\x01"s + "f\x00\x01\x01x\x01"s + "f\x00\x01\x01y"s);
        row("a number not in its shortest form", "\x01"s + one + "A\x02\x00\x80\x00"s);
        row("a number of more than 64 bits", "\x01\x20\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"s);
        row("rows beyond its size", "\x01\x20\xff\xff\xff\x0f"s);
        row("a text beyond its size", "\x01\x20\x01\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s);
        row("something behind", "\x01"s + one + "A\x02\x00\x00\x00"s);
        row("no frame", "\x02\x10garbage that is no frame"s);
        const std::string columns = plainColumns(encodeBlock(productBlock(50)));
        row("a smaller size than the frame's", compressed(columns, columns.size() - 1));
        row("a larger size than the frame's", compressed(columns, columns.size() + 1));
        const std::string frame = compressed(columns, columns.size());
        row("two frames", frame + frame.substr(3));
        row("a bomb", compressed(std::string(size_t(65) << 20, '\0'), size_t(65) << 20));
        row("a bomb that denies it", compressed(std::string(size_t(65) << 20, '\0'), 1000));
    }

    void damageIsRefused()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(refused(bytes.toStdString()));
    }

    // The forms in the table above are right but for the damage that each names.
    void theSameWithoutDamageIsRead()
    {
        using namespace std::string_literals;
        const Result<ChangeBlock> block = decodeBlock("\x01\x20\x01\x01\x01"s + "A\x02\x00\x01\x01"s + "f\x00\x01\x01x"s);
        QVERIFY(block.ok());
        const Change expected{ThingKind::Product, "A", ChangeOp::Edit, 0, {{"f", "", "x"}}};
        QVERIFY(block->row(0) == expected);
    }

    // Columns cost memory however few bytes they have in the file.
    void manyEmptyColumnsAreRefused()
    {
        std::string columns = "\x20";
        columns += std::string("\x00\x00\x00\x00", 4);
        const uint64_t number = 2000000;
        columns += varint(number);
        for (uint64_t i = 0; i < number; ++i) {
            columns += "\x04";
            columns.append(reinterpret_cast<const char*>(&i), 4);
            columns.append(2, '\0');
        }
        QVERIFY(refused(std::string("\x01") + columns));
    }

    void whatCouldNotBeReadIsNotWritten()
    {
        ChangeBlock tooLarge;
        tooLarge.add({ThingKind::Product, "A", ChangeOp::Edit, 1, {{"name", "", std::string(maxDecodedBlockBytes, 'x')}}});
        QVERIFY(encodeBlock(tooLarge).empty());

        ChangeBlock twice = productBlock(1);
        twice.columns.push_back(twice.columns.front());
        QVERIFY(encodeBlock(twice).empty());

        ChangeBlock uneven = productBlock(1);
        uneven.columns.front().after.padTo(2);
        QVERIFY(encodeBlock(uneven).empty());

        ChangeBlock withoutOps = productBlock(1);
        withoutOps.ops.clear();
        QVERIFY(encodeBlock(withoutOps).empty());
    }
};

QTEST_APPLESS_MAIN(TestBlockCodec)
#include "tst_block_codec.moc"
