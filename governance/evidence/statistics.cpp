// The figures of a pair, from the 2 × 2 table of orders with and without each of two products:
//
//                with C            without C
//   with A       nAC               nA − nAC
//   without A    nC − nAC          n − nA − nC + nAC
//
//   expected     E = nA · nC ÷ n: how many orders would hold both if neither had to do with the other.
//   support      nAC ÷ n; confidence nAC ÷ nA: Agrawal, Imieliński, Swami, "Mining association rules between sets of items in large
//                databases", SIGMOD 1993.
//   interval     of the confidence p = nAC ÷ nA: (p + z²/2nA ± z √(p(1−p)/nA + z²/4nA²)) ÷ (1 + z²/nA), z = 1.959964 (95 %): Wilson,
//                "Probable inference, the law of succession, and statistical inference", JASA 22 (1927). Unlike the textbook's p ± z·σ
//                it stays within 0 … 1, and holds for few orders.
//   lift         nAC ÷ E: Brin, Motwani, Ullman, Tsur, "Dynamic itemset counting and implication rules for market basket data", SIGMOD
//                1997 (there called interest).
//   shrunk lift  (nAC + k) ÷ (E + k): a lift from few orders is pulled towards 1, as if k more orders had held both by chance alone; the
//                mean of a gamma distribution with shape and rate k before any order was seen: DuMouchel, "Bayesian data mining in
//                large frequency tables", The American Statistician 53 (1999), with one component.
//   G²           2 Σ observed · ln(observed ÷ expected) over the four cells: Dunning, "Accurate methods for the statistics of surprise
//                and coincidence", Computational Linguistics 19 (1993). Above 10.83 chance gives it once in a thousand pairs.
//
// Sums are taken in one order, so that the same counts give the same doubles on every machine with IEEE arithmetic.
#include "governance/evidence/statistics.h"

#include <algorithm>
#include <cmath>

namespace shelf {

namespace {

constexpr double z = 1.959964; // 97.5 % of a normal distribution lie below it

void addWilson(PairStatistics& figures, double hits, double trials)
{
    const double p = hits / trials;
    const double square = z * z;
    const double middle = p + square / (2 * trials);
    const double spread = z * std::sqrt(p * (1 - p) / trials + square / (4 * trials * trials));
    const double below = 1 + square / trials;
    // Rounding must not push the interval off the confidence where that is 0 or 1.
    figures.confidenceLow = hits == 0 ? 0 : std::clamp((middle - spread) / below, 0.0, p);
    figures.confidenceHigh = hits == trials ? 1 : std::clamp((middle + spread) / below, p, 1.0);
}

// One cell's part of G²; a cell of 0 adds nothing.
double surprise(double observed, double row, double column, double n)
{
    return observed > 0 ? observed * std::log(observed * n / (row * column)) : 0;
}

} // namespace

PairStatistics pairStatistics(const PairCounts& counts, double k)
{
    PairStatistics figures;
    if (counts.n == 0)
        return figures;
    // What cannot be (more orders with both than with one of them) is taken for the nearest that can.
    const uint64_t a = std::min(counts.nA, counts.n), c = std::min(counts.nC, counts.n);
    const uint64_t least = a + c > counts.n ? a + c - counts.n : 0;
    const uint64_t both = std::clamp(counts.nAC, least, std::min(a, c));
    const auto n = static_cast<double>(counts.n), nA = static_cast<double>(a), nC = static_cast<double>(c);
    const auto nAC = static_cast<double>(both);
    figures.expected = nA * nC / n;
    figures.support = nAC / n;
    if (a > 0) {
        figures.confidence = nAC / nA;
        addWilson(figures, nAC, nA);
    }
    if (figures.expected > 0)
        figures.lift = nAC / figures.expected;
    if (figures.expected + k > 0)
        figures.shrunkLift = (nAC + k) / (figures.expected + k);
    const double onlyA = nA - nAC, onlyC = nC - nAC, neither = n - nA - nC + nAC;
    // The two middle cells as one sum: exchanging A and C then changes not one bit.
    const double middle = surprise(onlyA, nA, n - nC, n) + surprise(onlyC, nC, n - nA, n);
    figures.logLikelihood = std::max(0.0, 2 * ((surprise(nAC, nA, nC, n) + surprise(neither, n - nA, n - nC, n)) + middle));
    return figures;
}

} // namespace shelf
