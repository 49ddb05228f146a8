// Stage 1: everything that some mapping puts beside an anchor: stored links and those of link rules (from both ends where the type shows
// its inverse), pairs of compatibility rules that are shown somewhere, bundles with the anchor in them, further steps of upgrade paths.
#include "governance/preview/pipeline.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr int deepest = 8; // of parents above a variant, as everywhere

class Gatherer {
public:
    Gatherer(PreviewRun& run, Row anchor, bool mayRepeat) : m_run(run), m_core(run.core), m_anchor(anchor), m_mayRepeat(mayRepeat) { }

    void gather()
    {
        Row row = m_anchor; // a parent stands for its variants
        for (int depth = 0; row != noRow && depth < deepest; ++depth, row = m_core.catalog.parent(row)) {
            m_mayRepeat = m_mayRepeat || depth > 0;
            takeLinks(row);
            takeRuleLinks(row);
            takeEntries(row);
        }
        takePairs();
    }

private:
    Candidate make(uint16_t type, uint16_t slot, Row target) const
    {
        Candidate candidate;
        candidate.anchor = m_anchor;
        candidate.target = target;
        candidate.type = type;
        candidate.slot = slot;
        return candidate;
    }
    void add(const Candidate& candidate) { m_run.add(candidate, m_mayRepeat); }

    void takeLinks(Row row)
    {
        const auto links = m_core.catalog.links().from(row);
        for (size_t i = 0; i < links.size(); ++i)
            if (links[i].in(m_core.view) || (m_run.explaining && isLeftOut(links, i)))
                takeLink(links[i], false);
        const PreparedFacts* prepared = m_run.prepared;
        if (prepared && !prepared->hasIncoming[row])
            return;
        if (!m_run.explaining) {
            m_core.catalog.links().into(row, [this](const Link& link) {
                if (link.in(m_core.view))
                    takeLink(link, true);
            });
            return;
        }
        m_core.catalog.links().into(row, [this](const Link& link) {
            const auto there = m_core.catalog.links().from(link.source);
            const auto same = std::find(there.begin(), there.end(), link); // one place for a mapping, from whichever end it is found
            if (same != there.end() && (link.in(m_core.view) || isLeftOut(there, &*same)))
                takeLink(*same, true);
        });
    }

    // Whether a mapping has no content in this view, and this is the first of those it has.
    bool isLeftOut(std::span<const Link> links, size_t index) const { return isLeftOut(links, &links[index]); }
    bool isLeftOut(std::span<const Link> links, const Link* which) const
    {
        const std::string id = m_core.catalog.linkId(*which);
        bool before = true;
        for (const Link& other : links) {
            if (other == *which) {
                before = false;
                continue;
            }
            const bool sameEnds = other.target == which->target && other.type == which->type;
            if (sameEnds && (before || other.in(m_core.view)) && m_core.catalog.linkId(other) == id)
                return false;
        }
        return true;
    }

    void takeLink(const Link& link, bool incoming)
    {
        const uint16_t type = m_core.linkTypes[link.type];
        if (type == 0xffff)
            return;
        const TypeInfo& info = m_core.types[type];
        const uint16_t slot = !incoming || info.symmetric ? info.slot : info.inverseSlot;
        const Row target = incoming ? link.source : link.target;
        if (slot == noSlot || !m_core.catalog.exists(target))
            return;
        Candidate candidate = make(type, slot, target);
        candidate.link = &link;
        candidate.inState = link.in(m_core.view);
        candidate.inverse = incoming;
        if (!incoming && link.rank)
            candidate.rank = link.rank;
        add(candidate);
    }

    void takeRuleLinks(Row row)
    {
        if (m_core.catalog.entriesOf(MappingKind::LinkRule).empty())
            return;
        const auto links = m_core.ruleLinks(m_run.context->on.day);
        const auto take = [&](const RuleLink& link, bool incoming) {
            const uint16_t type = m_core.typeOf(link.rule->linkRule().type);
            if (type == 0xffff)
                return;
            const TypeInfo& info = m_core.types[type];
            const uint16_t slot = !incoming || info.symmetric ? info.slot : info.inverseSlot;
            const Row target = incoming ? link.source : link.target;
            if (slot == noSlot || !m_core.catalog.exists(target))
                return;
            Candidate candidate = make(type, slot, target);
            candidate.entry = link.rule;
            candidate.fromRule = true;
            candidate.inverse = incoming;
            candidate.rank = link.rank;
            add(candidate);
        };
        for (const RuleLink& link : links->from(row))
            take(link, false);
        for (const RuleLink& link : links->into(row))
            take(link, true);
    }

    void takeEntries(Row row)
    {
        const auto entries = m_core.catalog.entriesNaming(row);
        for (const EntryPtr& entry : entries) {
            if (entry->kind != MappingKind::Bundle && entry->kind != MappingKind::Upgrade)
                continue;
            const bool inView = entry->in(m_core.view);
            if (!inView && (!m_run.explaining || m_core.catalog.entry(entry->id, m_core.view) || !isFirst(entries, *entry)))
                continue;
            if (entry->kind == MappingKind::Bundle)
                takeBundle(*entry, inView, row);
            else
                takeLadder(*entry, inView, row);
        }
    }

    static bool isFirst(const std::vector<EntryPtr>& entries, const Entry& entry)
    {
        const auto first = std::find_if(entries.begin(), entries.end(), [&](const EntryPtr& other) { return other->id == entry.id; });
        return first->get() == &entry;
    }

    void takeBundle(const Entry& entry, bool inView, Row row)
    {
        const Bundle& bundle = entry.bundle();
        const auto names = [row](const BundlePart& part) { return part.row == row; };
        const auto offers = [row](const BundleGroup& group) { return std::find(group.of.begin(), group.of.end(), row) != group.of.end(); };
        if (!std::any_of(bundle.parts.begin(), bundle.parts.end(), names)
            && !std::any_of(bundle.groups.begin(), bundle.groups.end(), offers))
            return;
        Candidate candidate = make(m_core.bundleType, m_core.types[m_core.bundleType].slot, noRow);
        candidate.entry = &entry;
        candidate.inState = inView;
        add(candidate);
    }

    // Every further step; retired ones are bridged: they do not count on the way.
    void takeLadder(const Entry& entry, bool inView, Row row)
    {
        const auto& steps = entry.ladder().steps;
        auto step = std::find_if(steps.begin(), steps.end(), [row](const LadderStep& one) { return one.row == row; });
        if (step == steps.end())
            return;
        double place = 1;
        for (++step; step != steps.end(); ++step) {
            if (step->row == noRow || step->row == row || !m_core.catalog.exists(step->row))
                continue;
            Candidate candidate = make(m_core.upgradeType, m_core.types[m_core.upgradeType].slot, step->row);
            candidate.entry = &entry;
            candidate.inState = inView;
            candidate.rank = place;
            add(candidate);
            if (!(m_run.product(step->row).causes & Retired))
                ++place;
        }
    }

    void takePairs()
    {
        for (size_t i = 0; i < m_core.showing.size(); ++i) {
            const Entry& rule = *m_core.showing[i];
            const bool left = m_core.showingSides[i].first.has(m_core.catalog, m_anchor);
            const bool right = m_core.showingSides[i].second.has(m_core.catalog, m_anchor);
            const std::string& from = rule.compat().from;
            if ((left && from != "right") || (right && from != "left"))
                takePairsOf(rule, m_core.showingSlots[i]);
        }
    }

    void takePairsOf(const Entry& rule, uint16_t slot)
    {
        m_core.compatibility.forEachPartner(rule, m_anchor, [&](Row partner, Fit own, Fit answer) {
            const Fit overall = m_run.overlay ? m_run.fitWith(m_anchor, partner) : answer;
            const bool holds = own == Fit::Compatible || overall == Fit::Compatible;
            const bool perhaps = !holds && rule.compat().showUnknown && overall == Fit::Unknown;
            if (!holds && !perhaps) {
                m_run.leftOut.incompatible += overall == Fit::Incompatible;
                m_run.leftOut.unknown += overall == Fit::Unknown;
                return;
            }
            if (!m_core.catalog.exists(partner))
                return;
            Candidate candidate = make(m_core.compatType, slot, partner);
            candidate.entry = &rule;
            candidate.fromRule = true;
            candidate.fit = overall;
            add(candidate);
        });
    }

    PreviewRun& m_run;
    const PreviewCore& m_core;
    Row m_anchor;
    bool m_mayRepeat;
};

} // namespace

void gatherCandidates(PreviewRun& run)
{
    for (const AnchorFacts& anchor : run.anchors)
        Gatherer(run, anchor.row, run.anchors.size() > 1).gather();
}

} // namespace shelf
