// What type the texts of a column are. The answer depends on the set of values and on how many there are, not on their order,
// and a sample's answer says whether more rows could change it.
#pragma once

#include "model/domain/definitions.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shelf {

struct InferredType {
    AttributeType type = AttributeType::Text;
    char decimalMark = '.';
    std::vector<std::string> options; // of a choice, in byte order
    // More rows that fit this type leave it as it is. Of a column without values nothing is known.
    bool settled = false;
};

inline constexpr size_t maxInferredOptions = 100;
inline constexpr size_t maxOptionBytes = 64;
inline constexpr size_t maxCellLabelBytes = 1024; // of a value that is looked at as a name of something

class ColumnStatistics {
public:
    // `identity`: the column's name speaks of numbers that are names (barcode, phone, postcode): never a number.
    // `commaAllowed`: a comma may be a decimal mark here; `comma`: it is (a profile says so).
    explicit ColumnStatistics(
        bool identity = false, bool commaAllowed = false, bool comma = false, size_t maxDistinct = maxInferredOptions);

    void add(std::string_view text); // not empty
    uint64_t filled() const { return m_filled; }
    InferredType inferred() const;
    // Distinct values in byte order; incomplete where there are more than maxDistinct.
    std::vector<std::string> values() const;
    bool allValuesKnown() const { return !m_manyValues; }
    // Every value reads as a number with a decimal comma, and at least one has one: certain for a column that is known to hold
    // single numbers, such as a price.
    bool readsAsCommaNumbers() const { return m_commaNumber && m_commas > 0; }

private:
    void addDistinct(std::string_view text);

    uint64_t m_filled = 0;
    bool m_integer = true, m_number = true, m_commaNumber = true, m_boolean = true, m_date = true, m_money = true, m_url = true;
    bool m_commaAllowed, m_comma;
    uint64_t m_commas = 0; // values with a comma
    bool m_surelyComma = false; // some part after a comma is no whole number by itself ("05")
    bool m_manyValues = false;
    bool m_longValue = false;
    size_t m_maxDistinct;
    std::unordered_map<std::string, uint64_t> m_distinct;
};

// An integer a column may be inferred from: no leading zero, at most 15 digits, no '+'.
bool isInferredInteger(std::string_view text);
// The same for decimals with this mark; integers too.
bool isInferredNumber(std::string_view text, char decimalMark);
// "yes", "no", "true", "false" in any case.
bool isInferredBoolean(std::string_view text);
// "199.00 USD"
bool isInferredMoney(std::string_view text);
bool isInferredUrl(std::string_view text);

// A header's code speaks of numbers that are names.
bool speaksOfIdentity(std::string_view code);
// A header's code speaks of price, cost, stock, rating or date: not part of a key.
bool speaksOfChange(std::string_view code);

} // namespace shelf
