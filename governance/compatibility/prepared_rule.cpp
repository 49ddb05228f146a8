#include "governance/compatibility/prepared_rule.h"

#include "governance/compatibility/pair_counter.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace shelf {

namespace {

// Compatible before unknown before incompatible: the better of two answers.
Fit better(Fit a, Fit b)
{
    if (a == Fit::Compatible || b == Fit::Compatible)
        return Fit::Compatible;
    return a == Fit::Unknown || b == Fit::Unknown ? Fit::Unknown : Fit::Incompatible;
}

std::vector<Row> without(const std::vector<Row>& rows, const std::vector<Row>& others)
{
    std::vector<Row> rest;
    std::set_difference(rows.begin(), rows.end(), others.begin(), others.end(), std::back_inserter(rest));
    return rest;
}

void append(std::vector<Code>& codes, const RowGroups& groups, size_t field)
{
    const std::vector<Code> more = groups.codes(field);
    codes.insert(codes.end(), more.begin(), more.end());
}

void sortUnique(std::vector<Code>& codes)
{
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
}

} // namespace

PreparedRule::PreparedRule(const Snapshot& catalog, EntryPtr rule)
    : m_catalog(catalog), m_rule(std::move(rule)), m_leftSide(catalog, m_rule->compat().left), m_rightSide(catalog, m_rule->compat().right)
{
    for (const CompatCondition& condition : m_rule->compat().where)
        m_conditions.emplace_back(catalog, condition);
    makeParts(catalog);
}

void PreparedRule::makeParts(const Snapshot& catalog)
{
    std::vector<Row> left = m_leftSide.rows(catalog), right = m_rightSide.rows(catalog), both;
    if (m_rule->compat().left == m_rule->compat().right) {
        both = std::move(left);
        left.clear();
        right.clear();
    } else {
        std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(both));
        if (!both.empty()) {
            left = without(left, both);
            right = without(right, both);
        }
    }
    std::vector<GroupField> leftFields, rightFields;
    for (const ConditionValues& condition : m_conditions) {
        leftFields.push_back({condition.leftColumn(), condition.leftInherits()});
        rightFields.push_back({condition.rightColumn(), condition.rightInherits()});
    }
    std::vector<GroupField> allFields = leftFields;
    allFields.insert(allFields.end(), rightFields.begin(), rightFields.end());
    m_leftOnly.groups = RowGroups(catalog, std::move(left), leftFields);
    m_rightOnly.groups = RowGroups(catalog, std::move(right), rightFields);
    m_both.groups = RowGroups(catalog, std::move(both), allFields);
    const size_t conditions = m_conditions.size();
    for (size_t i = 0; i < conditions; ++i) {
        std::vector<Code> leftCodes, rightCodes;
        append(leftCodes, m_leftOnly.groups, i);
        append(leftCodes, m_both.groups, i);
        append(rightCodes, m_rightOnly.groups, i);
        append(rightCodes, m_both.groups, conditions + i);
        sortUnique(leftCodes);
        sortUnique(rightCodes);
        m_conditions[i].prepare(leftCodes, rightCodes);
    }
    takeMeanings(m_leftOnly, true, 0);
    takeMeanings(m_rightOnly, false, 0);
    takeMeanings(m_both, true, 0);
    takeMeanings(m_both, false, conditions);
}

void PreparedRule::takeMeanings(Part& part, bool isLeft, size_t firstField)
{
    std::vector<Meaning>& meanings = isLeft ? part.left : part.right;
    meanings.reserve(part.groups.size() * m_conditions.size());
    for (size_t group = 0; group < part.groups.size(); ++group)
        for (size_t i = 0; i < m_conditions.size(); ++i) {
            const Code code = part.groups.code(group, firstField + i);
            meanings.push_back(isLeft ? m_conditions[i].left(code) : m_conditions[i].right(code));
        }
}

Fit PreparedRule::groupAnswer(const Meaning* left, const Meaning* right) const
{
    Fit answer = Fit::Compatible;
    for (size_t i = 0; i < m_conditions.size(); ++i) {
        const Fit one = m_conditions[i].answer(left[i], right[i]);
        if (one == Fit::Incompatible)
            return one;
        if (one == Fit::Unknown)
            answer = one;
    }
    return answer;
}

Order PreparedRule::orderOf(Row a, Row b) const
{
    if (a == b)
        return Order::None;
    const bool given = m_leftSide.has(m_catalog, a) && m_rightSide.has(m_catalog, b);
    const bool swapped = m_leftSide.has(m_catalog, b) && m_rightSide.has(m_catalog, a);
    return static_cast<Order>((given ? 1 : 0) | (swapped ? 2 : 0));
}

Fit PreparedRule::answer(Row left, Row right) const
{
    Fit answer = Fit::Compatible;
    for (const ConditionValues& condition : m_conditions) {
        const Code leftCode = m_catalog.value(condition.leftColumn(), left, condition.leftInherits());
        const Code rightCode = m_catalog.value(condition.rightColumn(), right, condition.rightInherits());
        const Fit one = condition.answer(condition.left(leftCode), condition.right(rightCode));
        if (one == Fit::Incompatible)
            return one;
        if (one == Fit::Unknown)
            answer = one;
    }
    return answer;
}

Fit PreparedRule::best(Row a, Row b, Order order) const
{
    switch (order) {
    case Order::Given:
        return answer(a, b);
    case Order::Swapped:
        return answer(b, a);
    case Order::Either:
        return better(answer(a, b), answer(b, a));
    case Order::None:
        break;
    }
    return Fit::NoRule;
}

// Whether it makes no difference which of two products stands on the left.
bool PreparedRule::isSymmetric() const
{
    return std::all_of(m_conditions.begin(), m_conditions.end(), [](const ConditionValues& each) {
        const CompatCondition& condition = each.condition();
        return condition.left == condition.right && (condition.op == CompatOperator::Equal || condition.op == CompatOperator::Overlaps);
    });
}

PairCount PreparedRule::count() const
{
    PairCount count;
    countBetween(m_leftOnly, m_rightOnly, count);
    countBetween(m_leftOnly, m_both, count);
    countBetween(m_both, m_rightOnly, count);
    countWithin(m_both, count);
    return count;
}

void PreparedRule::countBetween(const Part& left, const Part& right, PairCount& count) const
{
    if (left.groups.size() == 0 || right.groups.size() == 0)
        return;
    const PairCounter counter(m_conditions, right.groups, right.right);
    for (size_t group = 0; group < left.groups.size(); ++group)
        counter.count(leftOf(left, group), left.groups.count(group), count);
}

void PreparedRule::countWithin(const Part& both, PairCount& count) const
{
    const RowGroups& groups = both.groups;
    if (isSymmetric() && groups.size() > 0) {
        // Every pair twice, and each product with itself.
        PairCount twice;
        countBetween(both, both, twice);
        for (size_t group = 0; group < groups.size(); ++group) {
            const Fit own = groupAnswer(leftOf(both, group), rightOf(both, group));
            (own == Fit::Compatible ? twice.compatible : own == Fit::Unknown ? twice.unknown : twice.incompatible) -= groups.count(group);
        }
        count.compatible += twice.compatible / 2;
        count.incompatible += twice.incompatible / 2;
        count.unknown += twice.unknown / 2;
        return;
    }
    for (size_t a = 0; a < groups.size(); ++a)
        for (size_t b = a; b < groups.size(); ++b) {
            const Fit fit = better(groupAnswer(leftOf(both, a), rightOf(both, b)), groupAnswer(leftOf(both, b), rightOf(both, a)));
            const uint64_t pairs = a == b ? groups.count(a) * (groups.count(a) - 1) / 2 : groups.count(a) * groups.count(b);
            (fit == Fit::Compatible ? count.compatible : fit == Fit::Unknown ? count.unknown : count.incompatible) += pairs;
        }
}

void PreparedRule::forEachPartner(Row product, const std::function<void(Row partner, Fit answer)>& visit) const
{
    const bool onLeft = m_leftSide.has(m_catalog, product), onRight = m_rightSide.has(m_catalog, product);
    std::vector<Meaning> left, right;
    for (const ConditionValues& condition : m_conditions) {
        left.push_back(condition.left(m_catalog.value(condition.leftColumn(), product, condition.leftInherits())));
        right.push_back(condition.right(m_catalog.value(condition.rightColumn(), product, condition.rightInherits())));
    }
    for (const Part* part : {&m_leftOnly, &m_rightOnly, &m_both}) {
        const bool given = onLeft && part != &m_leftOnly, swapped = onRight && part != &m_rightOnly;
        if ((!given && !swapped) || part->groups.size() == 0)
            continue;
        std::vector<Fit> answers(part->groups.size());
        for (size_t group = 0; group < answers.size(); ++group) {
            const Fit one = given ? groupAnswer(left.data(), rightOf(*part, group)) : Fit::Incompatible;
            const Fit other = swapped ? groupAnswer(leftOf(*part, group), right.data()) : Fit::Incompatible;
            answers[group] = given && swapped ? better(one, other) : given ? one : other;
        }
        const std::vector<Row>& rows = part->groups.rows();
        for (size_t place = 0; place < rows.size(); ++place)
            if (rows[place] != product)
                visit(rows[place], answers[part->groups.groupAt(place)]);
    }
}

// By groups of equal values in what either rule reads.
bool PreparedRule::anyPairWith(const PreparedRule& other, bool swapped) const
{
    const auto groupsOf = [&](bool left) {
        std::vector<GroupField> fields;
        for (const PreparedRule* rule : {this, &other})
            for (const ConditionValues& condition : rule->m_conditions) {
                const bool takesLeft = left != (rule == &other && swapped);
                fields.push_back({takesLeft ? condition.leftColumn() : condition.rightColumn(),
                    takesLeft ? condition.leftInherits() : condition.rightInherits()});
            }
        return RowGroups(m_catalog, (left ? m_leftSide : m_rightSide).rows(m_catalog), fields);
    };
    const RowGroups lefts = groupsOf(true), rights = groupsOf(false);
    const size_t own = m_conditions.size();
    const auto mayHold = [&](size_t a, size_t b) {
        for (size_t i = 0; i < own; ++i)
            if (m_conditions[i].answer(m_conditions[i].left(lefts.code(a, i)), m_conditions[i].right(rights.code(b, i)))
                == Fit::Incompatible)
                return false;
        for (size_t i = 0; i < other.m_conditions.size(); ++i) {
            const ConditionValues& condition = other.m_conditions[i];
            const Code left = lefts.code(a, own + i), right = rights.code(b, own + i);
            if (condition.answer(condition.left(swapped ? right : left), condition.right(swapped ? left : right)) == Fit::Incompatible)
                return false;
        }
        return true;
    };
    for (size_t a = 0; a < lefts.size(); ++a)
        for (size_t b = 0; b < rights.size(); ++b)
            if (mayHold(a, b))
                return true;
    return false;
}

double PreparedRule::partneredShare() const
{
    const Part& left = m_leftOnly.groups.size() ? m_leftOnly : m_both;
    const Part& right = m_rightOnly.groups.size() ? m_rightOnly : m_both;
    std::vector<uint8_t> rightFits(right.groups.size());
    uint64_t leftKnown = 0, leftFits = 0, rightKnown = 0, rightCount = 0;
    for (size_t a = 0; a < left.groups.size(); ++a) {
        bool fits = false, known = false;
        for (size_t b = 0; b < right.groups.size(); ++b) {
            const Fit fit = groupAnswer(leftOf(left, a), rightOf(right, b));
            known = known || fit != Fit::Unknown;
            fits = fits || fit == Fit::Compatible;
            rightFits[b] = std::max<uint8_t>(rightFits[b], fit == Fit::Compatible ? 2 : fit == Fit::Incompatible ? 1 : 0);
        }
        leftKnown += known ? left.groups.count(a) : 0;
        leftFits += fits ? left.groups.count(a) : 0;
    }
    for (size_t b = 0; b < right.groups.size(); ++b) {
        rightKnown += rightFits[b] ? right.groups.count(b) : 0;
        rightCount += rightFits[b] == 2 ? right.groups.count(b) : 0;
    }
    if (leftKnown == 0 || rightKnown == 0)
        return 0;
    return std::sqrt(
        static_cast<double>(leftFits) / static_cast<double>(leftKnown) * static_cast<double>(rightCount) / static_cast<double>(rightKnown));
}

} // namespace shelf
