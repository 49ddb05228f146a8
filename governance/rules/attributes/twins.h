// Products that are equal in something that should tell them apart. Found without keeping a key per product: by hashes first, then by
// the keys of those few whose hash was met twice.
#pragma once

#include "governance/rules/attributes/field_scan.h"

#include "model/domain/text.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace shelf::attr {

struct HashedRow {
    uint64_t hash = 0;
    Row row = noRow;
};

inline uint64_t mixed(uint64_t hash) // the finaliser of SplitMix64: every bit depends on every bit
{
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
    return hash ^ (hash >> 31);
}
inline uint64_t hashOf(std::string_view text)
{
    uint64_t hash = 0xcbf29ce484222325ULL; // FNV-1a
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return mixed(hash);
}

// Keeps the rows whose hash may occur more than once: all that do, and some few others.
void keepPossibleTwins(std::vector<HashedRow>& rows);

struct Twins {
    std::string key;
    std::vector<Row> rows; // two or more, in byte order of their SKUs
};
// Groups of rows with equal keys; an empty key is equal to none. `rows` are changed.
template <typename KeyOf> std::vector<Twins> twinsOf(const Snapshot& catalog, std::vector<HashedRow>& rows, const KeyOf& keyOf)
{
    keepPossibleTwins(rows);
    std::vector<std::pair<std::string, Row>> keyed;
    keyed.reserve(rows.size());
    for (const HashedRow& hashed : rows)
        if (std::string key = keyOf(hashed.row); !key.empty())
            keyed.emplace_back(std::move(key), hashed.row);
    std::sort(keyed.begin(), keyed.end(), [&catalog](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : catalog.sku(a.second) < catalog.sku(b.second);
    });
    std::vector<Twins> groups;
    for (size_t begin = 0, end = 0; begin < keyed.size(); begin = end) {
        while (end < keyed.size() && keyed[end].first == keyed[begin].first)
            ++end;
        if (end - begin < 2)
            continue;
        Twins twins{keyed[begin].first, {}};
        for (size_t i = begin; i < end; ++i)
            twins.rows.push_back(keyed[i].second);
        groups.push_back(std::move(twins));
    }
    return groups;
}

// Twins in words: "CAM-2 (Camera two) and 4 more". `shown`: at most the first three of them, `count`: how many there are.
std::string namedTwins(const Snapshot& catalog, const std::vector<Row>& shown, size_t count);
// All of a group but `row`.
std::string otherTwins(const Snapshot& catalog, const Twins& group, Row row);

inline constexpr size_t shownTwins = 3;

} // namespace shelf::attr
