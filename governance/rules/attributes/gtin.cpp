#include "governance/rules/attributes/gtin.h"

#include <algorithm>

namespace shelf::attr {

namespace {

constexpr size_t longest = 14;

bool allDigits(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool rightLength(size_t digits)
{
    return digits == 8 || digits == 12 || digits == 13 || digits == 14;
}

// Of all digits but the last: every second one from the right counts three times.
char checkDigit(std::string_view text)
{
    int sum = 0;
    const std::string_view front = text.substr(0, text.size() - 1);
    for (size_t i = 0; i < front.size(); ++i)
        sum += (front[front.size() - 1 - i] - '0') * (i % 2 == 0 ? 3 : 1);
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

bool isRight(std::string_view text)
{
    return rightLength(text.size()) && allDigits(text) && text.find_first_not_of('0') != std::string_view::npos
        && checkDigit(text) == text.back();
}

} // namespace

std::string gtinProblem(std::string_view text)
{
    if (isRight(text))
        return {};
    if (!allDigits(text))
        return "has other characters than digits; write the 8, 12, 13 or 14 digits alone";
    if (!rightLength(text.size()))
        return "has " + std::to_string(text.size()) + (text.size() == 1 ? " digit" : " digits")
            + " where a GTIN has 8, 12, 13 or 14; look whether zeros in front were lost";
    if (text.find_first_not_of('0') == std::string_view::npos)
        return "is nothing but zeros; leave it empty until the number is known";
    return std::string("ends in ") + text.back() + " where its other digits ask for " + checkDigit(text)
        + "; compare it with the number on the box";
}

std::string gtinKey(std::string_view text)
{
    return isRight(text) ? std::string(longest - text.size(), '0').append(text) : std::string();
}

} // namespace shelf::attr
