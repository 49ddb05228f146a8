// Hashes of texts for look-up tables that live as long as one import: quick, the same on every machine, not for security.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace shelf {

// 128 bits: two equal ones are taken to be of equal texts.
struct TextHash {
    uint64_t a = 0, b = 0;
    bool operator==(const TextHash&) const = default;
};

namespace hash_detail {

__extension__ typedef unsigned __int128 Wide;

inline uint64_t fold(uint64_t x, uint64_t y)
{
    const Wide product = static_cast<Wide>(x) * y;
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

inline uint64_t load(const char* from, size_t count)
{
    uint64_t value = 0;
    std::memcpy(&value, from, count);
    return value;
}

} // namespace hash_detail

// Adds texts one after the other; where one ends and the next begins counts.
class TextHasher {
public:
    void add(std::string_view text)
    {
        using namespace hash_detail;
        const char* at = text.data();
        size_t left = text.size();
        for (; left >= 16; at += 16, left -= 16)
            mix(load(at, 8), load(at + 8, 8));
        uint64_t first = 0, second = 0;
        if (left >= 8) {
            first = load(at, 8);
            second = left > 8 ? load(at + 8, left - 8) : 0;
        } else if (left) {
            first = load(at, left);
        }
        mix(first, second ^ (static_cast<uint64_t>(text.size()) << 56) ^ static_cast<uint64_t>(text.size()) * 0x9E3779B97F4A7C15u);
    }
    TextHash hash() const
    {
        using namespace hash_detail;
        return {fold(m_a ^ 0x2545F4914F6CDD1Du, 0x9FB21C651E98DF25u), fold(m_b ^ 0xD6E8FEB86659FD93u, 0xC2B2AE3D27D4EB4Fu)};
    }

private:
    void mix(uint64_t first, uint64_t second)
    {
        using namespace hash_detail;
        m_a = fold(first ^ m_a ^ 0xA0761D6478BD642Fu, second ^ 0xE7037ED1A0B428DBu) + m_b;
        m_b = fold(first ^ 0x8EBC6AF09C88C6E3u, second ^ m_b ^ 0x589965CC75374CC3u) + first;
    }

    uint64_t m_a = 0x1234567890ABCDEFu;
    uint64_t m_b = 0xFEDCBA0987654321u;
};

// One half of it, quicker: for telling two texts of one key apart.
inline uint64_t contentHash(std::string_view text)
{
    using namespace hash_detail;
    uint64_t hash = text.size() * 0x9E3779B97F4A7C15u;
    const char* at = text.data();
    size_t left = text.size();
    for (; left >= 16; at += 16, left -= 16)
        hash = fold(load(at, 8) ^ 0xA0761D6478BD642Fu, load(at + 8, 8) ^ hash);
    const uint64_t first = load(at, left < 8 ? left : 8);
    const uint64_t second = left > 8 ? load(at + 8, left - 8) : 0;
    hash = fold(first ^ 0xE7037ED1A0B428DBu, second ^ hash);
    return fold(hash ^ 0x8EBC6AF09C88C6E3u, 0x589965CC75374CC3u);
}

inline TextHash hashOf(std::string_view text)
{
    TextHasher hasher;
    hasher.add(text);
    return hasher.hash();
}

} // namespace shelf
