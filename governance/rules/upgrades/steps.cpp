#include "governance/rules/upgrades/steps.h"

#include "governance/offers/bundle_checks.h"
#include "governance/offers/labels.h"
#include "governance/offers/money.h"
#include "model/domain/product.h"

#include <algorithm>

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
      m_brands(m_catalog.column("brand")), m_currencies(m_catalog.column("currency"))
{
    if (!m_families)
        return;
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
                add(index * chunkRows + i, codes[i]);
    }
    for (auto& [key, members] : m_members)
        std::sort(members.begin(), members.end(), [this](const Member& a, const Member& b) {
            return a.price != b.price ? a.price < b.price : m_catalog.sku(a.row) < m_catalog.sku(b.row);
        });
}

void FamilyPrices::add(Row row, Code family)
{
    if (!isSold(m_catalog, row) || (m_catalog.hasVariants() && !m_catalog.variants(row).empty()))
        return; // what stands for its variants is not bought itself
    const int64_t price = priceOf(row);
    if (price > 0)
        m_members[{family, m_catalog.value(m_currencies, row)}].push_back(
            {row, price, m_catalog.value(m_brands, row), m_catalog.value(m_categories, row)});
}

// Prices repeat: each is read once.
int64_t FamilyPrices::priceOf(Row row)
{
    if (!m_prices) {
        m_prices = m_catalog.column("price");
        if (!m_prices)
            return 0;
        m_priceOfCode.assign(m_prices->valueCount() + 1, -1);
    }
    const Code code = m_catalog.value(m_prices, row);
    if (!code)
        return 0;
    int64_t& price = m_priceOfCode[code];
    if (price < 0)
        price = std::max<int64_t>(0, moneyOf(m_prices, code).value_or(0));
    return price;
}

std::string_view FamilyPrices::primary(Code categories) const
{
    if (!categories)
        return {};
    const std::span<const Code> all = m_categories->values().elements(categories);
    return all.empty() ? std::string_view() : m_categories->values().elementValues().text(all.front());
}

std::vector<FamilyPrices::Member> FamilyPrices::between(Row like, int64_t low, int64_t high, bool sameBrand) const
{
    std::vector<Member> found;
    const auto members = m_members.find({m_catalog.value(m_families, like), m_catalog.value(m_currencies, like)});
    if (members == m_members.end())
        return found;
    const Code brand = m_catalog.value(m_brands, like);
    const std::string_view category = primary(m_catalog.value(m_categories, like));
    const auto above = [](int64_t price, const Member& member) { return price < member.price; };
    for (auto member = std::upper_bound(members->second.begin(), members->second.end(), low, above);
         member != members->second.end() && member->price <= high; ++member)
        if ((!sameBrand || member->brand == brand) && primary(member->categories) == category)
            found.push_back(*member);
    return found;
}

} // namespace shelf
