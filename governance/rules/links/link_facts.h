// What rules about links need again and again: facts of link types, the other words for a link and its ends, steps of fixes.
#pragma once

#include "governance/rules/rule.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct LinkTypeFacts {
    std::string code, slot; // slot empty: a filter such as `incompatible`, never shown
    bool symmetric = false, needsReason = false, needsEnd = false;
    int slotNumber = -1; // of slot, for tables by slot; -1: none
    int cap = 0; // 0: none
    bool shown() const { return slotNumber >= 0; }
    // Its ends are used together: not a choice between the two, as up-sells and substitutes are.
    bool together() const { return shown() && slot != "upgrades" && slot != "alternatives"; }
};

// By Link::type.
class LinkTypes {
public:
    explicit LinkTypes(const Snapshot& catalog);
    const LinkTypeFacts& operator[](uint16_t type) const { return m_types[type]; }
    const LinkTypeFacts& of(const Link& link) const { return m_types[link.type]; }
    uint16_t size() const { return static_cast<uint16_t>(m_types.size()); }
    const std::vector<std::string>& slots() const { return m_slots; } // by slotNumber

private:
    std::vector<LinkTypeFacts> m_types;
    std::vector<std::string> m_slots;
};

// "ORV-A2 Orvane A2": SKU and name; the SKU alone where there is no name. Rules that use it read the field "name".
std::string named(const Snapshot& catalog, Row row);
// "ORV-A2 Orvane A2 → PAX-S5 Sling 5 (accessory)", with the variant where it has one.
std::string named(const Snapshot& catalog, const Link& link);
std::string moneyText(const Snapshot& catalog, Row row); // "549 EUR"; reads price and currency
std::string dateText(Days day, Days today); // "2026-11-15 (9 days ago)"
std::string countOf(size_t count, std::string_view one, std::string_view many); // "1 link", "3 links"

// The link of a finding, in the run's view; nullopt where it is gone.
std::optional<Link> linkOf(const RuleRun& run, std::string_view id);
FixStep retireMapping(std::string id);
FixStep editMapping(std::string id, std::vector<std::pair<std::string, std::string>> fields);
// The steps that put `to` in the place of the link's end `from`: its content goes on in a new link, the old one is retired. Empty where
// that cannot be: the new link would lead to itself. Where the new link is there already the old one is only retired.
std::vector<FixStep> redirect(const RuleRun& run, const Link& link, Row from, Row to);

} // namespace shelf
