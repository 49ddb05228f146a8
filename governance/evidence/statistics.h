// Figures of two products in the same orders. n: orders; nA, nC: orders with A, with C; nAC: orders with both. Each function documents its
// formula and source in statistics.cpp's header comment and in resources/help/evidence.md.
#pragma once

#include <cstdint>

namespace shelf {

struct PairCounts {
    uint64_t n = 0, nA = 0, nC = 0, nAC = 0;
};

struct PairStatistics {
    double expected = 0; // nA · nC ÷ n
    double support = 0; // nAC ÷ n
    double confidence = 0; // nAC ÷ nA
    double confidenceLow = 0, confidenceHigh = 0; // Wilson score interval, 95 %
    double lift = 0; // nAC ÷ expected
    double shrunkLift = 0; // (nAC + k) ÷ (expected + k)
    double logLikelihood = 0; // G² of the 2 × 2 table
};
inline constexpr double shrinkage = 5; // k
PairStatistics pairStatistics(const PairCounts& counts, double k = shrinkage);

} // namespace shelf
