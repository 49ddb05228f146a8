#include "governance/offers/bundle_checks.h"

#include "governance/offers/bundle_figures.h"
#include "model/domain/decimal.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace shelf {

namespace {

constexpr size_t always = ~size_t(0);

// One thing that is or may be in the box: in a group, or always.
struct Content {
    Row row = noRow;
    size_t group = always;
};

struct Group {
    size_t min = 0, max = 1;
    std::vector<Row> of;
};

// All that can be in a bundle, in its order; an optional component is a group of one.
struct Box {
    std::vector<Content> things;
    std::vector<Group> groups;

    explicit Box(const Bundle& bundle)
    {
        for (const BundlePart& part : bundle.parts) {
            if (!part.required)
                groups.push_back({0, 1, {part.row}});
            things.push_back({part.row, part.required ? always : groups.size() - 1});
        }
        for (const BundleGroup& group : bundle.groups) {
            const size_t most = group.of.size();
            const auto bounded = [most](int64_t count) { return std::min(most, static_cast<size_t>(std::max<int64_t>(0, count))); };
            groups.push_back({bounded(group.min), bounded(std::max(group.min, group.max)), group.of});
            for (const Row row : group.of)
                things.push_back({row, groups.size() - 1});
        }
    }
};

class Conflicts {
public:
    Conflicts(const Compatibility& compatibility, const Bundle& bundle) : m_compatibility(compatibility), m_box(bundle) { }

    std::vector<PartConflict> all()
    {
        for (size_t i = 0; i < m_box.things.size(); ++i)
            for (size_t j = i + 1; j < m_box.things.size(); ++j)
                look(m_box.things[i], m_box.things[j]);
        if (m_found.empty())
            return {};
        markGroupsWithoutChoice();
        markGroupsThatNeverAgree();
        std::vector<PartConflict> result;
        for (const auto& [conflict, groups] : m_found)
            result.push_back(conflict);
        return result;
    }

private:
    using Groups = std::pair<size_t, size_t>;

    void look(const Content& a, const Content& b)
    {
        if (a.row == b.row || a.row == noRow || b.row == noRow)
            return;
        if (a.group == b.group && a.group != always && m_box.groups[a.group].max < 2)
            return; // never both
        if (m_compatibility.fit(a.row, b.row) != Fit::Incompatible)
            return;
        PartConflict conflict{a.row, b.row, ConflictKind::Combination, m_compatibility.explain(a.row, b.row).because};
        const bool first = a.group == always, second = b.group == always;
        if (first && second)
            conflict.kind = ConflictKind::Unavoidable;
        else if (first || second)
            conflict.kind = ConflictKind::NeverFits;
        if (first != second)
            m_useless.insert({first ? b.group : a.group, first ? b.row : a.row});
        m_pairs.insert({a.row, b.row});
        m_pairs.insert({b.row, a.row});
        m_found.emplace_back(std::move(conflict), Groups(a.group, b.group));
    }

    std::vector<Row> usable(size_t group) const
    {
        std::vector<Row> rows;
        for (const Row row : m_box.groups[group].of)
            if (!m_useless.count({group, row}))
                rows.push_back(row);
        return rows;
    }

    // A group of which too few things go with what is always in the box.
    void markGroupsWithoutChoice()
    {
        for (size_t group = 0; group < m_box.groups.size(); ++group)
            if (usable(group).size() < m_box.groups[group].min)
                for (auto& [conflict, groups] : m_found)
                    if (conflict.kind == ConflictKind::NeverFits && (groups.first == group || groups.second == group))
                        conflict.kind = ConflictKind::Unavoidable;
    }

    // Two groups that both must be chosen from, and whatever is chosen does not go together.
    void markGroupsThatNeverAgree()
    {
        std::set<Groups> seen;
        for (const auto& [found, pair] : m_found)
            if (found.kind == ConflictKind::Combination && pair.first != pair.second && seen.insert(pair).second && neverAgree(pair))
                for (auto& [conflict, groups] : m_found)
                    if (groups == pair)
                        conflict.kind = ConflictKind::Unavoidable;
    }

    bool neverAgree(const Groups& pair) const
    {
        if (m_box.groups[pair.first].min == 0 || m_box.groups[pair.second].min == 0)
            return false;
        for (const Row a : usable(pair.first))
            for (const Row b : usable(pair.second))
                if (!m_pairs.count({a, b}))
                    return false;
        return true;
    }

    const Compatibility& m_compatibility;
    Box m_box;
    std::vector<std::pair<PartConflict, Groups>> m_found;
    std::set<std::pair<size_t, Row>> m_useless; // by group: what does not go with what is always in the box
    std::set<std::pair<Row, Row>> m_pairs;
};

// Whether the box has this product, one of its variants, or what it is a variant of.
bool hasOneOf(const Snapshot& catalog, const std::set<Row>& rows, Row needed)
{
    if (rows.count(needed))
        return true;
    for (const Row variant : catalog.variants(needed))
        if (rows.count(variant))
            return true;
    const Row parent = catalog.parent(needed);
    return parent != noRow && rows.count(parent);
}

std::map<Row, int64_t> plannedNeeds(const Entry& bundle)
{
    std::map<Row, int64_t> needs;
    const auto units = static_cast<int64_t>(bundle.content.number("planned_units").value_or(0));
    if (units <= 0 || bundle.content.boolean("parked"))
        return needs;
    for (const BundlePart& part : bundle.bundle().parts) {
        int64_t need = 0;
        if (part.required && !__builtin_mul_overflow(units, std::max<int64_t>(1, part.quantity), &need))
            needs[part.row] = moneySum(needs[part.row], need);
    }
    return needs;
}

} // namespace

std::vector<PartConflict> partConflicts(const Compatibility& compatibility, const Bundle& bundle)
{
    return Conflicts(compatibility, bundle).all();
}

std::vector<AbsentRequirement> absentRequirements(
    const Snapshot& catalog, View view, const Bundle& bundle, const std::vector<std::pair<Row, Row>>& further)
{
    std::vector<AbsentRequirement> absent;
    const uint16_t type = catalog.links().typeOf("requires");
    if (type == 0xffff && further.empty())
        return absent;
    const Box box(bundle);
    for (const Content& thing : box.things) {
        int depth = 0; // parents end somewhere, or go round in a damaged catalog
        for (Row source = thing.row; source != noRow && depth < 16; source = catalog.parent(source), ++depth) {
            for (const Link& link : catalog.links().from(source))
                if (link.type == type && link.in(view))
                    absent.push_back({thing.row, link.target, thing.group != always});
            for (auto pair = std::lower_bound(further.begin(), further.end(), std::pair(source, Row(0)));
                 pair != further.end() && pair->first == source; ++pair)
                absent.push_back({thing.row, pair->second, thing.group != always});
        }
    }
    if (absent.empty())
        return absent; // most bundles: what they have is not gathered for nothing
    std::set<Row> rows;
    for (const Content& thing : box.things)
        rows.insert(thing.row);
    std::set<std::pair<Row, Row>> seen;
    std::erase_if(absent, [&](const AbsentRequirement& one) {
        return hasOneOf(catalog, rows, one.needs) || !seen.insert({one.part, one.needs}).second;
    });
    return absent;
}

std::vector<StockClaim> stockClaims(const Snapshot& catalog, View view, const Entry& bundle)
{
    std::vector<StockClaim> claims;
    const Column* stock = catalog.column("stock");
    const std::map<Row, int64_t> own = plannedNeeds(bundle);
    std::set<Row> seen;
    for (const BundlePart& part : bundle.bundle().parts) {
        if (part.row == noRow || !part.required || !seen.insert(part.row).second)
            continue;
        StockClaim claim;
        claim.part = part.row;
        if (const Code code = catalog.value(stock, part.row, inheritsField("stock")))
            claim.stock = toInteger(stock->values().json(code));
        if (const auto found = own.find(part.row); found != own.end())
            claim.own = found->second;
        for (const EntryPtr& other : catalog.entriesNaming(part.row)) {
            if (other->kind != MappingKind::Bundle || !other->in(view) || other->id == bundle.id)
                continue;
            const std::map<Row, int64_t> needs = plannedNeeds(*other);
            if (const auto found = needs.find(part.row); found != needs.end()) {
                claim.others = moneySum(claim.others, found->second);
                claim.by.push_back(other->id);
            }
        }
        if (claim.own > 0 || claim.others > 0)
            claims.push_back(std::move(claim));
    }
    return claims;
}

bool isSold(const Snapshot& catalog, Row row)
{
    if (row == noRow || !catalog.exists(row))
        return false;
    return catalog.isActive(row) || (!catalog.isRetired(row) && catalog.lifecycle(row) != "planned");
}

} // namespace shelf
