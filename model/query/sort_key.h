// What values are ordered by: numbers (and money by its amount) before texts, absent ones last. Private to model/query.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shelf {

struct SortKey {
    enum class Kind : uint8_t { Number, Text, Absent } kind = Kind::Absent;
    double number = 0;
    std::string text;
};

SortKey sortKey(std::string_view json);
// Negative, zero, positive; absent is last in both directions.
int compareKeys(const SortKey& left, const SortKey& right, bool descending);

} // namespace shelf
