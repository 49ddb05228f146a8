// Why two products fit or don't, in words.
#include "governance/compatibility/compatibility_impl.h"

#include "model/domain/text.h"

namespace shelf {

namespace {

RuleAnswer oneWay(const Snapshot& catalog, const PreparedRule& pairs, Row left, Row right)
{
    RuleAnswer answer;
    answer.rule = pairs.rule();
    answer.left = left;
    answer.right = right;
    answer.answer = pairs.answer(left, right);
    for (const ConditionValues& values : pairs.conditions()) {
        const Code leftCode = catalog.value(values.leftColumn(), left, values.leftInherits());
        const Code rightCode = catalog.value(values.rightColumn(), right, values.rightInherits());
        answer.conditions.push_back({&values.condition(), shownValue(values.leftColumn(), leftCode),
            shownValue(values.rightColumn(), rightCode), values.answer(values.left(leftCode), values.right(rightCode))});
    }
    return answer;
}

std::string_view demand(CompatOperator op)
{
    switch (op) {
    case CompatOperator::Equal:
        return "they must be equal";
    case CompatOperator::Overlaps:
        return "they must share a value";
    case CompatOperator::Contains:
        return "the first must contain the second";
    case CompatOperator::AtMost:
        return "the first must be at most the second";
    case CompatOperator::AtLeast:
        return "the first must be at least the second";
    case CompatOperator::Within:
        return "the first must lie within the second";
    case CompatOperator::Table:
        return "the table does not bring them together";
    }
    return {};
}

std::string namedValue(const Snapshot& catalog, const std::string& field, Row row, const std::string& value)
{
    const Attribute* attribute = catalog.definitions().attribute(field);
    const std::string name = attribute && !attribute->label.empty() ? attribute->label : field;
    const std::string unit = attribute && !attribute->unit.empty() && !value.empty() ? " " + attribute->unit : std::string();
    return name + " of " + std::string(catalog.sku(row)) + (value.empty() ? " is missing" : " is " + value + unit);
}

const RuleAnswer* firstRule(const PairAnswer& answer, Fit fit, bool allows)
{
    for (const RuleAnswer& each : answer.rules)
        if (each.answer == fit && each.rule->compat().allows == allows)
            return &each;
    return nullptr;
}

std::string sentence(const Snapshot& catalog, const RuleAnswer& rule)
{
    for (const ConditionAnswer& each : rule.conditions) {
        if (each.answer != rule.answer || !each.condition)
            continue;
        const std::string left = namedValue(catalog, each.condition->left, rule.left, each.leftValue);
        const std::string right = namedValue(catalog, each.condition->right, rule.right, each.rightValue);
        if (rule.answer == Fit::Unknown) {
            if (each.leftValue.empty() || each.rightValue.empty())
                return (each.leftValue.empty() ? left : right) + ", so " + rule.rule->id + " cannot say";
            return left + " and " + right + ", which do not compare, so " + rule.rule->id + " cannot say";
        }
        return left + " and " + right + "; " + std::string(demand(each.condition->op)) + " (" + rule.rule->id + ")";
    }
    return {};
}

std::string withAdapter(const Snapshot& catalog, const RuleAnswer& rule)
{
    const Row with = rule.rule->compat().with;
    std::string text = rule.rule->id + " allows it";
    if (with != noRow)
        text += " with " + std::string(catalog.sku(with));
    if (const std::string note = rule.rule->content.text("note"); !note.empty())
        text += ": " + note;
    return text;
}

} // namespace

RuleAnswer answerOf(const Snapshot& catalog, const PreparedRule& pairs, Row a, Row b, Order order)
{
    if (order == Order::Swapped)
        return oneWay(catalog, pairs, b, a);
    RuleAnswer answer = oneWay(catalog, pairs, a, b);
    if (order != Order::Either || answer.answer == Fit::Compatible)
        return answer;
    RuleAnswer other = oneWay(catalog, pairs, b, a);
    const bool isBetter = other.answer == Fit::Compatible || (other.answer == Fit::Unknown && answer.answer == Fit::Incompatible);
    return isBetter ? other : answer;
}

std::string becauseOf(const Snapshot& catalog, const PairAnswer& answer)
{
    if (!answer.exceptions.empty())
        return answer.exceptions.front() + " says so, whatever the rules say";
    const RuleAnswer* allowing = firstRule(answer, Fit::Compatible, true);
    const RuleAnswer* failing = firstRule(answer, Fit::Incompatible, false);
    if (answer.answer == Fit::Compatible) {
        if (allowing && (failing || !firstRule(answer, Fit::Compatible, false)))
            return withAdapter(catalog, *allowing);
        return answer.rules.size() == 1 ? "every condition of " + answer.rules.front().rule->id + " holds" : "every rule about them holds";
    }
    if (answer.answer == Fit::Incompatible && failing)
        return sentence(catalog, *failing);
    if (answer.answer == Fit::Unknown) {
        const RuleAnswer* open = firstRule(answer, Fit::Unknown, false);
        if (!open || failing)
            open = firstRule(answer, Fit::Unknown, true);
        return open ? sentence(catalog, *open) : std::string();
    }
    if (!answer.rules.empty())
        return "only rules that allow speak about them, and none of them holds";
    return "no rule speaks about these two";
}

} // namespace shelf
