// Conditions: comparisons, lists, tests of text, and what joins them.
#include "model/expression/check.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr size_t longestPattern = 1024; // bytes
// What a pattern may cost on one product. It has to stand at the very start: the user's own part is inside a group, where a
// second limit is a syntax error.
constexpr std::string_view patternLimits = "(*LIMIT_MATCH=10000)(*LIMIT_DEPTH=1000)(*LIMIT_HEAP=1000)";

Operand conditionOver(uint32_t node, size_t begin, size_t end)
{
    Operand result;
    result.node = node;
    result.begin = begin;
    result.end = end;
    result.condition = true;
    result.comparison = true;
    return result;
}

Relation relationOf(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Less:
        return Relation::Less;
    case TokenKind::LessEqual:
        return Relation::LessEqual;
    case TokenKind::Greater:
        return Relation::Greater;
    case TokenKind::GreaterEqual:
        return Relation::GreaterEqual;
    default:
        return Relation::Equal;
    }
}

QString qtText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

bool Checker::requireCondition(const Operand& operand)
{
    if (operand.type == ValueType::Boolean)
        return true;
    std::string hint = "compare it with something, as in price > 0";
    if (operand.type == ValueType::Text)
        hint = "compare it with something, as in family = \"lens\"";
    else if (operand.type == ValueType::List)
        hint = "write: " + shown(operand) + " is not empty";
    fail(operand.begin, described(operand) + " and no condition", hint);
    return false;
}

std::nullopt_t Checker::cannotCompare(const Operand& left, const Operand& right)
{
    std::string hint;
    const Operand& fixed = right.literal ? right : left;
    const Operand& other = right.literal ? left : right;
    if (fixed.literal && fixed.type == ValueType::Text && other.type == ValueType::Number)
        hint = "write the number without quotes";
    else if (fixed.literal && other.type == ValueType::Text)
        hint = "put the text in quotes: \"" + shown(fixed) + "\"";
    else if (other.type == ValueType::List)
        hint = "write: " + shown(other) + " contains " + (fixed.literal ? shown(fixed) : "\"…\"");
    return fail(right.begin, described(left) + " and " + described(right) + ": they can't be compared", hint);
}

Checked Checker::compareCategory(bool equal, const Operand& left, const Operand& right)
{
    const Operand& category = left.category ? left : right;
    const Operand& other = left.category ? right : left;
    if (!equal)
        return fail(category.begin, "categories have no order", "write: category below \"parts\"");
    if (other.type != ValueType::Text || !other.literal)
        return cannotCompare(left, right);
    Operand result = inTexts(category, {m_compiled.texts[node(other).payload]}, right.end);
    result.begin = left.begin;
    return result;
}

Checked Checker::compare(TokenKind relation, Operand left, Operand right)
{
    const bool equality = relation == TokenKind::Equal || relation == TokenKind::NotEqual;
    const size_t begin = left.begin;
    Checked result;
    if (left.category || right.category) {
        result = compareCategory(equality, left, right);
    } else {
        if (left.type == ValueType::Date || right.type == ValueType::Date) {
            const Operand& other = left.type == ValueType::Date ? right : left;
            if (other.type != ValueType::Date && !(other.type == ValueType::Text && other.literal))
                return cannotCompare(left, right);
            if (!toDate(left) || !toDate(right))
                return std::nullopt;
        }
        if (left.type != right.type || left.type == ValueType::List)
            return cannotCompare(left, right);
        if (left.type == ValueType::Boolean && !equality)
            return fail(left.begin, described(left) + ", which has no order", "write: = true or = false");
        if (left.type == ValueType::Number && !alignUnits(left, right))
            return std::nullopt;
        const bool tolerant = left.computed || right.computed;
        const uint32_t node =
            add({.op = Op::Compare, .relation = relationOf(relation), .flags = static_cast<uint8_t>(tolerant ? Tolerant : 0)});
        append(node, left.node);
        append(node, right.node);
        result = conditionOver(node, begin, right.end);
    }
    return relation == TokenKind::NotEqual ? negated(result, begin) : result;
}

Operand Checker::inTexts(const Operand& left, std::vector<std::string> texts, size_t end)
{
    std::ranges::sort(texts);
    m_compiled.textSets.push_back(std::move(texts));
    const uint32_t node = add({.op = Op::InTexts, .payload = static_cast<uint32_t>(m_compiled.textSets.size() - 1)});
    append(node, left.node);
    return conditionOver(node, left.begin, end);
}

Checked Checker::isIn(Operand left, std::vector<Operand> values, size_t end)
{
    if (left.type == ValueType::Boolean)
        return fail(left.begin, described(left) + ": there is nothing to choose from", "write it alone, or with not before it");
    std::vector<std::string> texts;
    std::vector<double> numbers;
    bool tolerant = left.computed;
    for (Operand& value : values) {
        if (!value.literal)
            return fail(
                value.begin, shown(value) + " differs from product to product", "a list holds fixed values; join comparisons with or");
        if (left.type == ValueType::Date && !toDate(value))
            return std::nullopt;
        if (value.type != (left.type == ValueType::List ? ValueType::Text : left.type))
            return cannotCompare(left, value);
        if (value.type == ValueType::Text) {
            texts.push_back(m_compiled.texts[node(value).payload]);
            continue;
        }
        // Where the left side is a number without a unit, all values have to be; else each is converted to its unit.
        if (value.type == ValueType::Number && !alignUnits(left, value))
            return std::nullopt;
        tolerant = tolerant || value.computed;
        numbers.push_back(node(value).number);
    }
    if (left.type == ValueType::Text || left.type == ValueType::List)
        return inTexts(left, std::move(texts), end);
    std::ranges::sort(numbers);
    m_compiled.numberSets.push_back(std::move(numbers));
    const uint32_t node = add({.op = Op::InNumbers,
        .flags = static_cast<uint8_t>(tolerant ? Tolerant : 0),
        .payload = static_cast<uint32_t>(m_compiled.numberSets.size() - 1)});
    append(node, left.node);
    return conditionOver(node, left.begin, end);
}

Checked Checker::matches(const Operand& left, const Operand& right)
{
    const std::string& pattern = m_compiled.texts[node(right).payload];
    if (pattern.size() > longestPattern)
        return fail(right.begin, "the pattern is longer than " + std::to_string(longestPattern) + " bytes", "use a shorter one");
    QRegularExpression expression(qtText(patternLimits) + QStringLiteral("(?:") + qtText(pattern) + QStringLiteral(")"));
    if (!expression.isValid())
        return fail(right.begin, "the pattern is not valid: " + expression.errorString().toStdString(),
            "put a \\ before a sign that stands for itself");
    expression.optimize();
    m_compiled.patterns.push_back(std::move(expression));
    const uint32_t node = add({.op = Op::Matches, .payload = static_cast<uint32_t>(m_compiled.patterns.size() - 1)});
    append(node, left.node);
    return conditionOver(node, left.begin, right.end);
}

Checked Checker::textTest(Op op, const Operand& left, const Operand& right)
{
    if (left.type != ValueType::Text && left.type != ValueType::List)
        return fail(left.begin, described(left) + "; only text and lists can be searched", "compare it with = < >");
    if (right.type != ValueType::Text || !right.literal)
        return fail(right.begin, described(right) + (right.literal ? "" : " of the product") + "; a fixed text in quotes is needed here",
            right.literal ? "put it in quotes: \"" + shown(right) + "\"" : "");
    if (op == Op::Below && !left.category)
        return fail(left.begin, "only category can be below another", "write: category below \"parts\"");
    if (op == Op::Matches)
        return matches(left, right);
    std::string wanted = m_compiled.texts[node(right).payload];
    const bool wholeElement = op == Op::Contains && left.type == ValueType::List;
    if (op == Op::Below)
        wanted.erase(wanted.find_last_not_of('/') + 1);
    else if (!wholeElement)
        wanted = folded(wanted);
    const uint32_t node = add({.op = op, .payload = keep(wanted)});
    append(node, left.node);
    return conditionOver(node, left.begin, right.end);
}

Checked Checker::isEmpty(const Operand& left, size_t end)
{
    if (left.condition || left.literal)
        return fail(left.begin, shown(left) + " always has a value", "ask for a field: brand is empty");
    const uint32_t node = add({.op = Op::IsEmpty});
    append(node, left.node);
    return conditionOver(node, left.begin, end);
}

Checked Checker::negated(Checked condition, size_t begin)
{
    if (!condition || !requireCondition(*condition))
        return std::nullopt;
    const uint32_t node = add({.op = Op::Not});
    append(node, condition->node);
    condition->node = node;
    condition->begin = begin;
    condition->condition = true;
    condition->literal = false;
    return condition;
}

Checked Checker::joined(Op andOr, const Operand& left, const Operand& right)
{
    if (!requireCondition(left) || !requireCondition(right))
        return std::nullopt;
    Operand result = left;
    if (node(left).op != andOr) {
        result.node = add({.op = andOr});
        append(result.node, left.node);
    }
    append(result.node, right.node);
    result.end = right.end;
    result.condition = true;
    result.literal = false;
    result.comparison = false;
    return result;
}

} // namespace shelf
