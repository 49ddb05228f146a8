#include "governance/rules/upgrades/steps.h"

#include "governance/offers/bundle_checks.h"
#include "governance/offers/labels.h"
#include "governance/offers/money.h"
#include "model/domain/product.h"

#include <algorithm>
#include <tuple>

namespace shelf {

std::vector<std::string_view> anyField()
{
    std::vector<std::string_view> fields = {"*"};
    for (const CoreField& field : coreFields())
        fields.push_back(field.name);
    return fields;
}

std::string stepLabel(const Snapshot& catalog, const Entry& ladder, const std::vector<StepFigures>& steps, size_t step)
{
    std::string label = entryLabel(ladder) + ": " + productLabel(catalog, steps[step].row);
    if (steps[step].after != StepFigures::npos)
        label += ", the step after " + productLabel(catalog, steps[steps[step].after].row) + ",";
    return label;
}

std::string turnText(const Snapshot& catalog, const AttributeStep& turn)
{
    const std::string label = attributeLabel(catalog, turn.attribute);
    const auto value = [&](const std::string& text) { return valueWithUnit(catalog, turn.attribute, text); };
    if (turn.turn == AttributeTurn::Unknown && turn.before.empty() && turn.after.empty())
        return "both have no " + label;
    if (turn.turn == AttributeTurn::Unknown)
        return turn.after.empty() ? "it has no " + label : "the step before has no " + label;
    if (turn.turn == AttributeTurn::Same)
        return label + " stays " + value(turn.after);
    return label + " goes from " + value(turn.before) + " to " + value(turn.after);
}

FamilyPrices::FamilyPrices(const RuleRun& run)
    : m_catalog(run.catalog()), m_families(m_catalog.column("family")), m_categories(m_catalog.column("categories")),
      m_brands(m_catalog.column("brand")), m_currencies(m_catalog.column("currency")), m_prices(m_catalog.column("price"))
{
    if (!m_families || !m_prices)
        return;
    m_priceOfCode.assign(m_prices->valueCount() + 1, -1);
    std::vector<bool> wanted(m_families->valueCount() + 1, false);
    bool any = false;
    run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
        for (const LadderStep& step : entry.ladder().steps)
            if (const Code code = step.row == noRow ? 0 : m_catalog.value(m_families, step.row)) {
                wanted[code] = true;
                any = true;
            }
    });
    std::vector<Code> buffer(chunkRows);
    for (Row index = 0; any && index < m_catalog.chunks() && !run.cancelled(); ++index) {
        const std::span<const Code> codes = m_catalog.chunk(m_families, index, buffer.data());
        for (Row i = 0; i < codes.size(); ++i)
            if (codes[i] && wanted[codes[i]])
                add(index * chunkRows + i);
    }
    for (auto& [key, members] : m_members)
        sortByPrice(members);
}

// Prices repeat very often: the beginnings of SKUs lie beside them, so that most need not be looked for in memory at each comparison.
void FamilyPrices::sortByPrice(std::vector<Member>& members) const
{
    struct Sorted {
        Member member;
        uint64_t first = 0, second = 0; // sixteen bytes of the SKU, the first byte counts most
    };
    const auto bytes = [](std::string_view text) {
        uint64_t number = 0;
        for (size_t i = 0; i < sizeof number; ++i)
            number = number << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
        return number;
    };
    std::vector<Sorted> sorted;
    sorted.reserve(members.size());
    for (const Member& member : members) {
        const std::string_view sku = m_catalog.sku(member.row);
        sorted.push_back({member, bytes(sku), bytes(sku.substr(std::min(sku.size(), sizeof(uint64_t))))});
    }
    std::sort(sorted.begin(), sorted.end(), [this](const Sorted& a, const Sorted& b) {
        const auto left = std::tie(a.member.price, a.first, a.second), right = std::tie(b.member.price, b.first, b.second);
        return left != right ? left < right : m_catalog.sku(a.member.row) < m_catalog.sku(b.member.row);
    });
    std::transform(sorted.begin(), sorted.end(), members.begin(), [](const Sorted& one) { return one.member; });
}

FamilyPrices::Key FamilyPrices::keyOf(Row row) const
{
    Key key{m_catalog.value(m_families, row), 0, m_catalog.value(m_currencies, row)};
    if (const Code categories = m_catalog.value(m_categories, row))
        if (const std::span<const Code> all = m_categories->values().elements(categories); !all.empty())
            key.category = all.front();
    return key;
}

void FamilyPrices::add(Row row)
{
    const int64_t price = isSold(m_catalog, row) ? priceOf(row) : 0;
    const Row parent = m_catalog.parent(row);
    if (price <= 0 || (parent != noRow && isSold(m_catalog, parent) && priceOf(parent) == price))
        return; // a parent stands for its variants
    const Key key = keyOf(row);
    if (!m_last || key != m_lastKey)
        m_last = &m_members[key];
    m_lastKey = key;
    m_last->push_back({row, price, brand(row)});
}

// Prices repeat: each is read once.
int64_t FamilyPrices::priceOf(Row row)
{
    const Code code = m_catalog.value(m_prices, row);
    if (!code)
        return 0;
    int64_t& price = m_priceOfCode[code];
    if (price < 0)
        price = std::max<int64_t>(0, moneyOf(m_prices, code).value_or(0));
    return price;
}

const std::vector<FamilyPrices::Member>& FamilyPrices::like(Row product) const
{
    static const std::vector<Member> none;
    const auto found = m_families && m_prices ? m_members.find(keyOf(product)) : m_members.end();
    return found == m_members.end() ? none : found->second;
}

} // namespace shelf
