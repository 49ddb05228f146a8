// Pseudo-random numbers that are the same on every machine and library (std's distributions are not). SplitMix64, public domain:
// https://prng.di.unimi.it/splitmix64.c
#pragma once

#include <cstddef>
#include <cstdint>

namespace shelf::bench {

class Random {
public:
    explicit Random(uint64_t seed) : m_state(seed) { }

    uint64_t next()
    {
        uint64_t z = (m_state += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    // 0 … limit - 1; limit at most 2^32
    uint64_t below(uint64_t limit) { return ((next() >> 32) * limit) >> 32; }
    bool chance(unsigned percent) { return below(100) < percent; }
    // Small numbers often, large ones seldom: as popularity is spread over a catalog.
    uint64_t skewed(uint64_t limit)
    {
        const uint64_t first = below(limit);
        return chance(50) ? below(first + 1) : first;
    }
    template <size_t N> const char* one(const char* const (&of)[N]) { return of[below(N)]; }

private:
    uint64_t m_state;
};

} // namespace shelf::bench
