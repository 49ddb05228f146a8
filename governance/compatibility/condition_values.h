// What the values of one condition mean to it: prepared once for each distinct value, compared quickly for each pair of them.
//
// Text is compared exactly, numbers in one unit where their attributes have two. Where a side has several values, any of them will
// do, whatever the operator.
//   equal, overlaps   a value on both sides is the same
//   contains          an element of the list on the left is a value on the right; a text on the left has the right one's words in it,
//                     next to each other and in any case ("ATX Mid Tower" contains "ATX", "MicroATX" does not)
//   table             a value on the left goes with a value on the right; a value that the table does not name goes with none
//   at-most, at-least the smallest on the left is at most the largest on the right; the largest at least the smallest
//   within            a value on the left lies in a range on the right: a text (rangeFromText), a list of numbers (from its smallest to
//                     its largest), or a number, which is a range of itself
// Values that are there but have no number, or numbers of things that do not compare (4 cm, 3 W), answer unknown like missing ones.
#pragma once

#include "governance/compatibility/compatibility.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shelf {

// A value's place among the prepared ones; 0: it is missing or says nothing.
using Meaning = uint32_t;

class ConditionValues {
public:
    ConditionValues(const Snapshot& catalog, const CompatCondition& condition);

    const CompatCondition& condition() const { return m_condition; }
    bool comparesNumbers() const { return m_numbers; }
    bool comparesKeys() const { return !m_numbers; }
    const Column* leftColumn() const { return m_left.column; }
    const Column* rightColumn() const { return m_right.column; }
    bool leftInherits() const { return m_left.inherits; }
    bool rightInherits() const { return m_right.inherits; }

    // Before any answer: every code that will be asked about. Right first: what the left contains is looked for among them.
    void prepare(const std::vector<Code>& left, const std::vector<Code>& right);
    Meaning left(Code code) const { return code < m_left.places.size() ? m_left.places[code] : 0; }
    Meaning right(Code code) const { return code < m_right.places.size() ? m_right.places[code] : 0; }
    Fit answer(Meaning left, Meaning right) const;

    // For counting without looking at each pair: what must be shared, and by which numbers to sort.
    std::span<const uint32_t> leftKeys(Meaning place) const { return keysOf(m_left, place); }
    std::span<const uint32_t> rightKeys(Meaning place) const { return keysOf(m_right, place); }
    uint32_t keyCount() const { return static_cast<uint32_t>(m_keyOf.size()); }
    // at-most, at-least: holds when leftNumber relates so to rightNumber, and all are of one unit.
    bool sortable() const { return m_numbers && m_condition.op != CompatOperator::Within && m_oneUnit; }
    double leftNumber(Meaning place) const { return atMost() ? m_left.values[place].low : m_left.values[place].high; }
    double rightNumber(Meaning place) const { return atMost() ? m_right.values[place].high : m_right.values[place].low; }
    bool atMost() const { return m_condition.op == CompatOperator::AtMost; }

private:
    struct Value {
        uint32_t begin = 0, size = 0; // of Side::keys or Side::ranges
        uint32_t unit = 0; // of m_units; 0: none
        double low = 0, high = 0;
    };
    struct Range {
        double low, high;
    };
    struct Side {
        const Column* column = nullptr;
        bool inherits = true;
        std::string unit;
        std::vector<Meaning> places; // by code
        std::vector<Value> values = std::vector<Value>(1);
        std::vector<uint32_t> keys;
        std::vector<Range> ranges;
    };

    static std::span<const uint32_t> keysOf(const Side& side, Meaning place)
    {
        return std::span<const uint32_t>(side.keys).subspan(side.values[place].begin, side.values[place].size);
    }
    static Side sideOf(const Snapshot& catalog, const std::string& field);
    void prepareSide(Side& side, const std::vector<Code>& codes);
    bool addKeys(Side& side, Code code, Value& value);
    bool addNumbers(Side& side, Code code, Value& value);
    void addWordsWithin(std::string_view text, std::vector<uint32_t>& keys) const;
    std::string keyText(const Side& side, const Dictionary& values, Code code) const;
    uint32_t key(const std::string& text);
    uint32_t unitPlace(const std::string& unit);
    Fit numberAnswer(const Value& left, const Value& right) const;

    const CompatCondition& m_condition;
    bool m_numbers = false;
    bool m_convert = false; // equal numbers have two units
    bool m_oneUnit = true;
    Side m_left, m_right;
    std::unordered_map<std::string, uint32_t> m_keyOf;
    std::unordered_map<std::string, std::vector<uint32_t>> m_folded; // contains: keys on the right by folded words
    size_t m_mostWords = 1;
    std::unordered_map<std::string, std::vector<uint32_t>> m_table; // by the text on the left
    std::vector<std::string> m_units = std::vector<std::string>(1);
};

// A value as people read it: text, number, or a list's elements with commas. Empty for 0.
std::string shownValue(const Column* column, Code code);

} // namespace shelf
