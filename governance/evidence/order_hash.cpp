#include "governance/evidence/order_hash.h"

#include <bit>
#include <cstring>
#include <random>

namespace shelf {

namespace {

struct State {
    uint64_t v0, v1, v2, v3;

    void round()
    {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }

    void take(uint64_t word)
    {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

uint64_t littleEndian(const char* from, size_t bytes)
{
    uint64_t word = 0;
    for (size_t i = 0; i < bytes; ++i)
        word |= static_cast<uint64_t>(static_cast<unsigned char>(from[i])) << (8 * i);
    return word;
}

} // namespace

OrderHash::OrderHash()
{
    std::random_device random;
    const auto word = [&random] { return static_cast<uint64_t>(random()) << 32 | static_cast<uint64_t>(random()); };
    m_key0 = word();
    m_key1 = word();
}

uint64_t OrderHash::operator()(std::string_view text) const
{
    State state{m_key0 ^ 0x736f6d6570736575u, m_key1 ^ 0x646f72616e646f6du, m_key0 ^ 0x6c7967656e657261u, m_key1 ^ 0x7465646279746573u};
    size_t at = 0;
    for (; at + 8 <= text.size(); at += 8)
        state.take(littleEndian(text.data() + at, 8));
    state.take(static_cast<uint64_t>(text.size()) << 56 | littleEndian(text.data() + at, text.size() - at));
    state.v2 ^= 0xff;
    for (int i = 0; i < 4; ++i)
        state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

} // namespace shelf
