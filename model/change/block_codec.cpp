// The columns as bytes, after the format byte (format 2: the varint of their size, then one zstd frame of them):
//   kind (1 byte), rows (varint), keys
//   operations: one byte if all are the same, else 0 and a byte each
//   base revisions: 0 if all are 0, 1 and the varint if all are the same, else 2 and a varint each
//   number of columns (varint), each: length of the field's name, the name, before, after
// A text column is its number of rows, their lengths and then the bytes of all. Varints are little-endian base 128 in their
// shortest form, so that a block has one form only.
#include "model/change/block_codec.h"

#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace shelf {

namespace {

constexpr uint8_t plainFormat = 1;
constexpr uint8_t zstdFormat = 2;
constexpr int zstdLevel = 1;
constexpr size_t worthCompressing = 96; // smaller blocks hardly ever gain
constexpr size_t maxVarint = 10;

enum class Revisions : uint8_t { AllZero = 0, AllSame = 1, Each = 2 };

bool isKnownKind(uint8_t kind)
{
    switch (static_cast<ThingKind>(kind)) {
    case ThingKind::Attribute:
    case ThingKind::Family:
    case ThingKind::Category:
    case ThingKind::Channel:
    case ThingKind::Audience:
    case ThingKind::Intent:
    case ThingKind::Trigger:
    case ThingKind::Season:
    case ThingKind::LinkType:
    case ThingKind::Template:
    case ThingKind::Policy:
    case ThingKind::Rule:
    case ThingKind::Scenario:
    case ThingKind::Profile:
    case ThingKind::Waiver:
    case ThingKind::DataSet:
    case ThingKind::Product:
    case ThingKind::Mapping:
        return true;
    }
    return false;
}

bool isKnownOp(uint8_t op)
{
    return op >= static_cast<uint8_t>(ChangeOp::Create) && op <= static_cast<uint8_t>(ChangeOp::Delete);
}

// Writes into a buffer that was made large enough for all that comes.
class Writer {
public:
    explicit Writer(size_t capacity) : m_buffer(new char[capacity]), m_next(m_buffer.get()) { }

    void byte(uint8_t value) { *m_next++ = static_cast<char>(value); }
    void varint(uint64_t value)
    {
        while (value >= 0x80) {
            byte(static_cast<uint8_t>(value | 0x80));
            value >>= 7;
        }
        byte(static_cast<uint8_t>(value));
    }
    void bytes(std::string_view text)
    {
        if (!text.empty())
            std::memcpy(m_next, text.data(), text.size());
        m_next += text.size();
    }
    void text(const TextColumn& column)
    {
        varint(column.size());
        uint32_t begin = 0;
        for (const uint32_t end : column.ends()) {
            varint(end - begin);
            begin = end;
        }
        bytes(column.bytes());
    }
    std::string_view written() const { return {m_buffer.get(), static_cast<size_t>(m_next - m_buffer.get())}; }

private:
    std::unique_ptr<char[]> m_buffer;
    char* m_next;
};

void writeOps(Writer& out, const std::vector<ChangeOp>& ops)
{
    const bool same = !ops.empty() && std::all_of(ops.begin(), ops.end(), [&ops](ChangeOp op) { return op == ops.front(); });
    out.byte(same ? static_cast<uint8_t>(ops.front()) : 0);
    for (size_t i = 0; !same && i < ops.size(); ++i)
        out.byte(static_cast<uint8_t>(ops[i]));
}

void writeRevisions(Writer& out, const std::vector<uint64_t>& revisions)
{
    const uint64_t first = revisions.empty() ? 0 : revisions.front();
    const bool same = std::all_of(revisions.begin(), revisions.end(), [first](uint64_t revision) { return revision == first; });
    if (same && first == 0) {
        out.byte(static_cast<uint8_t>(Revisions::AllZero));
    } else if (same) {
        out.byte(static_cast<uint8_t>(Revisions::AllSame));
        out.varint(first);
    } else {
        out.byte(static_cast<uint8_t>(Revisions::Each));
        for (const uint64_t revision : revisions)
            out.varint(revision);
    }
}

bool namesFieldTwice(const std::vector<FieldColumn>& columns)
{
    std::vector<std::string_view> names;
    names.reserve(columns.size());
    for (const FieldColumn& column : columns)
        names.push_back(column.field);
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
}

// What decodeBlock demands of a block's shape.
bool isWellFormed(const ChangeBlock& block)
{
    const size_t rows = block.rows();
    const auto fits = [rows](const FieldColumn& column) {
        return !column.field.empty() && column.before.size() <= rows && column.after.size() <= rows;
    };
    return block.ops.size() == rows && block.baseRevisions.size() == rows && std::all_of(block.columns.begin(), block.columns.end(), fits)
        && !namesFieldTwice(block.columns);
}

// bytes() of a block counts four for each text's length (enough: it is below 2^28) and far more than a column's three varints.
size_t capacityFor(const ChangeBlock& block)
{
    return block.bytes() + block.rows() * (1 + maxVarint) + 8 * maxVarint;
}

std::string compressed(std::string_view columns)
{
    struct Free {
        void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    };
    thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
    if (!context)
        return {};
    Writer head(1 + maxVarint);
    head.byte(zstdFormat);
    head.varint(columns.size());
    const size_t begin = head.written().size();
    std::string out(begin + ZSTD_compressBound(columns.size()), '\0');
    std::memcpy(out.data(), head.written().data(), begin);
    const size_t size = ZSTD_compressCCtx(context.get(), out.data() + begin, out.size() - begin, columns.data(), columns.size(), zstdLevel);
    if (ZSTD_isError(size))
        return {};
    out.resize(begin + size);
    return out;
}

Error damaged(std::string_view what)
{
    return {ErrorKind::Workspace, "JOURNAL", "journal", "a block of changes is damaged: " + std::string(what),
        "run 'shelfctl audit verify' to see which entry, and go back to a backup"};
}

Error unknown(std::string_view what)
{
    return {ErrorKind::Workspace, "JOURNAL", "journal",
        "a block of changes holds " + std::string(what) + " that this program does not know",
        "open the workspace with the newest version, or go back to a backup"};
}

// Reads with every length checked. `budget` is what the decoded block may still take of memory.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) { }

    size_t left() const { return m_rest.size(); }
    std::optional<uint8_t> byte()
    {
        if (m_rest.empty())
            return std::nullopt;
        const auto value = static_cast<uint8_t>(m_rest.front());
        m_rest.remove_prefix(1);
        return value;
    }
    std::optional<uint64_t> varint()
    {
        uint64_t value = 0;
        for (size_t i = 0; i < std::min(maxVarint, m_rest.size()); ++i) {
            const auto next = static_cast<uint8_t>(m_rest[i]);
            if (i == maxVarint - 1 && next > 1)
                return std::nullopt;
            value |= uint64_t(next & 0x7f) << (7 * i);
            if (next < 0x80) {
                if (next == 0 && i > 0)
                    return std::nullopt; // not the shortest form
                m_rest.remove_prefix(i + 1);
                return value;
            }
        }
        return std::nullopt;
    }
    // A number that says how many things follow, each of at least one byte.
    std::optional<size_t> count(size_t limit)
    {
        const std::optional<uint64_t> value = varint();
        if (!value || *value > limit || *value > left())
            return std::nullopt;
        return static_cast<size_t>(*value);
    }
    std::string_view bytes(size_t size)
    {
        const std::string_view taken = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return taken;
    }
    std::optional<TextColumn> text(size_t maxRows, size_t& budget)
    {
        const std::optional<size_t> rows = count(std::min(maxRows, budget / sizeof(uint32_t)));
        if (!rows)
            return std::nullopt;
        budget -= *rows * sizeof(uint32_t);
        std::vector<uint32_t> ends(*rows);
        size_t sum = 0;
        for (uint32_t& end : ends) {
            const std::optional<uint64_t> length = varint();
            if (!length || *length > budget - sum)
                return std::nullopt;
            sum += static_cast<size_t>(*length);
            end = static_cast<uint32_t>(sum);
        }
        if (sum > left())
            return std::nullopt;
        budget -= sum;
        return TextColumn(std::string(bytes(sum)), std::move(ends));
    }

private:
    std::string_view m_rest;
};

Result<std::vector<ChangeOp>> readOps(Reader& in, size_t rows)
{
    const std::optional<uint8_t> all = in.byte();
    if (!all || (*all == 0 && in.left() < rows))
        return damaged("its operations are cut short");
    if (*all != 0) {
        if (!isKnownOp(*all))
            return unknown("an operation");
        return std::vector<ChangeOp>(rows, static_cast<ChangeOp>(*all));
    }
    std::vector<ChangeOp> ops;
    ops.reserve(rows);
    for (const char op : in.bytes(rows)) {
        if (!isKnownOp(static_cast<uint8_t>(op)))
            return unknown("an operation");
        ops.push_back(static_cast<ChangeOp>(op));
    }
    return ops;
}

Result<std::vector<uint64_t>> readRevisions(Reader& in, size_t rows)
{
    const std::optional<uint8_t> form = in.byte();
    std::vector<uint64_t> revisions(rows);
    if (form == static_cast<uint8_t>(Revisions::AllZero))
        return revisions;
    if (form == static_cast<uint8_t>(Revisions::AllSame)) {
        const std::optional<uint64_t> revision = in.varint();
        if (!revision)
            return damaged("its revisions are cut short");
        std::fill(revisions.begin(), revisions.end(), *revision);
        return revisions;
    }
    if (form != static_cast<uint8_t>(Revisions::Each))
        return damaged("its revisions are not readable");
    for (uint64_t& revision : revisions) {
        const std::optional<uint64_t> next = in.varint();
        if (!next)
            return damaged("its revisions are cut short");
        revision = *next;
    }
    return revisions;
}

Result<std::vector<FieldColumn>> readColumns(Reader& in, size_t rows, size_t& budget)
{
    const std::optional<size_t> number = in.count(budget / sizeof(FieldColumn));
    if (!number)
        return damaged("its number of fields cannot be");
    budget -= *number * sizeof(FieldColumn);
    std::vector<FieldColumn> columns(*number);
    for (FieldColumn& column : columns) {
        const std::optional<size_t> length = in.count(budget);
        if (!length || *length == 0)
            return damaged("a field has no readable name");
        budget -= *length;
        column.field = in.bytes(*length);
        std::optional<TextColumn> before = in.text(rows, budget);
        std::optional<TextColumn> after = before ? in.text(rows, budget) : std::nullopt;
        if (!after)
            return damaged("the values of a field are cut short");
        column.before = std::move(*before);
        column.after = std::move(*after);
    }
    if (namesFieldTwice(columns))
        return damaged("it names a field twice");
    return columns;
}

Result<ChangeBlock> readBlock(std::string_view bytes)
{
    Reader in(bytes);
    size_t budget = maxDecodedBlockBytes;
    constexpr size_t perRow = sizeof(ChangeOp) + sizeof(uint64_t);
    const std::optional<uint8_t> kind = in.byte();
    const std::optional<size_t> rows = in.count(budget / (perRow + sizeof(uint32_t)));
    if (!kind || !rows)
        return damaged("its number of changes cannot be");
    if (!isKnownKind(*kind))
        return unknown("a kind of thing");
    budget -= *rows * perRow;
    ChangeBlock block;
    block.kind = static_cast<ThingKind>(*kind);
    std::optional<TextColumn> keys = in.text(*rows, budget);
    if (!keys || keys->size() != *rows)
        return damaged("its keys are cut short");
    block.keys = std::move(*keys);
    Result<std::vector<ChangeOp>> ops = readOps(in, *rows);
    if (!ops)
        return ops.error();
    block.ops = std::move(*ops);
    Result<std::vector<uint64_t>> revisions = readRevisions(in, *rows);
    if (!revisions)
        return revisions.error();
    block.baseRevisions = std::move(*revisions);
    Result<std::vector<FieldColumn>> columns = readColumns(in, *rows, budget);
    if (!columns)
        return columns.error();
    block.columns = std::move(*columns);
    if (in.left() != 0)
        return damaged("something follows its last field");
    return block;
}

// The columns of a compressed block, or an error; a claim of a size that so few bytes cannot hold allocates nothing.
Result<std::string> decompressed(std::string_view bytes)
{
    constexpr size_t maxRatio = 32768; // four bytes of a zstd block give at most 128 KiB
    Reader in(bytes);
    const std::optional<uint64_t> size = in.varint();
    if (!size || *size > maxDecodedBlockBytes || *size > in.left() * maxRatio)
        return damaged("its size cannot be");
    const std::string_view frame = in.bytes(in.left());
    if (ZSTD_findFrameCompressedSize(frame.data(), frame.size()) != frame.size()
        || ZSTD_getFrameContentSize(frame.data(), frame.size()) != *size)
        return damaged("its compressed bytes are not whole");
    std::string columns(static_cast<size_t>(*size), '\0');
    if (ZSTD_decompress(columns.data(), columns.size(), frame.data(), frame.size()) != columns.size())
        return damaged("its compressed bytes are not readable");
    return columns;
}

// The kind and the keys at the beginning of the columns; nothing where more bytes are needed, or they are damaged.
std::optional<BlockKeys> readKeys(std::string_view columns)
{
    Reader in(columns);
    size_t budget = maxDecodedBlockBytes;
    const std::optional<uint8_t> kind = in.byte();
    const std::optional<size_t> rows = in.count(budget / sizeof(uint32_t));
    if (!kind || !rows || !isKnownKind(*kind))
        return std::nullopt;
    std::optional<TextColumn> keys = in.text(*rows, budget);
    if (!keys || keys->size() != *rows)
        return std::nullopt;
    return BlockKeys{static_cast<ThingKind>(*kind), std::move(*keys)};
}

// Unpacks only as much of the columns as the keys take.
std::optional<BlockKeys> keysOfCompressed(std::string_view bytes)
{
    constexpr size_t firstPiece = size_t(64) << 10;
    struct Free {
        void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    };
    thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
    Reader in(bytes);
    const std::optional<uint64_t> size = in.varint();
    if (!context || !size || *size > maxDecodedBlockBytes)
        return std::nullopt;
    const std::string_view frame = in.bytes(in.left());
    ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_only);
    ZSTD_inBuffer source{frame.data(), frame.size(), 0};
    std::string columns;
    size_t filled = 0;
    for (size_t wanted = firstPiece;; wanted *= 2) {
        wanted = std::min(wanted, static_cast<size_t>(*size));
        columns.resize(wanted);
        ZSTD_outBuffer target{columns.data(), wanted, filled};
        while (target.pos < target.size) {
            const size_t before = target.pos, read = source.pos;
            const size_t left = ZSTD_decompressStream(context.get(), &target, &source);
            if (ZSTD_isError(left))
                return std::nullopt;
            if (left == 0 || (target.pos == before && source.pos == read))
                break;
        }
        const bool stuck = target.pos < wanted;
        filled = target.pos;
        if (auto keys = readKeys(std::string_view(columns).substr(0, filled)))
            return keys;
        if (stuck || wanted == *size)
            return std::nullopt;
    }
}

} // namespace

std::string encodeBlock(const ChangeBlock& block)
{
    if (!isWellFormed(block) || block.bytes() > maxDecodedBlockBytes)
        return {};
    Writer out(capacityFor(block));
    out.byte(static_cast<uint8_t>(block.kind));
    out.varint(block.rows());
    out.text(block.keys);
    writeOps(out, block.ops);
    writeRevisions(out, block.baseRevisions);
    out.varint(block.columns.size());
    for (const FieldColumn& column : block.columns) {
        out.varint(column.field.size());
        out.bytes(column.field);
        out.text(column.before);
        out.text(column.after);
    }
    const std::string_view columns = out.written();
    if (columns.size() > maxDecodedBlockBytes)
        return {};
    if (columns.size() >= worthCompressing) {
        std::string small = compressed(columns);
        if (!small.empty() && small.size() <= columns.size())
            return small;
    }
    std::string plain(1, static_cast<char>(plainFormat));
    plain.append(columns);
    return plain;
}

Result<ChangeBlock> decodeBlock(std::string_view bytes)
{
    if (bytes.empty())
        return damaged("it is empty");
    const auto format = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    if (format == zstdFormat) {
        Result<std::string> columns = decompressed(bytes);
        if (!columns)
            return columns.error();
        return readBlock(*columns);
    }
    if (format != plainFormat)
        return unknown("a format");
    if (bytes.size() > maxDecodedBlockBytes)
        return damaged("it is too large");
    return readBlock(bytes);
}

Result<BlockKeys> decodeKeys(std::string_view bytes)
{
    if (bytes.empty())
        return damaged("it is empty");
    const auto format = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    if (format != plainFormat && format != zstdFormat)
        return unknown("a format");
    auto keys = format == zstdFormat ? keysOfCompressed(bytes) : readKeys(bytes);
    if (!keys)
        return damaged("its keys are cut short");
    return std::move(*keys);
}

} // namespace shelf
