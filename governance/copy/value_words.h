// Values as shoppers of a language read them. What is known about languages is here: the decimal sign, the order of dates, yes and no.
// A language that is not known is written as English is, with dates as 2026-11-15.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// What may stand behind the colon of a placeholder: {weight:bare}, {price:0}.
struct ValueFormat {
    bool bare = false; // without unit or currency
    std::optional<int> digits; // behind the decimal sign, 0…6, rounded half away from zero
    static std::optional<ValueFormat> parse(std::string_view text); // nullopt: there is no such format; empty is one
};

// `decimal`: canonical (model/domain/decimal.h).
std::string numberWords(std::string_view decimal, std::string_view unit, std::string_view language, const ValueFormat& format);
// With the currency's usual digits (199.00 EUR, 21900 JPY) unless the format or the amount has others.
std::string moneyWords(std::string_view decimal, std::string_view currency, std::string_view language, const ValueFormat& format);
std::string booleanWords(bool value, std::string_view language); // "yes", "ja", "oui"
std::string dateWords(std::string_view iso, std::string_view language); // "15.11.2026"; what is no date stays as it is
std::string listWords(const std::vector<std::string>& elements); // "SD, CFX"

} // namespace shelf
