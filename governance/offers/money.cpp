#include "governance/offers/money.h"

#include "model/domain/decimal.h"

#include <cmath>

namespace shelf {

namespace {

constexpr int64_t cent = moneyUnit / 100;

} // namespace

std::optional<int64_t> moneyOf(const Column* column, Code code)
{
    if (!column || !code)
        return std::nullopt;
    return toMillionths(column->values().json(code));
}

int64_t roundedToCent(double millionths)
{
    return static_cast<int64_t>(std::floor(millionths / double(cent) + 0.5)) * cent;
}

std::string moneyText(int64_t millionths, std::string_view currency)
{
    std::string text = fromMillionths(millionths);
    if (!currency.empty())
        text.append(" ").append(currency);
    return text;
}

std::string percentText(double percent)
{
    const double rounded = std::round(percent * 100) / 100;
    return shortestDecimal(rounded == 0 ? 0 : rounded) + " %";
}

int64_t moneySum(int64_t a, int64_t b)
{
    int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum))
        return a < 0 ? INT64_MIN : INT64_MAX;
    return sum;
}

Prices::Prices(const Snapshot& catalog)
    : m_catalog(catalog), m_price(catalog.column("price")), m_cost(catalog.column("cost")), m_currency(catalog.column("currency")),
      m_default(catalog.definitions().policy("currency"))
{
}

std::optional<int64_t> Prices::price(Row row) const
{
    return moneyOf(m_price, m_catalog.value(m_price, row, inheritsField("price")));
}

std::optional<int64_t> Prices::cost(Row row) const
{
    return moneyOf(m_cost, m_catalog.value(m_cost, row, inheritsField("cost")));
}

std::string Prices::currency(Row row) const
{
    const Code code = m_catalog.value(m_currency, row, inheritsField("currency"));
    return code ? std::string(m_currency->values().text(code)) : m_default;
}

VatRates::VatRates(const Snapshot& catalog) : m_catalog(catalog), m_categories(catalog.column("categories"))
{
    const Definitions& definitions = catalog.definitions();
    m_gross = definitions.policy("prices") != "net";
    m_default = toDouble(definitions.policy("vat")).value_or(0);
    for (const Thing* category : definitions.all(ThingKind::Category))
        if (const auto rate = category->fields.number("vat"))
            m_rates.emplace(category->key, *rate);
}

double VatRates::percent(Row row) const
{
    if (m_rates.empty() || !m_categories)
        return m_default;
    const Code code = m_catalog.value(m_categories, row, inheritsField("categories"));
    const std::span<const Code> elements = m_categories->values().elements(code);
    return elements.empty() ? m_default : ofCategory(m_categories->values().elementValues().text(elements.front()));
}

double VatRates::ofCategory(std::string_view category) const
{
    for (;;) {
        if (const auto found = m_rates.find(category); found != m_rates.end())
            return found->second;
        const size_t slash = category.rfind('/');
        if (slash == std::string_view::npos)
            return m_default;
        category = category.substr(0, slash);
    }
}

} // namespace shelf
