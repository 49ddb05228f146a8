#include "governance/evidence/order_pairs.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace shelf;

namespace {

struct Line {
    std::string order;
    uint32_t product;
};

// Order lines in no order, with some products far more often bought than others, and some lines twice.
std::vector<Line> randomLines(uint64_t seed, int orders, uint32_t products, unsigned largest)
{
    std::mt19937_64 random(seed);
    std::vector<Line> lines;
    for (int order = 0; order < orders; ++order)
        for (unsigned line = 0, count = 1 + static_cast<unsigned>(random() % largest); line < count; ++line) {
            const uint64_t rare = random() % products;
            lines.push_back({"ORD-" + std::to_string(order), static_cast<uint32_t>(random() % 3 ? rare % 7 : rare)});
        }
    std::shuffle(lines.begin(), lines.end(), random);
    return lines;
}

struct Counts {
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> pairs;
    std::vector<uint32_t> products;
    uint64_t orders = 0, lines = 0, large = 0;
    bool operator==(const Counts&) const = default;
};

Counts counted(const std::vector<Line>& lines, uint32_t products, const OrderPairOptions& options)
{
    const QTemporaryDir folder;
    OrderPairs pairs(products, folder.path().toStdString(), options);
    for (const Line& line : lines)
        if (!pairs.add(line.order, line.product))
            qFatal("cannot add");
    if (!pairs.count())
        qFatal("cannot count");
    Counts counts{{}, pairs.productOrders(), pairs.totals().orders, pairs.totals().lines, pairs.totals().largeOrders};
    OrderPair pair;
    std::pair<uint32_t, uint32_t> last{0, 0};
    for (auto more = pairs.next(pair); more && *more; more = pairs.next(pair)) {
        if (std::pair(pair.a, pair.b) <= last)
            qFatal("not in order");
        last = {pair.a, pair.b};
        counts.pairs[last] = pair.orders;
    }
    if (!QDir(folder.path()).isEmpty(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot))
        qFatal("something is left in the folder");
    return counts;
}

Counts naive(const std::vector<Line>& lines, uint32_t products, const OrderPairOptions& options)
{
    std::map<std::string, std::set<uint32_t>> orders;
    for (const Line& line : lines)
        orders[line.order].insert(line.product);
    Counts counts;
    counts.products.resize(products);
    for (const auto& [order, bought] : orders) {
        ++counts.orders;
        counts.lines += bought.size();
        for (const uint32_t product : bought)
            ++counts.products[product];
        if (bought.size() > options.largestOrder) {
            ++counts.large;
            continue;
        }
        for (auto a = bought.begin(); a != bought.end(); ++a)
            for (auto b = std::next(a); b != bought.end(); ++b)
                ++counts.pairs[{*a, *b}];
    }
    std::erase_if(counts.pairs, [&](const auto& pair) { return pair.second < options.smallestCell; });
    return counts;
}

} // namespace

// Orders -> pair counts: what a naive count gives, however little memory there is.
class PairCounterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsAsANaiveCount_data();
    void countsAsANaiveCount();
    void sortsLikeAComparison();
    void mergesRunsLikeMemory();
    void hashesOrdersByItsKey();
    void saysWhereThereIsNoRoom();
    void stopsWhenAsked();
};

void PairCounterTest::countsAsANaiveCount_data()
{
    QTest::addColumn<int>("orders");
    QTest::addColumn<uint32_t>("products");
    QTest::addColumn<unsigned>("largest");
    QTest::addColumn<quint64>("bytes");
    QTest::addColumn<uint32_t>("cell");
    QTest::addColumn<uint32_t>("limit");
    QTest::newRow("nothing") << 0 << 10U << 3U << quint64(1) << 1U << 100U;
    QTest::newRow("in memory") << 2000 << 60U << 6U << (quint64(64) << 20) << 1U << 100U;
    QTest::newRow("hardly any memory") << 4000 << 3000U << 9U << quint64(1) << 1U << 100U;
    QTest::newRow("smallest cell") << 3000 << 200U << 7U << quint64(1) << 5U << 100U;
    QTest::newRow("large orders") << 500 << 300U << 40U << quint64(1) << 2U << 12U;
}

void PairCounterTest::countsAsANaiveCount()
{
    QFETCH(int, orders);
    QFETCH(uint32_t, products);
    QFETCH(unsigned, largest);
    QFETCH(quint64, bytes);
    QFETCH(uint32_t, cell);
    QFETCH(uint32_t, limit);
    const OrderPairOptions options{bytes, limit, cell};
    const auto lines = randomLines(static_cast<uint64_t>(orders) + products, orders, products, largest);
    const Counts ours = counted(lines, products, options), theirs = naive(lines, products, options);
    QCOMPARE(ours.orders, theirs.orders);
    QCOMPARE(ours.lines, theirs.lines);
    QCOMPARE(ours.large, theirs.large);
    QVERIFY(ours.products == theirs.products);
    QVERIFY(ours.pairs == theirs.pairs);
    QVERIFY(ours == counted(lines, products, options)); // whatever key the orders are hashed with
}

void PairCounterTest::sortsLikeAComparison()
{
    std::mt19937_64 random(7);
    for (const uint64_t range : {uint64_t(3), uint64_t(70000), ~uint64_t(0)}) {
        std::vector<RunItem> items(20000);
        for (RunItem& item : items)
            item = RunItem::of(range == ~uint64_t(0) ? random() : random() % range, static_cast<uint32_t>(random() % 5));
        std::vector<RunItem> expected = items;
        std::sort(expected.begin(), expected.end(),
            [](const RunItem& a, const RunItem& b) { return std::pair(a.key(), a.value) < std::pair(b.key(), b.value); });
        sortRunItems(items.data(), items.data() + items.size());
        QVERIFY(items == expected);
    }
}

void PairCounterTest::mergesRunsLikeMemory()
{
    const QTemporaryDir folder;
    for (const Equal equal : {Equal::Distinct, Equal::Sum}) {
        SortedRuns large(folder.path().toStdString(), size_t(16) << 20, equal), small(folder.path().toStdString(), 1, equal);
        std::mt19937_64 random(11);
        for (int i = 0; i < 50000; ++i) {
            const RunItem item = RunItem::of(random() % 20000, static_cast<uint32_t>(1 + random() % 2));
            QVERIFY(large.add(item) && small.add(item));
        }
        QVERIFY(large.finish() && small.finish());
        QCOMPARE(large.runs(), size_t(0));
        QVERIFY(small.runs() > 10);
        for (;;) {
            RunItem a, b;
            const auto moreA = large.next(a), moreB = small.next(b);
            QVERIFY(moreA && moreB);
            QCOMPARE(*moreA, *moreB);
            if (!*moreA)
                break;
            QVERIFY(a == b);
        }
    }
}

void PairCounterTest::hashesOrdersByItsKey()
{
    // The test vectors of SipHash-2-4's authors: key 00 01 … 0f, texts of 0, 1, 8 and 15 bytes 00 01 …
    const OrderHash hash(0x0706050403020100u, 0x0f0e0d0c0b0a0908u);
    std::string text;
    for (char c = 0; c < 15; ++c)
        text.push_back(c);
    QCOMPARE(hash(std::string_view()), uint64_t(0x726fdb47dd0e0e31u));
    QCOMPARE(hash(std::string_view(text).substr(0, 1)), uint64_t(0x74f839c593dc67fdu));
    QCOMPARE(hash(std::string_view(text).substr(0, 8)), uint64_t(0x93f5f5799a932462u));
    QCOMPARE(hash(text), uint64_t(0xa129ca6149be45e5u));
    QVERIFY(OrderHash()("A-1") != OrderHash()("A-1"));
}

void PairCounterTest::saysWhereThereIsNoRoom()
{
    OrderPairs pairs(10, "/nowhere/at/all", {1, 100, 1});
    bool failed = false;
    for (uint32_t i = 0; i < 5000 && !failed; ++i) {
        const auto added = pairs.add(std::to_string(i), i % 10);
        failed = !added;
        if (failed)
            QCOMPARE(added.error().kind, ErrorKind::System);
    }
    QVERIFY(failed);
}

void PairCounterTest::stopsWhenAsked()
{
    const QTemporaryDir folder;
    OrderPairs pairs(10, folder.path().toStdString());
    for (uint32_t i = 0; i < 5000; ++i)
        QVERIFY(pairs.add(std::to_string(i / 3), i % 10));
    const std::atomic<bool> cancel = true;
    Progress progress;
    progress.cancel = &cancel;
    const auto counted = pairs.count(progress);
    QVERIFY(!counted);
    QCOMPARE(counted.error().kind, ErrorKind::Cancelled);
}

QTEST_APPLESS_MAIN(PairCounterTest)
#include "tst_pair_counter.moc"
