#include "model/expression/evaluate.h"

#include "model/domain/text.h"
#include "model/expression/check.h"
#include "model/expression/json_scan.h"

#include <algorithm>
#include <cmath>

namespace shelf {

namespace {

constexpr size_t longestSubject = 4096; // bytes a pattern is tried on
constexpr double tolerance = 1e-12;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
bool isAscii(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// `wanted` is folded already; the catalog's text is folded as it goes by where it is ASCII, as most is.
bool textTest(Op op, std::string_view text, std::string_view wanted)
{
    std::string buffer;
    if (!isAscii(text)) {
        buffer = folded(text);
        text = buffer;
    }
    const auto same = [](char a, char b) { return lower(a) == b; };
    if (op == Op::Contains)
        return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), same) != text.end() || wanted.empty();
    if (wanted.size() > text.size())
        return false;
    const auto begin = op == Op::StartsWith ? text.begin() : text.end() - static_cast<std::ptrdiff_t>(wanted.size());
    return std::equal(wanted.begin(), wanted.end(), begin, [&](char b, char a) { return same(a, b); });
}

bool nearlyEqual(double a, double b)
{
    return a == b || std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

template <typename T> bool holds(Relation relation, const T& a, const T& b)
{
    switch (relation) {
    case Relation::Equal:
        return a == b;
    case Relation::Less:
        return a < b;
    case Relation::LessEqual:
        return a <= b;
    case Relation::Greater:
        return a > b;
    case Relation::GreaterEqual:
        return a >= b;
    }
    return false;
}

// Looks at one product. Depth of recursion is bounded by that of the expression.
class Evaluation {
public:
    Evaluation(const Compiled& compiled, const ExpressionRow& row, Trouble& trouble) : m(compiled), m_row(row), m_trouble(trouble) { }

    bool condition(uint32_t index);

private:
    const Node& node(uint32_t index) const { return m.nodes[index]; }
    std::string_view raw(const Node& field) const { return m_row.field(m.fields[field.payload]); }

    std::optional<double> number(uint32_t index);
    std::optional<double> sum(const Node& chain);
    std::optional<double> product(const Node& chain);
    std::optional<double> checked(double value);
    double mappings(const std::string& status) const;
    std::optional<std::string_view> text(uint32_t index, std::string& scratch) const;
    std::optional<bool> boolean(uint32_t index);
    std::optional<Days> date(uint32_t index);
    std::optional<Days> shifted(const Node& chain);

    bool compare(const Node& comparison);
    bool inNumbers(const Node& test);
    bool anyText(const Node& test); // for a text, or any element of a list
    bool testText(const Node& test, std::string_view text);
    bool matches(const QRegularExpression& pattern, std::string_view text);
    bool isEmpty(uint32_t index);

    const Compiled& m;
    const ExpressionRow& m_row;
    Trouble& m_trouble;
    std::string m_left, m_right; // for texts with escapes
};

bool Evaluation::condition(uint32_t index)
{
    const Node& n = node(index);
    switch (n.op) {
    case Op::And:
        for (uint32_t child = n.first; child; child = node(child).next)
            if (!condition(child))
                return false;
        return true;
    case Op::Or:
        for (uint32_t child = n.first; child; child = node(child).next)
            if (condition(child))
                return true;
        return false;
    case Op::Not:
        return !condition(n.first);
    case Op::Compare:
        return compare(n);
    case Op::InNumbers:
        return inNumbers(n);
    case Op::IsEmpty:
        return isEmpty(n.first);
    case Op::InTexts:
    case Op::Contains:
    case Op::StartsWith:
    case Op::EndsWith:
    case Op::Matches:
    case Op::Below:
        return anyText(n);
    default:
        return boolean(index).value_or(false);
    }
}

std::optional<bool> Evaluation::boolean(uint32_t index)
{
    const Node& n = node(index);
    if (n.op == Op::BooleanLiteral)
        return n.number != 0;
    if (n.op != Op::Field)
        return condition(index);
    const std::string_view json = raw(n);
    if (json.empty() && (n.flags & AbsentIsFalse))
        return false;
    return scanBoolean(json);
}

std::optional<double> Evaluation::checked(double value)
{
    if (std::isfinite(value))
        return value;
    m_trouble.note(m_row, "a calculation has no result (too large, or divided by zero)");
    return std::nullopt;
}

std::optional<double> Evaluation::sum(const Node& chain)
{
    double total = 0;
    for (uint32_t child = chain.first; child; child = node(child).next) {
        const auto value = number(child);
        if (!value)
            return std::nullopt;
        total += node(child).flags & Inverse ? -*value : *value;
    }
    return checked(total);
}

std::optional<double> Evaluation::product(const Node& chain)
{
    double total = 1;
    for (uint32_t child = chain.first; child; child = node(child).next) {
        const auto value = number(child);
        if (!value)
            return std::nullopt;
        const auto next = checked(node(child).flags & Inverse ? total / *value : total * *value);
        if (!next)
            return std::nullopt;
        total = *next;
    }
    return total;
}

double Evaluation::mappings(const std::string& status) const
{
    if (!status.empty())
        return double(m_row.mappingCount(status));
    double all = 0;
    for (const char* each : {"draft", "in_review", "approved", "rejected", "retired"})
        all += double(m_row.mappingCount(each));
    return all;
}

std::optional<double> Evaluation::number(uint32_t index)
{
    const Node& n = node(index);
    switch (n.op) {
    case Op::NumberLiteral:
        return n.number;
    case Op::Field:
        return n.flags & AmountText ? scanAmount(raw(n)) : scanNumber(raw(n));
    case Op::Completeness:
        return m_row.completeness(m.texts[n.payload]);
    case Op::Links:
        return double(m_row.linkCount(m.texts[n.payload]));
    case Op::Mappings:
        return mappings(m.texts[n.payload]);
    case Op::Sum:
        return sum(n);
    case Op::Product:
        return product(n);
    case Op::Negate: {
        const auto value = number(n.first);
        return value ? std::optional(-*value) : std::nullopt;
    }
    case Op::Convert: {
        const auto value = number(n.first);
        return value ? checked(*value * n.number + n.offset) : std::nullopt;
    }
    case Op::DateDifference: {
        const auto to = date(n.first), from = date(node(n.first).next);
        return to && from ? std::optional(double(*to) - double(*from)) : std::nullopt;
    }
    default:
        return std::nullopt;
    }
}

std::optional<std::string_view> Evaluation::text(uint32_t index, std::string& scratch) const
{
    const Node& n = node(index);
    if (n.op == Op::TextLiteral)
        return m.texts[n.payload];
    if (n.op == Op::Sku)
        return m_row.sku();
    return scanText(raw(n), scratch);
}

std::optional<Days> Evaluation::date(uint32_t index)
{
    const Node& n = node(index);
    if (n.op == Op::DateLiteral)
        return static_cast<Days>(n.number);
    if (n.op == Op::DateShift)
        return shifted(n);
    const auto written = scanText(raw(n), m_left);
    return written ? parseDate(*written) : std::nullopt;
}

std::optional<Days> Evaluation::shifted(const Node& chain)
{
    auto result = date(chain.first);
    for (uint32_t child = node(chain.first).next; child && result; child = node(child).next) {
        const Node& shift = node(child);
        if (shift.op == Op::Shift) {
            result = shiftedDate(*result, static_cast<int64_t>(shift.number), static_cast<int64_t>(shift.offset));
        } else {
            const auto amount = number(child);
            if (!amount)
                return std::nullopt;
            const double days = std::floor(shift.flags & Inverse ? -*amount : *amount);
            result = std::abs(days) < 1e7 ? shiftedDate(*result, 0, static_cast<int64_t>(days)) : std::nullopt;
        }
        if (!result)
            m_trouble.note(m_row, "a date is outside of the years 1 to 9999");
    }
    return result;
}

bool Evaluation::compare(const Node& comparison)
{
    const uint32_t left = comparison.first, right = node(left).next;
    switch (node(left).type) {
    case ValueType::Number: {
        const auto a = number(left), b = a ? number(right) : std::nullopt;
        if (!a || !b)
            return false;
        if ((comparison.flags & Tolerant) && nearlyEqual(*a, *b))
            return holds(comparison.relation, 0, 0);
        return holds(comparison.relation, *a, *b);
    }
    case ValueType::Text: {
        const auto a = text(left, m_left), b = a ? text(right, m_right) : std::nullopt;
        return a && b && holds(comparison.relation, *a, *b);
    }
    case ValueType::Date: {
        const auto a = date(left), b = a ? date(right) : std::nullopt;
        return a && b && holds(comparison.relation, *a, *b);
    }
    case ValueType::Boolean: {
        const auto a = boolean(left), b = boolean(right);
        return a && b && *a == *b;
    }
    case ValueType::List:
        return false;
    }
    return false;
}

bool Evaluation::inNumbers(const Node& test)
{
    std::optional<double> value;
    if (node(test.first).type == ValueType::Date) {
        if (const auto day = date(test.first))
            value = double(*day);
    } else {
        value = number(test.first);
    }
    if (!value)
        return false;
    const std::vector<double>& set = m.numberSets[test.payload];
    const auto found = std::ranges::lower_bound(set, *value);
    if (!(test.flags & Tolerant))
        return found != set.end() && *found == *value;
    return (found != set.end() && nearlyEqual(*found, *value)) || (found != set.begin() && nearlyEqual(*(found - 1), *value));
}

bool Evaluation::anyText(const Node& test)
{
    const Node& subject = node(test.first);
    if (subject.type != ValueType::List) {
        const auto value = text(test.first, m_left);
        return value && testText(test, *value);
    }
    ListScan elements(raw(subject));
    while (const auto element = elements.next(m_left))
        if (testText(test, *element))
            return true;
    return false;
}

bool Evaluation::testText(const Node& test, std::string_view value)
{
    switch (test.op) {
    case Op::InTexts:
        return std::ranges::binary_search(m.textSets[test.payload], value, std::less<std::string_view>());
    case Op::Matches:
        return matches(m.patterns[test.payload], value);
    case Op::Below: {
        const std::string& above = m.texts[test.payload];
        return value.starts_with(above) && (value.size() == above.size() || value[above.size()] == '/');
    }
    case Op::Contains:
        if (node(test.first).type == ValueType::List)
            return value == m.texts[test.payload];
        [[fallthrough]];
    default:
        return textTest(test.op, value, m.texts[test.payload]);
    }
}

bool Evaluation::matches(const QRegularExpression& pattern, std::string_view value)
{
    if (!m_trouble.mayMatch())
        return false;
    if (value.size() > longestSubject) {
        m_trouble.note(m_row, "a text is longer than 4 KiB and was not searched for a pattern");
        return false;
    }
    const QRegularExpressionMatch match = pattern.match(QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())));
    if (match.isValid())
        return match.hasMatch();
    m_trouble.patternGaveUp();
    m_trouble.note(m_row, "a pattern takes too many steps, so the result is not complete; use a simpler one");
    return false;
}

bool Evaluation::isEmpty(uint32_t index)
{
    const Node& n = node(index);
    if (n.op == Op::Field) {
        const std::string_view json = raw(n);
        return json.empty() || json == "\"\"" || json == "[]" || json == "null";
    }
    if (n.type == ValueType::Number)
        return !number(index);
    if (n.type == ValueType::Date)
        return !date(index);
    return false;
}

} // namespace

void Trouble::note(const ExpressionRow& row, std::string_view what)
{
    if (m_noted.load(std::memory_order_acquire))
        return;
    const std::lock_guard lock(m_mutex);
    if (m_noted.load(std::memory_order_relaxed))
        return;
    m_text = std::string(row.sku()) + ": " + std::string(what);
    m_noted.store(true, std::memory_order_release);
}

std::optional<std::string> Trouble::first() const
{
    if (!m_noted.load(std::memory_order_acquire))
        return std::nullopt;
    return m_text;
}

bool satisfies(const Compiled& compiled, const ExpressionRow& row, Trouble& trouble)
{
    return satisfies(compiled, compiled.root, row, trouble);
}

bool satisfies(const Compiled& compiled, uint32_t condition, const ExpressionRow& row, Trouble& trouble)
{
    return Evaluation(compiled, row, trouble).condition(condition);
}

} // namespace shelf
