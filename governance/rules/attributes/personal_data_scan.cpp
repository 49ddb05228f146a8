#include "governance/rules/attributes/personal_data_scan.h"

#include <algorithm>

namespace shelf::attr {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool isAlphanumeric(char c)
{
    return isDigit(c) || isUpper(c) || (c >= 'a' && c <= 'z');
}
bool isWordByte(char c)
{
    return isAlphanumeric(c) || static_cast<unsigned char>(c) >= 0x80;
}

// Around '@' at `at`; empty where that is no address.
std::string_view emailAround(std::string_view text, size_t at)
{
    const auto isLocal = [](char c) { return isAlphanumeric(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-'; };
    size_t begin = at;
    while (begin > 0 && isLocal(text[begin - 1]))
        --begin;
    while (begin < at && !isAlphanumeric(text[begin]))
        ++begin;
    size_t end = at + 1;
    while (end < text.size() && (isAlphanumeric(text[end]) || text[end] == '.' || text[end] == '-'))
        ++end;
    while (end > at + 1 && !isAlphanumeric(text[end - 1]))
        --end;
    const std::string_view domain = text.substr(at + 1, end - at - 1);
    const size_t dot = domain.rfind('.');
    if (begin == at || dot == std::string_view::npos || dot == 0 || domain.find("..") != std::string_view::npos)
        return {};
    const std::string_view top = domain.substr(dot + 1);
    const bool letters = std::none_of(top.begin(), top.end(), isDigit);
    return top.size() >= 2 && letters ? text.substr(begin, end - begin) : std::string_view();
}

struct IbanLength {
    std::string_view country;
    size_t length;
};
// From the IBAN registry (SWIFT, release 97): the countries of Europe and those around.
constexpr IbanLength ibans[] = {{"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"CH", 21}, {"CY", 28},
    {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"EE", 20}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GI", 23}, {"GL", 18},
    {"GR", 27}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IS", 26}, {"IT", 27}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21},
    {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MT", 31}, {"NL", 18}, {"NO", 15}, {"PL", 28}, {"PT", 25}, {"RO", 24}, {"RS", 22},
    {"SA", 24}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"TR", 26}, {"UA", 29}, {"XK", 20}};

bool checksAsIban(std::string_view plain)
{
    int rest = 0;
    const auto take = [&rest](char c) {
        const int value = isDigit(c) ? c - '0' : c - 'A' + 10;
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    };
    for (const char c : plain.substr(4))
        take(c);
    for (const char c : plain.substr(0, 4))
        take(c);
    return rest == 1;
}

// Beginning at `at`: in one piece or in groups of four.
std::string_view ibanAt(std::string_view text, size_t at)
{
    if (at + 15 > text.size() || !isUpper(text[at]) || !isUpper(text[at + 1]) || !isDigit(text[at + 2]) || !isDigit(text[at + 3]))
        return {};
    const auto* known =
        std::find_if(std::begin(ibans), std::end(ibans), [&](const IbanLength& iban) { return iban.country == text.substr(at, 2); });
    if (known == std::end(ibans))
        return {};
    std::string plain;
    size_t end = at;
    for (; end < text.size() && plain.size() < known->length; ++end) {
        if (text[end] == ' ' && plain.size() % 4 == 0)
            continue;
        if (!isDigit(text[end]) && !isUpper(text[end]))
            return {};
        plain.push_back(text[end]);
    }
    const bool ends = end == text.size() || !isWordByte(text[end]);
    return plain.size() == known->length && ends && checksAsIban(plain) ? text.substr(at, end - at) : std::string_view();
}

bool checksAsCard(const std::string& digits)
{
    int sum = 0;
    for (size_t i = 0; i < digits.size(); ++i) {
        int digit = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1 && (digit *= 2) > 9)
            digit -= 9;
        sum += digit;
    }
    return sum % 10 == 0;
}

// Visa, Mastercard, American Express, Discover, JCB (ISO/IEC 7812 ranges).
bool isCardNetwork(const std::string& digits)
{
    const int four = std::stoi(digits.substr(0, 4));
    const auto in = [](int value, int low, int high) { return value >= low && value <= high; };
    switch (digits.size()) {
    case 15:
        return in(four, 3400, 3499) || in(four, 3700, 3799);
    case 16:
        return in(four, 4000, 4999) || in(four, 5100, 5599) || in(four, 2221, 2720) || four == 6011 || in(four, 6440, 6599)
            || in(four, 3528, 3589);
    case 19:
        return in(four, 4000, 4999);
    default:
        return false;
    }
}

// Digits from `at` on, with one space or dash between groups; the sizes of the groups.
struct DigitGroups {
    std::string digits;
    std::vector<size_t> sizes;
    size_t end = 0;
};
DigitGroups groupsAt(std::string_view text, size_t at)
{
    DigitGroups groups{{}, {0}, at};
    for (size_t i = at; i < text.size(); ++i) {
        if (isDigit(text[i])) {
            groups.digits.push_back(text[i]);
            ++groups.sizes.back();
            groups.end = i + 1;
        } else if ((text[i] == ' ' || text[i] == '-') && i + 1 < text.size() && isDigit(text[i + 1])) {
            groups.sizes.push_back(0);
        } else {
            break;
        }
    }
    return groups;
}

std::string_view cardAt(std::string_view text, size_t at)
{
    const DigitGroups groups = groupsAt(text, at);
    if (groups.digits.size() < 15 || groups.digits.size() > 19 || (groups.end < text.size() && isWordByte(text[groups.end])))
        return {};
    using Sizes = std::vector<size_t>;
    const bool asOnCards = groups.sizes.size() == 1 || groups.sizes == Sizes{4, 4, 4, 4} || groups.sizes == Sizes{4, 6, 5}
        || groups.sizes == Sizes{4, 4, 4, 4, 3};
    return asOnCards && isCardNetwork(groups.digits) && checksAsCard(groups.digits) ? text.substr(at, groups.end - at) : std::string_view();
}

// `at`: of the '+'.
std::string_view phoneAt(std::string_view text, size_t at)
{
    if (at + 1 >= text.size() || text[at + 1] < '1' || text[at + 1] > '9')
        return {};
    size_t digits = 0, group = 0, end = at, separators = 0;
    bool thousands = true; // in groups of three behind the first: a large number
    size_t groups = 0;
    for (size_t i = at + 1; i < text.size(); ++i) {
        const char c = text[i];
        if (isDigit(c)) {
            ++digits;
            ++group;
            separators = 0;
            end = i + 1;
        } else if ((c == ' ' || c == '-' || c == '/' || c == '(' || c == ')' || c == '.') && ++separators <= 2) {
            if (group > 0) {
                thousands = thousands && (groups == 0 || group == 3);
                ++groups;
            }
            group = 0;
        } else {
            break;
        }
    }
    if (group > 0)
        thousands = thousands && group == 3;
    const bool ends = end == text.size() || !isWordByte(text[end]);
    const bool isNumber = thousands && groups > 0;
    return digits >= 8 && digits <= 15 && ends && !isNumber ? text.substr(at, end - at) : std::string_view();
}

bool isAllowed(std::string_view found, const std::vector<std::string>& allowed)
{
    return std::any_of(allowed.begin(), allowed.end(),
        [found](const std::string& one) { return !one.empty() && (found.starts_with(one) || found.ends_with(one)); });
}

} // namespace

std::optional<PersonalData> personalDataIn(std::string_view text, const std::vector<std::string>& allowed)
{
    size_t digits = 0;
    bool hasAt = false;
    for (const char c : text) {
        digits += isDigit(c);
        hasAt |= c == '@';
    }
    constexpr size_t fewestDigits = 8; // of all numbers looked for
    if (!hasAt && digits < fewestDigits)
        return std::nullopt;
    for (size_t at = 0; at < text.size(); ++at) {
        const bool atStart = at == 0 || !isWordByte(text[at - 1]);
        PersonalData found;
        if (text[at] == '@')
            found = {"an e-mail address", emailAround(text, at)};
        else if (atStart && text[at] == '+')
            found = {"a telephone number", phoneAt(text, at)};
        else if (atStart && isUpper(text[at]))
            found = {"a bank account", ibanAt(text, at)};
        else if (atStart && isDigit(text[at]))
            found = {"a card number", cardAt(text, at)};
        if (!found.text.empty() && !isAllowed(found.text, allowed))
            return found;
    }
    return std::nullopt;
}

std::string masked(const PersonalData& data)
{
    const size_t at = data.text.find('@');
    if (at != std::string_view::npos)
        return std::string(data.text.substr(0, 1)).append("…").append(data.text.substr(at));
    return std::string(data.text.substr(0, 4)).append("…").append(data.text.substr(data.text.size() - 2));
}

} // namespace shelf::attr
