// What is prepared once for a snapshot: types, slots, tiers, rules.
#include "governance/preview/pipeline.h"

#include <algorithm>

namespace shelf {

namespace {

bool namesAdapter(const EntryPtr& rule)
{
    return rule->compat().allows && rule->compat().with != noRow;
}

} // namespace

PreviewCore::PreviewCore(Snapshot snapshot, View seen)
    : catalog(std::move(snapshot)), view(seen), settings(previewSettings(catalog.definitions())), compatibility(catalog, seen),
      products(catalog), copy(catalog)
{
    for (size_t place = 0; place < settings.tiers.size(); ++place)
        tierPlaces[static_cast<size_t>(settings.tiers[place])] = static_cast<uint8_t>(place);
    takeTypes();
    const auto rules = catalog.entriesOf(MappingKind::Compat);
    const Links& links = catalog.links();
    anyFit = links.typeOf("incompatible") != 0xffff || links.typeOf("compatible") != 0xffff;
    for (const EntryPtr& rule : rules) {
        if (!rule->in(view))
            continue;
        anyFit = true;
        anyAdapter = anyAdapter || namesAdapter(rule);
        if (!rule->compat().shows.empty()) {
            showing.push_back(rule);
            showingSlots.push_back(slotOf(rule->compat().shows));
            showingSides.emplace_back(RuleSide(catalog, rule->compat().left), RuleSide(catalog, rule->compat().right));
        }
    }
    upgradesSlot = slotOf("upgrades");
    alternativesSlot = slotOf("alternatives");
    essentialsSlot = slotOf("essentials");
    successorLink = links.typeOf("successor");
    substituteLink = links.typeOf("substitute");
    requiresLink = links.typeOf("requires");
}

void PreviewCore::takeTypes()
{
    std::set<std::string> names = {"essentials", "accessories", "services", "bundles", "upgrades", "alternatives"};
    for (const auto& [code, type] : settings.types)
        for (const std::string& slot : {type.slot, type.inverseSlot})
            if (!slot.empty())
                names.insert(slot);
    for (const EntryPtr& rule : catalog.entriesOf(MappingKind::Compat))
        if (!rule->compat().shows.empty())
            names.insert(rule->compat().shows);
    slots.assign(names.begin(), names.end());
    std::stable_sort(slots.begin(), slots.end(), [](const std::string& a, const std::string& b) { return slotPlace(a) < slotPlace(b); });
    for (const auto& [code, type] : settings.types) {
        const LinkType* definition = catalog.definitions().linkType(code);
        TypeInfo info;
        info.code = code;
        info.slot = slotOf(type.slot);
        info.inverseSlot = slotOf(type.inverseSlot);
        info.cap = type.cap;
        info.stock = type.stock;
        info.guard = type.guard.value_or(missing);
        info.symmetric = definition && definition->code == code && definition->symmetric;
        info.isRequires = code == "requires";
        info.isUpSell = code == "up-sell";
        info.isCompatible = code == "compatible" || code == "spare-part";
        info.isConsumable = code == "consumable";
        types.push_back(std::move(info));
    }
    bundleType = typeOf("bundle");
    upgradeType = typeOf("upgrade");
    compatType = typeOf("compat");
    requiresType = typeOf("requires");
    for (uint16_t type = 0; type < catalog.links().typeCount(); ++type)
        linkTypes.push_back(typeOf(catalog.links().typeCode(type)));
}

uint16_t PreviewCore::slotOf(std::string_view name) const
{
    const auto found = std::find(slots.begin(), slots.end(), name);
    return found == slots.end() ? noSlot : static_cast<uint16_t>(found - slots.begin());
}

uint16_t PreviewCore::typeOf(std::string_view code) const
{
    const auto found = std::find_if(types.begin(), types.end(), [code](const TypeInfo& type) { return type.code == code; });
    return found == types.end() ? uint16_t(0xffff) : static_cast<uint16_t>(found - types.begin());
}

std::shared_ptr<const RuleLinks> PreviewCore::ruleLinks(Days today) const
{
    constexpr size_t most = 16; // days that are kept
    // Only in the working view do they depend on the day: some expressions speak of it.
    const Days key = view == View::Working && !catalog.entriesOf(MappingKind::LinkRule).empty() ? today : 0;
    const std::lock_guard lock(m_mutex);
    auto found = m_ruleLinks.find(key);
    if (found == m_ruleLinks.end()) {
        if (m_ruleLinks.size() >= most)
            m_ruleLinks.clear();
        found = m_ruleLinks.emplace(key, std::make_shared<const RuleLinks>(catalog, view, today)).first;
    }
    return found->second;
}

} // namespace shelf
