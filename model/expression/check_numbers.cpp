// Arithmetic: numbers with units, and dates.
#include "model/expression/check.h"

#include "model/domain/text.h"
#include "model/domain/value.h"

#include <chrono>
#include <cmath>

namespace shelf {

namespace {

constexpr int64_t longestShift = 4000000; // days; more than the years 1…9999 have

// What may be added to a date: "30d", "2w", "6m", "1y", or the words in full.
struct CalendarUnit {
    std::string_view symbol;
    int months, days;
};
constexpr CalendarUnit calendarUnits[] = {{"d", 0, 1}, {"day", 0, 1}, {"days", 0, 1}, {"w", 0, 7}, {"week", 0, 7}, {"weeks", 0, 7},
    {"m", 1, 0}, {"month", 1, 0}, {"months", 1, 0}, {"y", 12, 0}, {"year", 12, 0}, {"years", 12, 0}};

const CalendarUnit* calendarUnit(std::string_view symbol)
{
    for (const CalendarUnit& unit : calendarUnits)
        if (unit.symbol == symbol)
            return &unit;
    return nullptr;
}

bool looksLikeCurrency(std::string_view unit)
{
    return unit == "€" || unit == "$"
        || (unit.size() == 3 && unit.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos);
}

} // namespace

std::optional<Days> shiftedDate(Days date, int64_t months, int64_t days)
{
    using namespace std::chrono;
    constexpr int64_t first = sys_days(year(1) / January / 1).time_since_epoch().count();
    constexpr int64_t last = sys_days(year(9999) / December / 31).time_since_epoch().count();
    if (date < first || date > last || std::llabs(months) > longestShift || std::llabs(days) > longestShift)
        return std::nullopt;
    int64_t result = date;
    if (months != 0) {
        const year_month_day from{sys_days(std::chrono::days(date))};
        const int64_t month = int64_t(int(from.year())) * 12 + (unsigned(from.month()) - 1) + months;
        if (month < 12 || month >= 10000 * 12)
            return std::nullopt;
        const year_month target = year(int(month / 12)) / std::chrono::month(unsigned(month % 12) + 1);
        const day lastDay = (target / std::chrono::last).day();
        result = sys_days(target / std::min(from.day(), lastDay)).time_since_epoch().count();
    }
    result += days;
    if (result < first || result > last)
        return std::nullopt;
    return static_cast<Days>(result);
}

bool Checker::requireNumber(const Operand& operand)
{
    if (operand.type == ValueType::Number)
        return true;
    fail(operand.begin, described(operand) + "; arithmetic needs numbers",
        operand.type == ValueType::Text && operand.literal ? "write numbers without quotes" : "");
    return false;
}

bool Checker::requireKnownUnit(const Operand& operand)
{
    if (!operand.literal || operand.measure != Measure::Unit || isUnit(operand.unit))
        return true;
    const std::string unit = forTerminal(operand.unit, 40);
    if (looksLikeCurrency(operand.unit))
        fail(operand.begin, unit + " is no unit of measure",
            "compare the number, and the currency apart: price > 100 and currency = \"EUR\"");
    else
        fail(operand.begin, unit + " is neither a unit nor an operator",
            "units are g kg mm cm m W GHz GB s h d % and the like; join conditions with and, or");
    return false;
}

std::nullopt_t Checker::unitsDiffer(const Operand& left, const Operand& right)
{
    const bool days = (left.unit == "d" && calendarUnit(right.unit)) || (right.unit == "d" && calendarUnit(left.unit));
    if (!days && (!requireKnownUnit(left) || !requireKnownUnit(right)))
        return std::nullopt;
    const auto measured = [this](const Operand& operand) {
        return shown(operand) + (operand.measure == Measure::Unit ? " is in " + forTerminal(operand.unit, 40) : " has no unit");
    };
    const bool percent = left.unit == "%" || right.unit == "%";
    return fail(right.begin, measured(left) + " and " + measured(right),
        days                                ? "count in days, or compare dates: launch < today - 1y"
            : percent                       ? "a percentage is a share of something: price * 80 %"
            : left.measure == Measure::Unit ? "write a number in " + forTerminal(left.unit, 40) + " or in a unit that converts to it"
                                            : "write the number without a unit");
}

// Makes `operand` a number in `unit`. False where the units have nothing in common; no problem is recorded then.
bool Checker::convert(Operand& operand, std::string_view unit)
{
    if (operand.literal) {
        const auto value = convertUnit(node(operand).number, operand.unit, unit);
        if (!value || !std::isfinite(*value))
            return false;
        node(operand).number = *value;
    } else {
        const auto zero = convertUnit(0, operand.unit, unit), one = convertUnit(1, operand.unit, unit);
        if (!zero || !one)
            return false;
        const uint32_t wrapped = add({.op = Op::Convert, .type = ValueType::Number, .number = *one - *zero, .offset = *zero});
        append(wrapped, operand.node);
        operand.node = wrapped;
    }
    operand.unit = unit;
    operand.computed = true;
    return true;
}

void Checker::scalePercent(Operand& operand)
{
    if (operand.literal) {
        node(operand).number /= 100;
    } else {
        const uint32_t wrapped = add({.op = Op::Convert, .type = ValueType::Number, .number = 0.01});
        append(wrapped, operand.node);
        operand.node = wrapped;
    }
    operand.measure = Measure::Share;
    operand.unit = {};
    operand.computed = true;
}

bool Checker::alignUnits(Operand& left, Operand& right)
{
    const auto isPercent = [](const Operand& operand) { return operand.measure == Measure::Unit && operand.unit == "%"; };
    if (isPercent(left) && right.measure == Measure::Share)
        scalePercent(left);
    if (isPercent(right) && left.measure == Measure::Share)
        scalePercent(right);
    const bool leftUnit = left.measure == Measure::Unit, rightUnit = right.measure == Measure::Unit;
    if (leftUnit && rightUnit) {
        if (left.unit == right.unit) // a unit of the catalog's own ("pcs") is known by being there
            return !left.literal || !right.literal || requireKnownUnit(left);
        if ((left.literal && !right.literal) ? convert(left, right.unit) : convert(right, left.unit))
            return true;
        unitsDiffer(left, right);
        return false;
    }
    if (!leftUnit && !rightUnit)
        return true;
    if (left.measure == Measure::Free)
        return requireKnownUnit(right);
    if (right.measure == Measure::Free)
        return requireKnownUnit(left);
    unitsDiffer(left, right);
    return false;
}

Checked Checker::foldedTo(Operand left, const Operand& right, double value)
{
    if (!std::isfinite(value))
        return fail(left.begin, "the result is too large for a number");
    node(left).number = value;
    left.end = right.end;
    left.computed = true;
    return left;
}

Operand Checker::chained(Op op, const Operand& left, const Operand& right, bool inverse)
{
    Operand result = left;
    if (node(left).op != op) {
        result.node = add({.op = op, .type = left.type});
        append(result.node, left.node);
    }
    if (inverse)
        node(right).flags |= Inverse;
    append(result.node, right.node);
    result.end = right.end;
    result.literal = false;
    result.computed = true;
    return result;
}

Checked Checker::negate(size_t begin, Operand operand)
{
    if (!requireNumber(operand))
        return std::nullopt;
    operand.begin = begin;
    if (operand.literal) {
        node(operand).number = -node(operand).number;
        return operand;
    }
    const uint32_t wrapped = add({.op = Op::Negate, .type = ValueType::Number});
    append(wrapped, operand.node);
    operand.node = wrapped;
    operand.computed = true;
    return operand;
}

Checked Checker::add(Operand left, Operand right, bool subtract)
{
    if (left.type == ValueType::Date && right.type == ValueType::Number)
        return shiftDate(left, right, subtract);
    if (subtract && (left.type == ValueType::Date || right.type == ValueType::Date)) {
        if (!toDate(left) || !toDate(right))
            return std::nullopt;
        Operand result = left;
        result.node = add({.op = Op::DateDifference, .type = ValueType::Number});
        append(result.node, left.node);
        append(result.node, right.node);
        result.type = ValueType::Number;
        result.end = right.end;
        result.literal = false;
        result.measure = Measure::Unit;
        result.unit = "d";
        return result;
    }
    if (left.type == ValueType::Date || right.type == ValueType::Date)
        return fail(right.begin, "only a length of time can be added to a date", "write: today + 30d");
    if (!requireNumber(left) || !requireNumber(right) || !alignUnits(left, right))
        return std::nullopt;
    if (left.measure == Measure::Free || (right.measure != Measure::Free && left.measure == Measure::Share)) {
        left.measure = right.measure;
        left.unit = right.unit;
    }
    if (left.literal && right.literal)
        return foldedTo(left, right, node(left).number + (subtract ? -1 : 1) * node(right).number);
    return chained(Op::Sum, left, right, subtract);
}

Checked Checker::multiply(Operand left, Operand right)
{
    if (!requireNumber(left) || !requireNumber(right) || !requireKnownUnit(left) || !requireKnownUnit(right))
        return std::nullopt;
    if (left.unit == "%" && right.measure != Measure::Free)
        scalePercent(left);
    if (right.unit == "%" && left.measure != Measure::Free)
        scalePercent(right);
    if (left.measure == Measure::Unit && right.measure == Measure::Unit)
        return fail(right.begin, shown(left) + " and " + shown(right) + " both have a unit; their product has none here",
            "multiply by a number without a unit");
    if (left.measure != Measure::Unit
        && (right.measure == Measure::Unit || right.measure == Measure::Plain || left.measure == Measure::Free)) {
        left.measure = right.measure;
        left.unit = right.unit;
    }
    if (left.literal && right.literal)
        return foldedTo(left, right, node(left).number * node(right).number);
    return chained(Op::Product, left, right, false);
}

Checked Checker::divide(Operand left, Operand right)
{
    if (!requireNumber(left) || !requireNumber(right) || !requireKnownUnit(left) || !requireKnownUnit(right))
        return std::nullopt;
    if (right.literal && node(right).number == 0)
        return fail(right.begin, "division by zero");
    if (right.unit == "%" && left.unit != "%")
        scalePercent(right);
    const bool ratio = left.measure == right.measure && left.measure != Measure::Free;
    if (left.measure == Measure::Unit && right.measure == Measure::Unit && !alignUnits(left, right))
        return std::nullopt;
    // Like by like is a share; a number by a measured one is "per unit" and has none itself.
    if (ratio)
        left.measure = Measure::Share;
    else if (left.measure != Measure::Unit && right.measure != Measure::Free)
        left.measure = Measure::Plain;
    if (left.measure != Measure::Unit)
        left.unit = {};
    if (left.literal && right.literal)
        return foldedTo(left, right, node(left).number / node(right).number);
    return chained(Op::Product, left, right, true);
}

bool Checker::toDate(Operand& operand)
{
    if (operand.type == ValueType::Date)
        return true;
    if (operand.type != ValueType::Text || !operand.literal) {
        fail(operand.begin, described(operand) + " and no date", "write dates as \"2026-01-31\", today or today + 30d");
        return false;
    }
    const auto date = parseDate(m_compiled.texts[node(operand).payload]);
    if (!date) {
        fail(operand.begin, shown(operand) + " is no date", "write dates as \"2026-01-31\"");
        return false;
    }
    node(operand) = {.op = Op::DateLiteral, .type = ValueType::Date, .number = double(*date)};
    operand.type = ValueType::Date;
    return true;
}

bool Checker::foldShift(Operand& date, int64_t months, int64_t days)
{
    const auto shifted = shiftedDate(static_cast<Days>(node(date).number), months, days);
    if (!shifted) {
        fail(date.begin, "the date is outside of the years 1 to 9999");
        return false;
    }
    node(date).number = *shifted;
    return true;
}

Checked Checker::shiftDate(Operand date, Operand amount, bool back)
{
    const CalendarUnit* unit = amount.literal ? calendarUnit(amount.unit) : nullptr;
    if (!unit)
        return shiftByNumber(date, amount, back);
    const double count = (back ? -1 : 1) * node(amount).number;
    if (count != std::trunc(count) || std::abs(count) > longestShift)
        return fail(amount.begin, shown(amount) + " is no whole number of days, months or years", "write: today + 30d");
    const int64_t months = unit->months * static_cast<int64_t>(count), days = unit->days * static_cast<int64_t>(count);
    if (date.literal) {
        if (!foldShift(date, months, days))
            return std::nullopt;
        date.end = amount.end;
        return date;
    }
    node(amount) = {.op = Op::Shift, .number = double(months), .offset = double(days)};
    return chained(Op::DateShift, date, amount, false);
}

// A number of the catalog that is a time, such as a warranty in days or hours.
Checked Checker::shiftByNumber(Operand date, Operand amount, bool back)
{
    const std::string hint = "give it a unit: today + 30d; d w m y are days, weeks, months, years";
    if (amount.measure != Measure::Unit)
        return fail(amount.begin, shown(amount) + " has no unit of time", hint);
    if (amount.unit != "d" && !convert(amount, "d"))
        return fail(amount.begin, forTerminal(amount.unit, 40) + " is no unit of time", hint);
    return chained(Op::DateShift, date, amount, back);
}

} // namespace shelf
