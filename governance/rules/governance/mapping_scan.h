// What rules over all kinds of mappings share: visiting them, and deciding about links once per distinct content.
#pragma once

#include "governance/rules/rule.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shelf::mapping {

inline constexpr std::array entryKinds = {MappingKind::LinkRule, MappingKind::Compat, MappingKind::Bundle, MappingKind::Upgrade};

// visit(entry) for the bundles, ladders, link rules and compatibility rules in the run.
template <typename Visit> void eachEntry(const RuleRun& run, const Visit& visit)
{
    for (const MappingKind kind : entryKinds)
        run.forEachEntry(kind, visit);
}

// The canonical JSON of a member of a canonical JSON object, read in place; empty where there is none.
std::string_view memberOf(std::string_view object, std::string_view key);
// A member that is a text ("" where it is none), for the rare ones with escapes too.
std::string textOf(std::string_view object, std::string_view key);

// A yes or no about a link's details, asked once per distinct code where the run is about everything.
template <typename Decide> class ByDetails {
public:
    ByDetails(const RuleRun& run, Decide decide) : m_details(run.catalog().links().details()), m_decide(std::move(decide))
    {
        if (run.everything())
            m_known.resize(size_t(m_details.size()) + 1);
    }
    bool operator()(Code code)
    {
        if (code >= m_known.size())
            return m_decide(m_details.json(code));
        uint8_t& known = m_known[code];
        if (!known)
            known = m_decide(m_details.json(code)) ? yes : no;
        return known == yes;
    }

private:
    static constexpr uint8_t no = 1, yes = 2;
    const Dictionary& m_details;
    Decide m_decide;
    std::vector<uint8_t> m_known;
};

// After how many days a mapping is due for another review: its link type's cadence_days where it has one and that is not 0, else the
// policy review-cadence.
class Cadence {
public:
    explicit Cadence(const Snapshot& catalog);
    int64_t of(const Link& link) const { return m_types[link.type]; }
    int64_t of(const Entry& entry) const; // link rules have a link type
    int64_t ofType(std::string_view type) const;

private:
    const Definitions& m_definitions;
    int64_t m_policy = 0;
    std::vector<int64_t> m_types; // by Link::type
};

std::string daysText(int64_t days); // "1 day", "30 days"

} // namespace shelf::mapping
