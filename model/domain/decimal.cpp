#include "model/domain/decimal.h"

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace shelf {

namespace {

constexpr int maxExponent = 30; // values outside 10^-30 … 10^30 are refused
constexpr int64_t millionth = 1000000; // parts of one

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// A decimal taken apart: its digits in the text without leading and trailing zeros, and where the point goes among them.
struct Scanned {
    bool negative = false;
    size_t first = 0; // index of the first digit that is not zero
    size_t last = 0; // index of the last digit that is not zero
    bool zero = true; // no digit but zeros
    size_t mark = 0; // index of the decimal mark, or of what follows the digits where there is none
    int64_t exponent = 0; // of ten, as written
};

std::optional<int64_t> scanExponent(std::string_view text)
{
    size_t at = 0;
    const bool negative = at < text.size() && text[at] == '-';
    if (at < text.size() && (text[at] == '-' || text[at] == '+'))
        ++at;
    if (at == text.size())
        return std::nullopt;
    int64_t exponent = 0;
    for (; at < text.size(); ++at) {
        if (!isDigit(text[at]))
            return std::nullopt;
        if (exponent < 100000000) // far beyond any value that is accepted; keeps the sum from overflowing
            exponent = exponent * 10 + (text[at] - '0');
    }
    return negative ? -exponent : exponent;
}

std::optional<Scanned> scan(std::string_view text, char mark)
{
    Scanned result;
    size_t at = 0;
    if (!text.empty() && text[0] == '-') {
        result.negative = true;
        at = 1;
    }
    bool digits = false;
    bool marked = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (isDigit(c)) {
            digits = true;
            if (c != '0') {
                if (result.zero)
                    result.first = at;
                result.last = at;
                result.zero = false;
            }
        } else if (c == mark && !marked) {
            marked = true;
            result.mark = at;
        } else {
            break;
        }
    }
    if (!digits || (marked && !isDigit(text[at - 1])))
        return std::nullopt; // no digits at all, or a mark with nothing behind it ("5.")
    if (!marked)
        result.mark = at;
    if (at < text.size()) {
        if (text[at] != 'e' && text[at] != 'E')
            return std::nullopt;
        const std::optional<int64_t> exponent = scanExponent(text.substr(at + 1));
        if (!exponent)
            return std::nullopt;
        result.exponent = *exponent;
    }
    return result;
}

// Appends the digits between `from` and `to` (inclusive), passing over the mark.
void appendDigits(std::string& out, std::string_view text, size_t from, size_t to, size_t mark)
{
    if (mark >= from && mark <= to) {
        out.append(text.substr(from, mark - from));
        out.append(text.substr(mark + 1, to - mark));
    } else {
        out.append(text.substr(from, to - from + 1));
    }
}

// Most numbers are canonical as they stand: nothing to do but to see that they are.
bool isCanonical(std::string_view text, int maxDigits)
{
    const size_t begin = !text.empty() && text[0] == '-' ? 1 : 0;
    size_t at = begin;
    while (at < text.size() && isDigit(text[at]))
        ++at;
    const size_t whole = at - begin;
    if (whole == 0 || whole > static_cast<size_t>(maxExponent) || (text[begin] == '0' && (whole > 1 || (begin && text.size() == 2))))
        return false;
    if (at == text.size())
        return whole <= static_cast<size_t>(maxDigits);
    if (text[at] != '.')
        return false;
    const size_t point = at++;
    while (at < text.size() && isDigit(text[at]))
        ++at;
    const size_t fraction = at - point - 1;
    return at == text.size() && fraction > 0 && fraction <= static_cast<size_t>(maxExponent) && text.back() != '0'
        && whole + fraction <= static_cast<size_t>(maxDigits);
}

} // namespace

bool appendCanonicalDecimal(std::string& out, std::string_view text, char mark, int maxDigits)
{
    if (mark == '.' && isCanonical(text, maxDigits)) {
        out.append(text);
        return true;
    }
    const std::optional<Scanned> scanned = scan(text, mark);
    if (!scanned)
        return false;
    if (scanned->zero) {
        out.push_back('0');
        return true;
    }
    const auto [negative, first, last, zero, point, exponent] = *scanned;
    const int64_t digits = static_cast<int64_t>(last - first + 1) - (first < point && point < last ? 1 : 0);
    // How many of the digits stand before the point (negative: zeros between the point and the first digit).
    const int64_t written = first < point ? static_cast<int64_t>(point - first) : -static_cast<int64_t>(first - point - 1);
    const int64_t whole = written + exponent;
    const bool isLimit = whole == maxExponent + 1 && digits == 1 && text[first] == '1'; // 10^30 itself
    if (digits > maxDigits || (whole > maxExponent && !isLimit) || whole <= -maxExponent)
        return false;
    if (negative)
        out.push_back('-');
    if (whole <= 0) {
        out.append("0.").append(static_cast<size_t>(-whole), '0');
        appendDigits(out, text, first, last, point);
    } else {
        const size_t start = out.size();
        appendDigits(out, text, first, last, point);
        if (whole >= digits)
            out.append(static_cast<size_t>(whole - digits), '0');
        else
            out.insert(start + static_cast<size_t>(whole), 1, '.');
    }
    return true;
}

std::optional<std::string> canonicalDecimal(std::string_view text, char mark, int maxDigits)
{
    std::string result;
    if (!appendCanonicalDecimal(result, text, mark, maxDigits))
        return std::nullopt;
    return result;
}

std::optional<int64_t> toMillionths(std::string_view canonical)
{
    const bool negative = !canonical.empty() && canonical[0] == '-';
    const std::string_view digits = canonical.substr(negative ? 1 : 0);
    int64_t result = 0;
    int places = -1; // digits seen behind the point; -1: no point yet
    if (digits.empty())
        return std::nullopt;
    const auto push = [&result, negative](int digit) { // counts downwards for negative numbers, so that the smallest one fits
        return !__builtin_mul_overflow(result, int64_t(10), &result)
            && !__builtin_add_overflow(result, int64_t(negative ? -digit : digit), &result);
    };
    for (const char c : digits) {
        if (c == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (!isDigit(c) || (places >= 0 && ++places > 6) || !push(c - '0'))
            return std::nullopt;
    }
    for (int place = places < 0 ? 0 : places; place < 6; ++place)
        if (!push(0))
            return std::nullopt;
    return result;
}

std::string fromMillionths(int64_t millionths)
{
    const uint64_t size = millionths < 0 ? uint64_t(0) - static_cast<uint64_t>(millionths) : static_cast<uint64_t>(millionths);
    std::string result = millionths < 0 ? "-" : "";
    result += std::to_string(size / millionth);
    uint64_t fraction = size % millionth;
    if (fraction != 0) {
        std::array<char, 7> digits = {'.', '0', '0', '0', '0', '0', '0'};
        for (size_t place = 6; place > 0; --place, fraction /= 10)
            digits[place] = static_cast<char>('0' + fraction % 10);
        size_t length = digits.size();
        while (digits[length - 1] == '0')
            --length;
        result.append(digits.data(), length);
    }
    return result;
}

std::optional<double> toDouble(std::string_view canonical)
{
    double value = 0;
    const char* end = canonical.data() + canonical.size();
    const auto [stop, error] = std::from_chars(canonical.data(), end, value);
    if (error != std::errc() || stop != end || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<int64_t> toInteger(std::string_view canonical)
{
    int64_t value = 0;
    const char* end = canonical.data() + canonical.size();
    const auto [stop, error] = std::from_chars(canonical.data(), end, value);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

std::string shortestDecimal(double value)
{
    if (value == 0 || !std::isfinite(value))
        return "0";
    std::array<char, 512> buffer; // the longest: some 310 digits in front, or some 330 behind the point
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
    return error == std::errc() ? std::string(buffer.data(), end) : "0";
}

} // namespace shelf
