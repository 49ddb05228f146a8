// A keyed hash of order numbers. The key is made anew for each import and kept nowhere: what lies in memory or on disk meanwhile tells
// orders apart, but nobody can tell from it which orders they were, not even by trying numbers.
#pragma once

#include <cstdint>
#include <string_view>

namespace shelf {

class OrderHash {
public:
    OrderHash(); // with a random key
    OrderHash(uint64_t key0, uint64_t key1) : m_key0(key0), m_key1(key1) { } // for tests
    // SipHash-2-4: Aumasson, Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012.
    uint64_t operator()(std::string_view text) const;

private:
    uint64_t m_key0 = 0, m_key1 = 0;
};

} // namespace shelf
