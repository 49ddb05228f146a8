#include "governance/compatibility/amount.h"

#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/text.h"
#include "model/domain/value.h"

#include <array>
#include <limits>

namespace shelf {

namespace {

// One unit of each thing that can be measured; every other converts to one of them.
constexpr std::array<std::string_view, 28> baseUnits = {"mm", "mm²", "g", "ml", "W", "Wh", "V", "A", "mAh", "Ω", "Hz", "B", "bit", "B/s",
    "bit/s", "s", "°C", "%", "Pa", "m/s", "rpm", "cd/m²", "lm", "dB", "px", "°", "N", "Nm"};

std::optional<AmountRange> between(std::string_view from, std::string_view to, std::string_view unit)
{
    const auto high = splitUnit(to);
    const auto low = splitUnit(from);
    if (!high || !low)
        return std::nullopt;
    // "20-40 mm": the unit stands once and is meant for both.
    const std::string_view highUnit = high->second.empty() ? unit : std::string_view(high->second);
    const std::string_view lowUnit = low->second.empty() ? highUnit : std::string_view(low->second);
    const Amount first = amountIn(toDouble(low->first).value_or(0), lowUnit);
    const Amount last = amountIn(toDouble(high->first).value_or(0), highUnit);
    if (first.unit != last.unit)
        return std::nullopt;
    return first.value <= last.value ? AmountRange{first.value, last.value, first.unit} : AmountRange{last.value, first.value, last.unit};
}

std::optional<std::string_view> after(std::string_view text, std::string_view start)
{
    if (text.substr(0, start.size()) != start)
        return std::nullopt;
    return trimmed(text.substr(start.size()));
}

} // namespace

Amount amountIn(double value, std::string_view unit)
{
    if (unit.empty())
        return {value, {}};
    for (const std::string_view base : baseUnits)
        if (const auto converted = convertUnit(value, unit, base))
            return {*converted, std::string(base)};
    return {value, std::string(unit)};
}

std::optional<Amount> amountFromText(std::string_view text, std::string_view unit)
{
    if (const auto date = parseDate(text))
        return Amount{static_cast<double>(*date), "date"};
    const auto parts = splitUnit(text);
    if (!parts)
        return std::nullopt;
    return amountIn(toDouble(parts->first).value_or(0), parts->second.empty() ? unit : std::string_view(parts->second));
}

std::optional<AmountRange> rangeFromText(std::string_view text, std::string_view unit)
{
    constexpr double endless = std::numeric_limits<double>::infinity();
    text = trimmed(text);
    for (const std::string_view start : {"≤", "<=", "up to ", "max "})
        if (const auto rest = after(text, start)) {
            const auto most = amountFromText(*rest, unit);
            return most ? std::optional(AmountRange{-endless, most->value, most->unit}) : std::nullopt;
        }
    for (const std::string_view start : {"≥", ">=", "from ", "min "})
        if (const auto rest = after(text, start)) {
            const auto least = amountFromText(*rest, unit);
            return least ? std::optional(AmountRange{least->value, endless, least->unit}) : std::nullopt;
        }
    if (const auto one = amountFromText(text, unit); one && (one->unit == "date" || isUnit(one->unit) || one->unit.empty()))
        return AmountRange{one->value, one->value, one->unit};
    for (const std::string_view separator : {"…", "...", "..", "–", "—", " to ", "-"})
        for (size_t at = text.find(separator, 1); at != std::string_view::npos; at = text.find(separator, at + 1))
            if (const auto range = between(text.substr(0, at), text.substr(at + separator.size()), unit))
                return range;
    const auto one = amountFromText(text, unit);
    return one ? std::optional(AmountRange{one->value, one->value, one->unit}) : std::nullopt;
}

} // namespace shelf
