#include "governance/compatibility/condition_values.h"

#include "governance/compatibility/amount.h"
#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>
#include <cmath>

namespace shelf {

namespace {

bool isNumberJson(std::string_view json)
{
    return !json.empty() && (json.front() == '-' || (json.front() >= '0' && json.front() <= '9'));
}

bool isTextJson(std::string_view json)
{
    return !json.empty() && json.front() == '"';
}

// Folded words with one space between them; what stands between words is no letter and no digit.
std::vector<std::string> foldedWords(std::string_view text)
{
    const std::string all = folded(text);
    std::vector<std::string> words;
    std::string word;
    for (const char c : all + " ") {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '.') {
            word.push_back(c);
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    return words;
}

std::string joinedWords(const std::vector<std::string>& words, size_t first, size_t count)
{
    std::string text;
    for (size_t i = first; i < first + count; ++i)
        text.append(text.empty() ? "" : " ").append(words[i]);
    return text;
}

void sortUnique(std::vector<uint32_t>& keys)
{
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

} // namespace

ConditionValues::Side ConditionValues::sideOf(const Snapshot& catalog, const std::string& field)
{
    Side side;
    side.column = catalog.column(field);
    side.inherits = inheritsField(field);
    if (const Attribute* attribute = catalog.definitions().attribute(field))
        side.unit = attribute->unit;
    return side;
}

ConditionValues::ConditionValues(const Snapshot& catalog, const CompatCondition& condition)
    : m_condition(condition), m_left(sideOf(catalog, condition.left)), m_right(sideOf(catalog, condition.right))
{
    const CompatOperator op = condition.op;
    m_numbers = op == CompatOperator::AtMost || op == CompatOperator::AtLeast || op == CompatOperator::Within;
    m_convert = m_left.unit != m_right.unit && !m_left.unit.empty() && !m_right.unit.empty()
        && amountIn(1, m_left.unit).unit == amountIn(1, m_right.unit).unit;
    // A bare number beside one with a unit is meant in that unit.
    if (m_left.unit.empty())
        m_left.unit = m_right.unit;
    else if (m_right.unit.empty())
        m_right.unit = m_left.unit;
    for (const auto& [value, matches] : condition.table) {
        std::vector<uint32_t>& keys = m_table[value];
        for (const std::string& match : matches)
            keys.push_back(key(match));
    }
}

uint32_t ConditionValues::key(const std::string& text)
{
    return m_keyOf.try_emplace(text, static_cast<uint32_t>(m_keyOf.size())).first->second;
}

uint32_t ConditionValues::unitPlace(const std::string& unit)
{
    if (unit.empty())
        return 0;
    const auto found = std::find(m_units.begin() + 1, m_units.end(), unit);
    if (found == m_units.end())
        m_units.push_back(unit);
    return static_cast<uint32_t>(std::find(m_units.begin() + 1, m_units.end(), unit) - m_units.begin());
}

void ConditionValues::prepare(const std::vector<Code>& left, const std::vector<Code>& right)
{
    prepareSide(m_right, right);
    prepareSide(m_left, left);
    m_oneUnit = m_units.size() <= 2;
}

void ConditionValues::prepareSide(Side& side, const std::vector<Code>& codes)
{
    if (!side.column)
        return;
    for (const Code code : codes) {
        if (code == 0 || (code < side.places.size() && side.places[code]))
            continue;
        Value value;
        if (!(m_numbers ? addNumbers(side, code, value) : addKeys(side, code, value)))
            continue;
        if (code >= side.places.size())
            side.places.resize(std::max<size_t>(code + 1, side.column->valueCount() + 1));
        side.places[code] = static_cast<Meaning>(side.values.size());
        side.values.push_back(value);
    }
}

std::string ConditionValues::keyText(const Side& side, const Dictionary& values, Code code) const
{
    if (m_convert && isNumberJson(values.json(code))) {
        const Amount amount = amountIn(values.number(code), side.unit);
        return shortestDecimal(amount.value) + " " + amount.unit;
    }
    return std::string(values.text(code));
}

// A value has keys for all that it may share with one on the other side. False: it has no elements.
bool ConditionValues::addKeys(Side& side, Code code, Value& value)
{
    const Dictionary& all = side.column->values();
    const Dictionary& elements = all.elementValues();
    const bool isLeft = &side == &m_left;
    const bool words = m_condition.op == CompatOperator::Contains;
    std::vector<uint32_t> keys;
    bool any = false;
    for (const Code element : all.elements(code)) {
        any = true;
        const std::string text = keyText(side, elements, element);
        if (isLeft && m_condition.op == CompatOperator::Table) {
            if (const auto found = m_table.find(text); found != m_table.end())
                keys.insert(keys.end(), found->second.begin(), found->second.end());
        } else if (isLeft && words && !all.isList(code) && isTextJson(elements.json(element))) {
            addWordsWithin(text, keys);
        } else {
            keys.push_back(key(text));
            if (const auto parts = foldedWords(text); !isLeft && words && !parts.empty()) {
                m_folded[joinedWords(parts, 0, parts.size())].push_back(keys.back());
                m_mostWords = std::max(m_mostWords, parts.size());
            }
        }
    }
    sortUnique(keys);
    value.begin = static_cast<uint32_t>(side.keys.size());
    value.size = static_cast<uint32_t>(keys.size());
    side.keys.insert(side.keys.end(), keys.begin(), keys.end());
    return any;
}

void ConditionValues::addWordsWithin(std::string_view text, std::vector<uint32_t>& keys) const
{
    const std::vector<std::string> words = foldedWords(text);
    for (size_t first = 0; first < words.size(); ++first)
        for (size_t count = 1; count <= std::min(m_mostWords, words.size() - first); ++count)
            if (const auto found = m_folded.find(joinedWords(words, first, count)); found != m_folded.end())
                keys.insert(keys.end(), found->second.begin(), found->second.end());
}

// False: there is no number in it, or its numbers measure different things.
bool ConditionValues::addNumbers(Side& side, Code code, Value& value)
{
    const Dictionary& all = side.column->values();
    const Dictionary& elements = all.elementValues();
    const bool ranges = &side == &m_right && m_condition.op == CompatOperator::Within;
    std::vector<Range> found;
    bool plain = true, first = true;
    for (const Code element : all.elements(code)) {
        std::optional<AmountRange> range;
        if (!isTextJson(elements.json(element))) {
            const Amount amount = amountIn(elements.number(element), side.unit);
            range = AmountRange{amount.value, amount.value, amount.unit};
        } else if (ranges) {
            range = rangeFromText(elements.text(element), side.unit);
        } else if (const auto amount = amountFromText(elements.text(element), side.unit)) {
            range = AmountRange{amount->value, amount->value, amount->unit};
        }
        if (!range || std::isnan(range->low))
            continue;
        const uint32_t unit = unitPlace(range->unit);
        if (!first && unit != value.unit)
            return false;
        value.unit = unit;
        value.low = first ? range->low : std::min(value.low, range->low);
        value.high = first ? range->high : std::max(value.high, range->high);
        plain = plain && range->low == range->high;
        found.push_back({range->low, range->high});
        first = false;
    }
    if (first)
        return false;
    if (ranges && plain)
        found = {{value.low, value.high}};
    if (m_condition.op == CompatOperator::Within) {
        value.begin = static_cast<uint32_t>(side.ranges.size());
        value.size = static_cast<uint32_t>(found.size());
        side.ranges.insert(side.ranges.end(), found.begin(), found.end());
    }
    return true;
}

Fit ConditionValues::numberAnswer(const Value& left, const Value& right) const
{
    if (left.unit && right.unit && left.unit != right.unit)
        return Fit::Unknown;
    bool holds = false;
    if (m_condition.op == CompatOperator::AtMost) {
        holds = left.low <= right.high;
    } else if (m_condition.op == CompatOperator::AtLeast) {
        holds = left.high >= right.low;
    } else {
        for (uint32_t i = left.begin; i < left.begin + left.size && !holds; ++i)
            for (uint32_t j = right.begin; j < right.begin + right.size && !holds; ++j)
                holds = m_left.ranges[i].low >= m_right.ranges[j].low && m_left.ranges[i].high <= m_right.ranges[j].high;
    }
    return holds ? Fit::Compatible : Fit::Incompatible;
}

Fit ConditionValues::answer(Meaning left, Meaning right) const
{
    if (left == 0 || right == 0)
        return Fit::Unknown;
    if (m_numbers)
        return numberAnswer(m_left.values[left], m_right.values[right]);
    const auto a = leftKeys(left), b = rightKeys(right);
    for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j])
            return Fit::Compatible;
        a[i] < b[j] ? ++i : ++j;
    }
    return Fit::Incompatible;
}

std::string shownValue(const Column* column, Code code)
{
    if (!column || code == 0)
        return {};
    const Dictionary& values = column->values();
    if (!values.isList(code))
        return std::string(values.text(code));
    std::vector<std::string> parts;
    for (const Code element : values.elements(code))
        parts.emplace_back(values.elementValues().text(element));
    return join(parts, ", ");
}

} // namespace shelf
