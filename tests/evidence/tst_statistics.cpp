#include "governance/evidence/statistics.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace shelf;

Q_DECLARE_METATYPE(PairCounts)

// The figures of a pair: known answers, what holds for all counts, and counts at the edge.
class StatisticsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesKnownAnswers_data();
    void givesKnownAnswers();
    void shrinksWhatRestsOnFewOrders();
    void holdsForAllCounts();
    void survivesTheEdges_data();
    void survivesTheEdges();
};

void StatisticsTest::givesKnownAnswers_data()
{
    QTest::addColumn<PairCounts>("counts");
    QTest::addColumn<double>("expected");
    QTest::addColumn<double>("lift");
    QTest::addColumn<double>("confidence");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<double>("surprise");
    QTest::newRow("often together") << PairCounts{100000, 1200, 800, 60} << 9.6 << 6.25 << 0.05 << 0.0390 << 0.0638 << 124.6;
    QTest::newRow("as often as chance has it") << PairCounts{10000, 1000, 500, 50} << 50.0 << 1.0 << 0.05 << 0.0381 << 0.0653 << 0.0;
    // Wilson's interval of 0 and of all: 0 … z²/(n + z²) and its mirror.
    QTest::newRow("never together") << PairCounts{100, 10, 10, 0} << 1.0 << 0.0 << 0.0 << 0.0 << 0.2775 << 2.2268;
    QTest::newRow("always together") << PairCounts{100, 10, 10, 10} << 1.0 << 10.0 << 1.0 << 0.7225 << 1.0 << 65.0166;
}

void StatisticsTest::givesKnownAnswers()
{
    QFETCH(PairCounts, counts);
    const PairStatistics figures = pairStatistics(counts);
    const auto near = [](double value, double wanted, double within) { return std::abs(value - wanted) <= within; };
    QTEST(figures.expected, "expected");
    QTEST(figures.lift, "lift");
    QTEST(figures.confidence, "confidence");
    QFETCH(double, low);
    QVERIFY2(near(figures.confidenceLow, low, 0.00005), qPrintable(QString::number(figures.confidenceLow, 'g', 10)));
    QFETCH(double, high);
    QVERIFY2(near(figures.confidenceHigh, high, 0.00005), qPrintable(QString::number(figures.confidenceHigh, 'g', 10)));
    QFETCH(double, surprise);
    QVERIFY2(near(figures.logLikelihood, surprise, 0.05), qPrintable(QString::number(figures.logLikelihood, 'g', 10)));
    QCOMPARE(figures.support, static_cast<double>(counts.nAC) / static_cast<double>(counts.n));
}

void StatisticsTest::shrinksWhatRestsOnFewOrders()
{
    const PairStatistics figures = pairStatistics({100000, 8, 9, 2});
    QVERIFY2(std::abs(figures.lift - 2777.8) < 0.05, qPrintable(QString::number(figures.lift, 'g', 10)));
    QVERIFY2(std::abs(figures.shrunkLift - 1.40) < 0.005, qPrintable(QString::number(figures.shrunkLift, 'g', 10)));
    // Without shrinking it is the lift; with ever more it is 1.
    QCOMPARE(pairStatistics({100000, 8, 9, 2}, 0).shrunkLift, figures.lift);
    QVERIFY(pairStatistics({100000, 8, 9, 2}, 1e9).shrunkLift < 1.000001);
    // Many orders hardly notice it.
    const PairStatistics many = pairStatistics({10000000, 120000, 80000, 6000});
    QVERIFY(std::abs(many.shrunkLift / many.lift - 1) < 0.01);
}

void StatisticsTest::holdsForAllCounts()
{
    std::mt19937_64 random(20261121);
    for (int round = 0; round < 20000; ++round) {
        PairCounts counts;
        counts.n = 1 + random() % (round % 2 ? 50 : 1000000);
        counts.nA = random() % (counts.n + 1);
        counts.nC = random() % (counts.n + 1);
        const uint64_t least = counts.nA + counts.nC > counts.n ? counts.nA + counts.nC - counts.n : 0;
        counts.nAC = least + random() % (std::min(counts.nA, counts.nC) - least + 1);
        const PairStatistics there = pairStatistics(counts), back = pairStatistics({counts.n, counts.nC, counts.nA, counts.nAC});
        QCOMPARE(there.lift, back.lift);
        QCOMPARE(there.logLikelihood, back.logLikelihood);
        QCOMPARE(there.shrunkLift, back.shrunkLift);
        QVERIFY(0 <= there.confidenceLow && there.confidenceLow <= there.confidence);
        QVERIFY(there.confidence <= there.confidenceHigh && there.confidenceHigh <= 1);
        QVERIFY(there.logLikelihood >= 0 && std::isfinite(there.logLikelihood));
        // The shrunk lift lies between the lift and 1.
        if (there.expected > 0)
            QVERIFY(std::min(there.lift, 1.0) <= there.shrunkLift + 1e-12 && there.shrunkLift <= std::max(there.lift, 1.0) + 1e-12);
    }
}

void StatisticsTest::survivesTheEdges_data()
{
    QTest::addColumn<PairCounts>("counts");
    QTest::newRow("no orders") << PairCounts{};
    QTest::newRow("A in no order") << PairCounts{100, 0, 5, 0};
    QTest::newRow("neither in any") << PairCounts{100, 0, 0, 0};
    QTest::newRow("both in all") << PairCounts{100, 100, 100, 100};
    QTest::newRow("A in all") << PairCounts{100, 100, 7, 7};
    QTest::newRow("always together") << PairCounts{100, 5, 5, 5};
    QTest::newRow("one order") << PairCounts{1, 1, 1, 1};
    QTest::newRow("more together than alone") << PairCounts{100, 5, 5, 50};
    QTest::newRow("more than there are") << PairCounts{10, 50, 50, 50};
}

void StatisticsTest::survivesTheEdges()
{
    QFETCH(PairCounts, counts);
    const PairStatistics figures = pairStatistics(counts);
    for (const double figure : {figures.expected, figures.support, figures.confidence, figures.confidenceLow, figures.confidenceHigh,
             figures.lift, figures.shrunkLift, figures.logLikelihood}) {
        QVERIFY(std::isfinite(figure));
        QVERIFY(figure >= 0);
    }
    QVERIFY(figures.confidence <= 1 && figures.support <= 1);
}

QTEST_APPLESS_MAIN(StatisticsTest)
#include "tst_statistics.moc"
