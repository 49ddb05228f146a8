#include "model/io/import_skus.h"

#include "model/domain/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace shelf {

namespace {

constexpr uint64_t mostExamples = 3;
constexpr int64_t largestExponent = 400; // of what somebody could have meant as a number

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isWhole(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), isDigit);
}

std::string upperCase(std::string_view text)
{
    std::string upper(text);
    for (char& c : upper)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - ('a' - 'A'));
    return upper;
}

// A whole number of the form "17e3" as its digits; none where it is no whole number, or a very long one.
std::optional<std::string> wholeDigits(std::string_view form)
{
    const size_t e = form.find('e');
    int zeros = 0;
    std::from_chars(form.data() + e + 1, form.data() + form.size(), zeros);
    if (zeros < 0 || zeros > 250 || form.front() == '-')
        return std::nullopt;
    return std::string(form.substr(0, e)).append(static_cast<size_t>(zeros), '0');
}

} // namespace

std::optional<std::string> numberForm(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    std::string digits;
    int64_t exponent = 0;
    bool point = false;
    size_t at = 0;
    for (; at < text.size() && (isDigit(text[at]) || (text[at] == '.' && !point)); ++at) {
        if (text[at] == '.') {
            point = true;
            continue;
        }
        digits += text[at];
        exponent -= point ? 1 : 0;
    }
    if (digits.empty() || text[0] == '.')
        return std::nullopt;
    if (at < text.size()) {
        if (text[at] != 'e' && text[at] != 'E')
            return std::nullopt;
        ++at;
        if (at + 1 < text.size() && text[at] == '+')
            ++at;
        int64_t written = 0;
        const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), written);
        if (error != std::errc() || end != text.data() + text.size() || written > largestExponent || written < -largestExponent)
            return std::nullopt;
        exponent += written;
    }
    const size_t first = digits.find_first_not_of('0');
    if (first == std::string::npos)
        return "0e0";
    digits.erase(0, first);
    while (digits.back() == '0') {
        digits.pop_back();
        ++exponent;
    }
    return (negative ? "-" : "") + digits + "e" + std::to_string(exponent);
}

namespace {

enum : uint8_t { Upper = 1, Lower = 2, Other = 4, NotOfNumbers = 8 };

constexpr std::array<uint8_t, 256> kindsOfBytes()
{
    std::array<uint8_t, 256> kinds{};
    for (size_t c = 0; c < kinds.size(); ++c) {
        const bool number = (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-' || c == 'e' || c == 'E';
        kinds[c] = static_cast<uint8_t>((c >= 'A' && c <= 'Z' ? Upper : 0) | (c >= 'a' && c <= 'z' ? Lower : 0) | (c >= 0x80 ? Other : 0)
            | (number ? 0 : NotOfNumbers));
    }
    return kinds;
}

} // namespace

SkuForms::Shape SkuForms::shapeOf(std::string_view sku)
{
    static constexpr std::array<uint8_t, 256> kinds = kindsOfBytes();
    unsigned seen = 0;
    for (const char c : sku)
        seen |= kinds[static_cast<unsigned char>(c)];
    const bool number = !(seen & NotOfNumbers) && !sku.empty() && (isDigit(sku[0]) || sku[0] == '-' || sku[0] == '+');
    return {(seen & Upper) != 0, (seen & Lower) != 0, (seen & Other) != 0, number};
}

std::optional<std::string> SkuForms::stored(std::string_view form) const
{
    const uint64_t* at = m_forms.find(hashOf(form));
    if (!at)
        return std::nullopt;
    return m_texts.substr(*at, m_texts.find('\n', *at) - *at);
}

void SkuForms::store(std::string_view form, std::string_view sku)
{
    if (m_forms.insert(hashOf(form), m_texts.size()) != SeenRows::Found::New)
        return; // the first one is as good an example as this one
    m_texts += sku;
    m_texts += '\n';
}

std::optional<std::string> SkuForms::sameNumber(std::string_view sku, Shape shape, const Known& known) const
{
    if (!shape.number)
        return std::nullopt;
    const bool whole = isWhole(sku);
    if (whole && m_padded.none() && !m_otherNumbers && (sku.front() != '0' || m_plain.none()))
        return std::nullopt;
    std::string form;
    std::string digits(sku);
    if (!whole) {
        const auto read = numberForm(sku);
        if (!read)
            return std::nullopt;
        form = *read;
        digits = wholeDigits(form).value_or(std::string());
    }
    // Whole numbers are found by writing this one with as many digits as others have.
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.empty() ? 0 : digits.size() - 1));
    for (size_t length = std::max<size_t>(digits.size(), 1); !digits.empty() && length <= m_longest; ++length) {
        const bool there = length == digits.size() && digits != "0" ? m_plain[length] : m_plain[length] || m_padded[length];
        if (!there || (whole && length == sku.size()))
            continue;
        std::string candidate = std::string(length - digits.size(), '0') + digits;
        if (known(candidate))
            return candidate;
    }
    if (!m_otherNumbers)
        return std::nullopt;
    auto other = stored("n" + (whole ? *numberForm(sku) : form));
    return other && *other != sku ? other : std::nullopt;
}

std::optional<std::string> SkuForms::lookalike(std::string_view sku, Shape shape, const Known& known) const
{
    const bool differsInCase = (shape.upper && m_lower) || (shape.lower && m_upper);
    if (!shape.mixed() && !m_mixed && !differsInCase)
        return std::nullopt;
    const std::string form = folded(sku);
    const std::string upper = upperCase(form);
    if (form != sku && known(form))
        return form;
    if (upper != sku && upper != form && known(upper))
        return upper;
    if (!m_mixed)
        return std::nullopt;
    auto other = stored("f" + form);
    return other && *other != sku ? other : std::nullopt;
}

void SkuForms::add(std::string_view sku, Shape shape)
{
    if (shape.number) {
        if (isWhole(sku) && sku.size() < mostDigits) {
            (sku.front() == '0' && sku.size() > 1 ? m_padded : m_plain).set(sku.size());
            m_longest = std::max(m_longest, sku.size());
        } else if (const auto form = numberForm(sku)) {
            store("n" + *form, sku);
            m_otherNumbers = true;
        }
    }
    if (shape.mixed()) {
        store("f" + folded(sku), sku);
        m_mixed = true;
    } else {
        m_upper = m_upper || shape.upper;
        m_lower = m_lower || shape.lower;
    }
}

std::string mangledMessage(std::string_view sku, std::string_view candidate)
{
    return "the SKU " + inQuotes(sku) + " is equal to " + inQuotes(candidate)
        + " only as a number: if a spreadsheet has rewritten it, write it as text";
}

void Lookalikes::add(std::string_view sku, uint64_t line, std::string_view other)
{
    if (++count <= mostExamples)
        examples.push_back(forTerminal(sku, 80) + " (row " + std::to_string(line) + ") and " + forTerminal(other, 80));
}

void Lookalikes::add(const Lookalikes& more)
{
    count += more.count;
    for (const std::string& example : more.examples)
        if (examples.size() < mostExamples)
            examples.push_back(example);
}

} // namespace shelf
