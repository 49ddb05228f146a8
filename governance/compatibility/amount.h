// Numbers with units as compatibility rules compare them: 4 cm is more than 35 mm, whatever the attributes are kept in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// A number in the base unit of what it measures. The unit is empty where none is known: then it compares with anything.
struct Amount {
    double value = 0;
    std::string unit;
};
// `unit`: of a bare number. A unit that is not known (a currency) is its own base.
Amount amountIn(double value, std::string_view unit);
// "5", "1.5 kg", "199.00 USD", "2026-01-31" (days). nullopt: no number in front.
std::optional<Amount> amountFromText(std::string_view text, std::string_view unit);

// Both ends belong to it.
struct AmountRange {
    double low = 0, high = 0;
    std::string unit;
};
// "20-40", "20 - 40 mm", "2 cm to 40 mm", "20…40", "20..40", "≤ 40", "up to 40", ">= 20", "from 20", or one number, which is a range of
// itself. The wrong way round is turned. nullopt: none of these.
std::optional<AmountRange> rangeFromText(std::string_view text, std::string_view unit);

} // namespace shelf
