#include "governance/copy/value_words.h"

#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace shelf {

namespace {

struct LanguageWords {
    std::string_view code;
    char decimalSign;
    char dateSign; // between day, month and year; 0: dates as in ISO 8601
    std::string_view yes, no;
};

// As the Unicode CLDR (numbers/symbols/decimal, dates short, messages/yesstr) has them.
constexpr LanguageWords english = {"en", '.', 0, "yes", "no"};
constexpr std::array<LanguageWords, 31> languages = {{
    {"bg", ',', '.', "да", "не"},
    {"ca", ',', '/', "sí", "no"},
    {"cs", ',', '.', "ano", "ne"},
    {"da", ',', '.', "ja", "nej"},
    {"de", ',', '.', "ja", "nein"},
    {"de-CH", '.', '.', "ja", "nein"},
    {"de-LI", '.', '.', "ja", "nein"},
    {"el", ',', '/', "ναι", "όχι"},
    {"es", ',', '/', "sí", "no"},
    {"es-MX", '.', '/', "sí", "no"},
    {"et", ',', '.', "jah", "ei"},
    {"fi", ',', '.', "kyllä", "ei"},
    {"fr", ',', '/', "oui", "non"},
    {"hr", ',', '.', "da", "ne"},
    {"hu", ',', 0, "igen", "nem"},
    {"it", ',', '/', "sì", "no"},
    {"it-CH", '.', '.', "sì", "no"},
    {"lt", ',', 0, "taip", "ne"},
    {"lv", ',', '.', "jā", "nē"},
    {"nb", ',', '.', "ja", "nei"},
    {"nl", ',', '-', "ja", "nee"},
    {"no", ',', '.', "ja", "nei"},
    {"pl", ',', '.', "tak", "nie"},
    {"pt", ',', '/', "sim", "não"},
    {"ro", ',', '.', "da", "nu"},
    {"ru", ',', '.', "да", "нет"},
    {"sk", ',', '.', "áno", "nie"},
    {"sl", ',', '.', "da", "ne"},
    {"sv", ',', 0, "ja", "nej"},
    {"tr", ',', '.', "evet", "hayır"},
    {"uk", ',', '.', "так", "ні"},
}};

const LanguageWords& wordsOf(std::string_view language)
{
    for (const std::string_view code : {language, language.substr(0, language.find('-'))})
        for (const LanguageWords& words : languages)
            if (words.code == code)
                return words;
    return english;
}

// ISO 4217: how many digits the smaller unit of a currency has, where it is not two.
size_t digitsOf(std::string_view currency)
{
    for (const std::string_view none :
        {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"})
        if (currency == none)
            return 0;
    for (const std::string_view three : {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
        if (currency == three)
            return 3;
    return 2;
}

std::string rounded(std::string_view decimal, int digits)
{
    const auto value = toDouble(decimal);
    if (!value)
        return std::string(decimal);
    const double step = std::pow(10.0, digits);
    const double most = 1e15; // beyond it a double has no digits to round
    const double nearest = std::abs(*value) < most ? std::round(*value * step) / step : *value;
    std::array<char, 400> text{};
    const auto [end, failure] = std::to_chars(text.data(), text.data() + text.size(), nearest, std::chars_format::fixed, digits);
    return failure == std::errc() ? std::string(text.data(), end) : std::string(decimal);
}

std::string withSign(std::string text, std::string_view language)
{
    std::replace(text.begin(), text.end(), '.', wordsOf(language).decimalSign);
    return text;
}

} // namespace

std::optional<ValueFormat> ValueFormat::parse(std::string_view text)
{
    ValueFormat format;
    if (text.empty())
        return format;
    if (text == "bare") {
        format.bare = true;
        return format;
    }
    if (text.size() != 1 || text[0] < '0' || text[0] > '6')
        return std::nullopt;
    format.digits = text[0] - '0';
    return format;
}

std::string numberWords(std::string_view decimal, std::string_view unit, std::string_view language, const ValueFormat& format)
{
    std::string text = withSign(format.digits ? rounded(decimal, *format.digits) : std::string(decimal), language);
    if (!unit.empty() && !format.bare)
        text.append(" ").append(unit);
    return text;
}

std::string moneyWords(std::string_view decimal, std::string_view currency, std::string_view language, const ValueFormat& format)
{
    std::string text(decimal);
    if (format.digits) {
        text = rounded(decimal, *format.digits);
    } else if (const size_t digits = digitsOf(currency); digits > 0) {
        const size_t point = text.find('.');
        const size_t there = point == std::string::npos ? 0 : text.size() - point - 1;
        if (point == std::string::npos)
            text += '.';
        if (there < digits)
            text.append(digits - there, '0');
    }
    text = withSign(std::move(text), language);
    if (!currency.empty() && !format.bare)
        text.append(" ").append(currency);
    return text;
}

std::string booleanWords(bool value, std::string_view language)
{
    const LanguageWords& words = wordsOf(language);
    return std::string(value ? words.yes : words.no);
}

std::string dateWords(std::string_view iso, std::string_view language)
{
    const char sign = wordsOf(language).dateSign;
    const std::string_view day = iso.substr(0, 10);
    if (!parseDate(day))
        return std::string(iso);
    if (sign == 0)
        return std::string(day);
    return std::string(day.substr(8, 2)) + sign + std::string(day.substr(5, 2)) + sign + std::string(day.substr(0, 4));
}

std::string listWords(const std::vector<std::string>& elements)
{
    return join(elements, ", ");
}

} // namespace shelf
