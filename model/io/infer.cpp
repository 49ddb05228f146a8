#include "model/io/infer.h"

#include "model/domain/date.h"
#include "model/domain/text.h"
#include "model/domain/value.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr size_t maxNumberDigits = 15; // more are a name, and more than a double holds
constexpr uint64_t fewRows = 20; // a choice needs more rows than this …
constexpr uint64_t repeats = 4; // … and each option this many times, on average
constexpr size_t mostUnits = 8; // of one column of measures

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isWord(std::string_view text, std::string_view lower)
{
    return text.size() == lower.size()
        && std::equal(text.begin(), text.end(), lower.begin(), [](char c, char l) { return (c >= 'A' && c <= 'Z' ? c + 32 : c) == l; });
}

bool hasToken(std::string_view code, const auto& words)
{
    for (const std::string_view token : split(code, '_'))
        for (const std::string_view word : words)
            if (token == word)
                return true;
    return false;
}

size_t digitsAt(std::string_view text, size_t at)
{
    size_t end = at;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return end - at;
}

} // namespace

bool isInferredInteger(std::string_view text)
{
    const size_t from = !text.empty() && text[0] == '-' ? 1 : 0;
    const size_t digits = digitsAt(text, from);
    if (digits == 0 || digits > maxNumberDigits || from + digits != text.size())
        return false;
    return text[from] != '0' || (digits == 1 && from == 0);
}

bool isInferredNumber(std::string_view text, char decimalMark)
{
    const size_t from = !text.empty() && text[0] == '-' ? 1 : 0;
    const size_t whole = digitsAt(text, from);
    if (whole == 0 || (whole > 1 && text[from] == '0'))
        return false;
    if (from + whole == text.size())
        return whole <= maxNumberDigits && (from == 0 || text != "-0");
    if (text[from + whole] != decimalMark)
        return false;
    const size_t part = digitsAt(text, from + whole + 1);
    return part > 0 && whole + part <= maxNumberDigits && from + whole + 1 + part == text.size();
}

bool isInferredBoolean(std::string_view text)
{
    return isWord(text, "true") || isWord(text, "false") || isWord(text, "yes") || isWord(text, "no");
}

bool isInferredMoney(std::string_view text)
{
    if (text.size() < 5 || text[text.size() - 4] != ' ')
        return false;
    const std::string_view currency = text.substr(text.size() - 3);
    return std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; })
        && isInferredNumber(text.substr(0, text.size() - 4), '.');
}

bool isInferredUrl(std::string_view text)
{
    return (text.starts_with("http://") || text.starts_with("https://")) && text.size() > 10
        && text.find_first_of(" \t\n\r\"<>|") == std::string_view::npos;
}

bool speaksOfIdentity(std::string_view code)
{
    static constexpr std::array<std::string_view, 19> words = {"ean", "upc", "isbn", "gtin", "barcode", "phone", "telephone", "mobile",
        "fax", "zip", "plz", "postcode", "postal", "mpn", "serial", "sku", "asin", "id", "iban"};
    return hasToken(code, words);
}

bool speaksOfChange(std::string_view code)
{
    static constexpr std::array<std::string_view, 23> words = {"price", "prices", "cost", "costs", "msrp", "rrp", "stock", "inventory",
        "qty", "quantity", "rating", "ratings", "review", "reviews", "score", "date", "dates", "time", "timestamp", "updated", "created",
        "modified", "discount"};
    return hasToken(code, words);
}

std::vector<std::string> listElements(std::string_view text, std::string_view separator)
{
    std::vector<std::string> elements;
    for (std::string& element : splitList(text, separator)) {
        while (!element.empty() && (element.back() == '\r' || element.back() == '\n' || element.back() == ' '))
            element.pop_back();
        const size_t start = element.find_first_not_of("\r\n ");
        if (start == std::string::npos)
            continue;
        element.erase(0, start);
        if (std::find(elements.begin(), elements.end(), element) == elements.end())
            elements.push_back(std::move(element));
    }
    return elements;
}

void ListStatistics::add(std::string_view text, uint64_t times)
{
    if (m_given)
        return;
    const std::vector<std::string> elements = shelf::listElements(text, m_separator);
    m_several += elements.size() > 1 ? times : 0;
    for (const std::string& element : elements) {
        m_long = m_long || element.size() > maxOptionBytes;
        m_distinct[element] += times;
    }
    if (m_distinct.size() <= m_maxDistinct)
        return;
    m_given = true;
    m_distinct.clear();
}

bool ListStatistics::looksLikeOptions() const
{
    if (m_given || m_long || m_several == 0)
        return false;
    const auto again = std::count_if(m_distinct.begin(), m_distinct.end(), [](const auto& element) { return element.second > 1; });
    // A third of the elements have to come again: lines of addresses or of descriptions do not.
    return static_cast<size_t>(again) * 3 >= m_distinct.size();
}

std::vector<std::string> ListStatistics::elements() const
{
    std::vector<std::string> elements;
    elements.reserve(m_distinct.size());
    for (const auto& [element, count] : m_distinct)
        elements.push_back(element);
    std::sort(elements.begin(), elements.end());
    return elements;
}

ColumnStatistics::ColumnStatistics(bool identity, bool commaAllowed, bool comma, size_t maxDistinct)
    : m_commaAllowed(commaAllowed), m_comma(comma), m_maxDistinct(maxDistinct)
{
    if (identity)
        m_integer = m_number = m_commaNumber = false;
}

void ColumnStatistics::add(std::string_view text)
{
    ++m_filled;
    if (m_integer)
        m_integer = isInferredInteger(text);
    if (m_number && !m_integer)
        m_number = isInferredNumber(text, '.');
    if (m_commaNumber) {
        m_commaNumber = isInferredNumber(text, ',');
        if (const size_t at = text.find(','); at != std::string_view::npos) {
            ++m_commas;
            m_surelyComma = m_surelyComma || (text.size() > at + 2 && text[at + 1] == '0');
        }
    }
    if (m_boolean)
        m_boolean = isInferredBoolean(text);
    if (m_date)
        m_date = parseDate(text).has_value();
    if (m_money)
        m_money = isInferredMoney(text);
    if (m_url)
        m_url = isInferredUrl(text);
    if (m_measure && !m_integer && !m_number)
        addMeasure(text);
    const bool newline = text.find('\n') != std::string_view::npos;
    const bool bar = text.find('|') != std::string_view::npos;
    if (m_looksForLists && newline && !m_newlines)
        startList(m_lines, "\n");
    if (m_looksForLists && bar && !m_bars)
        startList(m_parts, "|");
    m_newlines = m_newlines || newline;
    m_bars = m_bars || bar;
    if (m_lines || m_parts)
        addToLists(text);
    if (!m_longValue)
        m_longValue = text.size() > maxOptionBytes || newline || text.find('\r') != std::string_view::npos;
    if (!m_manyValues)
        addDistinct(text);
}

void ColumnStatistics::setList(std::string separator, bool certain)
{
    m_isList = true;
    m_isCertain = certain;
    m_looksForLists = false;
    if (separator.empty()) {
        m_lines.emplace("\n", m_maxDistinct);
        separator = "|";
    }
    m_parts.emplace(std::move(separator), m_maxDistinct);
}

// The cells before the first that holds the separator were lists of one element.
void ColumnStatistics::startList(std::optional<ListStatistics>& list, std::string separator)
{
    list.emplace(std::move(separator), m_maxDistinct);
    for (const auto& [value, count] : m_distinct)
        list->add(value, count);
    if (m_manyValues)
        list->giveUp();
}

void ColumnStatistics::addToLists(std::string_view text)
{
    for (auto* list : {&m_lines, &m_parts})
        if (*list && (*list)->possible())
            (*list)->add(text);
}

void ColumnStatistics::addMeasure(std::string_view text)
{
    const auto parts = splitUnit(text, m_comma ? ',' : '.');
    m_measure = parts && m_units.size() < mostUnits;
    if (parts)
        m_units.insert(parts->second);
}

bool ColumnStatistics::readsAsMeasureIn(std::string_view unit) const
{
    return m_measure && m_filled > 0 && std::all_of(m_units.begin(), m_units.end(), [&](const std::string& from) {
        return from.empty() || convertUnit(1, from, unit).has_value();
    });
}

std::string ColumnStatistics::listSeparator() const
{
    if (m_parts && m_isList && !m_lines)
        return m_parts->separator();
    return m_newlines ? "\n" : "|";
}

std::vector<std::string> ColumnStatistics::listElements() const
{
    const auto& list = m_lines && m_newlines ? m_lines : m_parts;
    return list ? list->elements() : values(); // a column without separators: each value is a list of one
}

void ColumnStatistics::addDistinct(std::string_view text)
{
    if (text.size() > maxCellLabelBytes) { // nobody chooses such a thing from a list
        m_manyValues = true;
    } else {
        ++m_distinct[std::string(text)];
        m_manyValues = m_distinct.size() > m_maxDistinct;
    }
    if (m_manyValues)
        m_distinct.clear();
}

std::vector<std::string> ColumnStatistics::values() const
{
    std::vector<std::string> values;
    values.reserve(m_distinct.size());
    for (const auto& [value, count] : m_distinct)
        values.push_back(value);
    std::sort(values.begin(), values.end());
    return values;
}

InferredType ColumnStatistics::inferred() const
{
    InferredType result;
    if (m_filled == 0)
        return result;
    result.settled = true;
    const auto& list = m_newlines ? m_lines : m_parts;
    if (m_isList ? m_isCertain || holdsSeparators() : list && list->looksLikeOptions()) {
        result.type = AttributeType::MultiChoice;
        result.listSeparator = listSeparator();
        result.options = listElements();
        return result;
    }
    const bool comma = m_commaNumber && m_commas > 0 && (m_comma || (m_commaAllowed && m_surelyComma));
    if (m_boolean) {
        result.type = AttributeType::Boolean;
    } else if (m_integer) {
        result.type = AttributeType::Integer;
    } else if (comma) {
        result.type = AttributeType::Number;
        result.decimalMark = ',';
    } else if (m_number) {
        result.type = AttributeType::Number;
    } else if (m_date) {
        result.type = AttributeType::Date;
    } else if (m_money) {
        result.type = AttributeType::Money;
    } else if (m_url) {
        result.type = AttributeType::Url;
    } else if (!m_longValue && !m_manyValues && m_distinct.size() <= maxInferredOptions) {
        const bool often = m_filled >= fewRows && m_filled >= repeats * m_distinct.size();
        if (often) {
            result.type = AttributeType::Choice;
            result.options = values();
        }
        result.settled = often && !(m_commaNumber && m_commaAllowed);
    } else {
        result.settled = !m_commaNumber || !m_commaAllowed; // a later "1,05" would make it a number
    }
    if (!m_isList && list && list->possible() && result.type == AttributeType::Text)
        result.settled = false; // more rows could make it a list
    return result;
}

} // namespace shelf
