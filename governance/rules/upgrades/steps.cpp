#include "governance/rules/upgrades/steps.h"

#include "governance/offers/bundle_checks.h"
#include "governance/offers/labels.h"
#include "governance/offers/money.h"

#include <algorithm>
#include <map>

namespace shelf {

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

FamilyPrices::FamilyPrices(const RuleRun& run) : m_catalog(run.catalog())
{
    const Column* families = m_catalog.column("family");
    if (!families)
        return;
    std::vector<bool> wanted(families->valueCount() + 1, false);
    bool any = false;
    run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
        for (const LadderStep& step : entry.ladder().steps)
            if (const Code code = step.row == noRow ? 0 : m_catalog.value(families, step.row)) {
                wanted[code] = true;
                any = true;
            }
    });
    if (!any)
        return;
    const Prices prices(m_catalog);
    std::map<std::pair<Code, std::string>, Group> groups;
    std::vector<Code> buffer(chunkRows);
    for (Row index = 0; index < m_catalog.chunks() && !run.cancelled(); ++index) {
        const std::span<const Code> codes = m_catalog.chunk(families, index, buffer.data());
        for (Row i = 0; i < codes.size(); ++i) {
            const Row row = index * chunkRows + i;
            if (!codes[i] || codes[i] >= wanted.size() || !wanted[codes[i]] || !isSold(m_catalog, row))
                continue;
            const auto price = prices.price(row);
            if (!price || *price <= 0 || (m_catalog.hasVariants() && !m_catalog.variants(row).empty()))
                continue; // what stands for its variants is not bought itself
            groups[{codes[i], prices.currency(row)}].members.push_back({row, *price, m_catalog.text("brand", row)});
        }
    }
    for (auto& [key, group] : groups) {
        group.family = families->values().text(key.first);
        group.currency = key.second;
        std::sort(group.members.begin(), group.members.end(), [this](const Member& a, const Member& b) {
            return a.price != b.price ? a.price < b.price : m_catalog.sku(a.row) < m_catalog.sku(b.row);
        });
        m_groups.push_back(std::move(group));
    }
}

const FamilyPrices::Group* FamilyPrices::find(std::string_view family, std::string_view currency) const
{
    for (const Group& group : m_groups)
        if (std::string_view(group.family) == family && std::string_view(group.currency) == currency)
            return &group;
    return nullptr;
}

std::vector<FamilyPrices::Member> FamilyPrices::between(Row like, int64_t low, int64_t high, bool sameBrand) const
{
    std::vector<Member> found;
    const Group* group = find(m_catalog.family(like), Prices(m_catalog).currency(like));
    if (!group)
        return found;
    const std::string_view brand = m_catalog.text("brand", like);
    const auto above = [](int64_t price, const Member& member) { return price < member.price; };
    for (auto member = std::upper_bound(group->members.begin(), group->members.end(), low, above);
         member != group->members.end() && member->price <= high; ++member)
        if (!sameBrand || member->brand == brand)
            found.push_back(*member);
    return found;
}

} // namespace shelf
