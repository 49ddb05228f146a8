// Stage 5: what is incompatible with anything in the basket goes; what may or may not fit stays, marked. What a candidate requires, and
// what makes it fit (the adapter of a rule that allows it), is pulled in beside it.
#include "governance/preview/pipeline.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr int deepestPull = 3;

void take(Fit& worst, Fit fit)
{
    if (fit == Fit::Incompatible || worst == Fit::NoRule || (fit == Fit::Unknown && worst == Fit::Compatible))
        worst = fit == Fit::NoRule ? worst : fit;
}

Fit fitOf(const PreviewRun& run, const Candidate& candidate)
{
    Fit worst = Fit::NoRule;
    for (const AnchorFacts& anchor : run.anchors) {
        if (!candidate.isBundle()) {
            take(worst, run.fitWith(anchor.row, candidate.target));
            continue;
        }
        for (const BundlePart& part : candidate.entry->bundle().parts)
            if (part.required && part.row != noRow)
                take(worst, run.fitWith(anchor.row, part.row));
    }
    return worst;
}

// Whether `row` is what the candidate is needed by already, however far up.
bool needsAlready(const PreviewRun& run, uint32_t index, Row row, int depth = 0)
{
    if (run.candidates[index].target == row)
        return true;
    for (const auto& [pulled, puller] : run.pullers) {
        if (pulled != index || depth >= deepestPull)
            continue;
        if (puller == row)
            return true;
        for (uint32_t i = 0; i < run.candidates.size(); ++i)
            if (i != index && run.candidates[i].pulled && run.candidates[i].target == puller && needsAlready(run, i, row, depth + 1))
                return true;
    }
    return false;
}

void pullIn(PreviewRun& run, uint32_t index, Candidate pulled)
{
    const Row puller = run.candidates[index].target;
    if (run.isInBasket(pulled.target) || !run.core.catalog.exists(pulled.target) || needsAlready(run, index, pulled.target))
        return;
    pulled.anchor = run.candidates[index].anchor;
    pulled.pulled = true;
    pulled.depth = static_cast<uint8_t>(run.candidates[index].depth + 1);
    const uint32_t place = run.add(pulled, true);
    if (run.candidates[place].pulled)
        run.pullers.emplace_back(place, puller);
}

void pullInAdapter(PreviewRun& run, uint32_t index)
{
    for (const AnchorFacts& anchor : run.anchors) {
        const PairAnswer answer = run.core.compatibility.explain(anchor.row, run.candidates[index].target);
        if (answer.answer != Fit::Compatible || !answer.exceptions.empty())
            continue;
        const auto needsHelp = [](const RuleAnswer& rule) { return !rule.rule->compat().allows && rule.answer != Fit::Compatible; };
        const auto helps = [](const RuleAnswer& rule) { return rule.rule->compat().allows && rule.answer == Fit::Compatible; };
        const auto helper = std::find_if(answer.rules.begin(), answer.rules.end(), helps);
        if (helper == answer.rules.end() || std::none_of(answer.rules.begin(), answer.rules.end(), needsHelp)
            || helper->rule->compat().with == noRow)
            continue;
        Candidate pulled;
        pulled.entry = run.core.catalog.entry(helper->rule->id, run.core.view).get(); // the snapshot's own, which stays
        pulled.target = helper->rule->compat().with;
        pulled.type = run.core.compatType;
        pulled.slot = run.core.essentialsSlot;
        pulled.fromRule = true;
        pullIn(run, index, pulled);
    }
}

} // namespace

Fit PreviewRun::fitWith(Row anchor, Row target) const
{
    uint32_t done = 0, needed = ~uint32_t(0);
    Fit assumed = Fit::Compatible;
    eachEffect(Effect::Kind::Fits, [&](const Effect& effect) {
        if ((effect.row == anchor && effect.other == target) || (effect.row == target && effect.other == anchor)) {
            done |= effect.mask;
            needed = static_cast<uint32_t>(effect.value);
            assumed = static_cast<Fit>(static_cast<int>(effect.value2));
        }
    });
    if (done == needed)
        return assumed;
    return core.anyFit ? core.compatibility.fit(anchor, target) : Fit::NoRule;
}

uint32_t compatibleCauses(const PreviewRun& run, Candidate& candidate)
{
    if (candidate.fit == Fit::NoRule || run.anchors.size() > 1 || run.overlay)
        candidate.fit = fitOf(run, candidate);
    candidate.uncertain = candidate.fit == Fit::Unknown;
    return candidate.fit == Fit::Incompatible ? DoesNotFit : 0u;
}

void pullInRequired(PreviewRun& run, uint32_t index)
{
    if (run.candidates[index].isBundle() || run.candidates[index].depth >= deepestPull)
        return;
    const PreviewCore& core = run.core;
    // What another choice would need is no need of who looks at this one.
    const uint16_t slot = run.candidates[index].slot;
    if (slot == core.upgradesSlot || slot == core.alternativesSlot)
        return;
    const bool shown = core.requiresType != 0xffff && core.types[core.requiresType].slot != noSlot;
    if (core.requiresLink != 0xffff && shown) {
        Row row = run.candidates[index].target;
        for (int depth = 0; row != noRow && depth < deepestParents; ++depth, row = core.catalog.parent(row))
            for (const Link& link : core.catalog.links().from(row)) {
                if (link.type != core.requiresLink || !link.in(core.view))
                    continue;
                Candidate pulled;
                pulled.link = &link;
                pulled.target = link.target;
                pulled.type = core.requiresType;
                pulled.slot = core.types[core.requiresType].slot;
                if (link.rank)
                    pulled.rank = link.rank;
                pullIn(run, index, pulled);
            }
    }
    if (core.anyAdapter)
        pullInAdapter(run, index);
}

} // namespace shelf
