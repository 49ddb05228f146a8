// What type the texts of a column are. The answer depends on the set of values and on how many there are, not on their order,
// and a sample's answer says whether more rows could change it.
#pragma once

#include "model/domain/definitions.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shelf {

struct InferredType {
    AttributeType type = AttributeType::Text;
    char decimalMark = '.';
    std::vector<std::string> options; // of a choice or a multi-choice, in byte order
    std::string listSeparator; // of a multi-choice: LF or "|"
    // More rows that fit this type leave it as it is. Of a column without values nothing is known.
    bool settled = false;
};

inline constexpr size_t maxInferredOptions = 100;
inline constexpr size_t maxOptionBytes = 64;
inline constexpr size_t maxCellLabelBytes = 1024; // of a value that is looked at as a name of something

// The elements of a cell that is a list: without spaces, line ends and duplicates; backslash escapes where the separator is "|".
std::vector<std::string> listElements(std::string_view text, std::string_view separator);

// What the cells of a column are as lists with one separator.
class ListStatistics {
public:
    explicit ListStatistics(std::string separator, size_t maxDistinct = maxInferredOptions)
        : m_separator(std::move(separator)), m_maxDistinct(maxDistinct)
    {
    }
    const std::string& separator() const { return m_separator; }
    void add(std::string_view text, uint64_t times = 1);
    void giveUp() { m_given = true; } // its cells are no lists of options
    bool possible() const { return !m_given; }
    // Some cells have several elements, all are short, and enough of them repeat: they are options. Depends only on the set of
    // cells and how many there are.
    bool looksLikeOptions() const;
    std::vector<std::string> elements() const; // distinct ones in byte order; none where there are too many

private:
    std::string m_separator;
    size_t m_maxDistinct;
    bool m_given = false;
    bool m_long = false; // some element is too long for an option
    uint64_t m_several = 0; // cells with more than one element
    std::unordered_map<std::string, uint64_t> m_distinct;
};

class ColumnStatistics {
public:
    // `identity`: the column's name speaks of numbers that are names (barcode, phone, postcode): never a number.
    // `commaAllowed`: a comma may be a decimal mark here; `comma`: it is (a profile says so).
    explicit ColumnStatistics(
        bool identity = false, bool commaAllowed = false, bool comma = false, size_t maxDistinct = maxInferredOptions);

    // The column is a list with this separator (empty: LF or "|"), whatever its cells look like; or, if that is not certain, where
    // some cell holds a separator.
    void setList(std::string separator, bool certain = true);
    // Nobody wants to know whether its cells are lists.
    void setNoList() { m_looksForLists = false; }
    // The texts are texts, whatever they look like: no number, no boolean.
    void setTyped() { m_integer = m_number = m_commaNumber = m_boolean = false; }

    void add(std::string_view text); // not empty
    uint64_t filled() const { return m_filled; }
    InferredType inferred() const;
    // Distinct values in byte order; incomplete where there are more than maxDistinct.
    std::vector<std::string> values() const;
    bool allValuesKnown() const { return !m_manyValues; }
    // Distinct elements of the cells as lists with the separator that separatesLists() names.
    std::vector<std::string> listElements() const;
    // How cells of this column separate lists, where nobody says it: LF where some cell holds one, else "|".
    std::string listSeparator() const;
    bool holdsSeparators() const { return m_newlines || m_bars; }
    // Every value is a number, or a number with a unit that converts into this one.
    bool readsAsMeasureIn(std::string_view unit) const;
    // Every value reads as a number with a decimal comma, and at least one has one: certain for a column that is known to hold
    // single numbers, such as a price.
    bool readsAsCommaNumbers() const { return m_commaNumber && m_commas > 0; }

private:
    void addDistinct(std::string_view text);
    void addToLists(std::string_view text);
    void startList(std::optional<ListStatistics>& list, std::string separator);
    void addMeasure(std::string_view text);

    uint64_t m_filled = 0;
    bool m_integer = true, m_number = true, m_commaNumber = true, m_boolean = true, m_date = true, m_money = true, m_url = true;
    bool m_commaAllowed, m_comma;
    uint64_t m_commas = 0; // values with a comma
    bool m_surelyComma = false; // some part after a comma is no whole number by itself ("05")
    bool m_manyValues = false;
    bool m_longValue = false;
    size_t m_maxDistinct;
    std::unordered_map<std::string, uint64_t> m_distinct;
    bool m_newlines = false, m_bars = false; // some cell holds one
    bool m_isList = false; // setList() says so …
    bool m_isCertain = false; // … and nothing else is to be looked for
    bool m_looksForLists = true;
    std::optional<ListStatistics> m_lines, m_parts; // as lists of lines; as lists with "|" or the separator that is known
    bool m_measure = true; // every value is a number, perhaps with a unit
    std::set<std::string, std::less<>> m_units;
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
