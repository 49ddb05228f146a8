// Why one product is or is not shown, also one that is no candidate.
#include "governance/offers/labels.h"
#include "governance/preview/flips.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

Stage firstStage(const Candidate& candidate)
{
    for (int stage = 0; stage <= static_cast<int>(Stage::Reason); ++stage)
        if (causesOf(static_cast<Stage>(stage)) & candidate.causes)
            return static_cast<Stage>(stage);
    return Stage::Reason;
}

// What rules say of the product and the basket, with both values.
void addRules(const PreviewRun& run, Row target, std::vector<std::string>& details)
{
    for (const AnchorFacts& anchor : run.anchors) {
        if (anchor.row == target)
            continue;
        const PairAnswer answer = run.core.compatibility.explain(anchor.row, target);
        const std::string pair = std::string(run.core.catalog.sku(target)) + " and " + std::string(run.core.catalog.sku(anchor.row));
        for (const std::string& exception : answer.exceptions)
            details.push_back(pair + ": " + exception + " says so, whatever the rules say");
        for (const RuleAnswer& rule : answer.rules) {
            if (rule.rule->compat().allows && rule.answer != Fit::Compatible)
                continue; // it allows something else
            for (const ConditionAnswer& condition : rule.conditions) {
                const auto value = [](const std::string& text) { return text.empty() ? std::string("missing") : text; };
                details.push_back(pair + ": " + rule.rule->id + " answers " + std::string(fitName(condition.answer)) + ": "
                    + attributeLabel(run.core.catalog, condition.condition->left) + " of " + std::string(run.core.catalog.sku(rule.left))
                    + " is " + value(condition.leftValue) + ", " + attributeLabel(run.core.catalog, condition.condition->right) + " of "
                    + std::string(run.core.catalog.sku(rule.right)) + " is " + value(condition.rightValue));
            }
        }
    }
}

std::string shownBecause(const PreviewRun& run, const Candidate& candidate)
{
    std::string text = "it is number " + std::to_string(candidate.place) + " in slot " + run.core.slots[candidate.slot] + " by "
        + run.mappingId(candidate) + " (" + std::string(tierName(candidate.tier)) + ", score " + fromMillionths(candidate.score) + ")";
    if (candidate.replaced != noRow)
        text += ", in place of " + std::string(run.core.catalog.sku(candidate.replaced));
    return text;
}

std::string noCandidateBecause(const PreviewRun& run, Row target)
{
    std::string text = "no mapping names it for this basket";
    for (const AnchorFacts& anchor : run.anchors) {
        if (anchor.row == target)
            return "it is in the basket itself, and no mapping names it";
        const PairAnswer answer = run.core.compatibility.explain(anchor.row, target);
        if (answer.answer == Fit::Incompatible || answer.answer == Fit::Unknown)
            return text + ", and it " + (answer.answer == Fit::Incompatible ? "does not fit: " : "may or may not fit: ") + answer.because;
    }
    return text;
}

} // namespace

Result<void> checkAsked(const Snapshot& catalog, std::string_view asked)
{
    if (catalog.find(asked) != noRow
        || (mappingKindOf(asked) == MappingKind::Bundle && (catalog.entry(asked, View::Working) || catalog.entry(asked, View::Approved))))
        return {};
    const auto like = catalog.search(folded(asked), 1);
    return Error{ErrorKind::Rejected, "UNKNOWN_SKU", "why", "there is no product or bundle " + inQuotes(asked, 120),
        like.empty() ? "list products with `shelfctl products`" : "did you mean '" + std::string(catalog.sku(like.front())) + "'?"};
}

WhyAnswer whyAnswer(const PreviewRun& run, FlipFinder& flips, std::string_view asked)
{
    WhyAnswer answer;
    answer.sku = asked;
    const Row target = run.core.catalog.find(asked);
    uint32_t best = noCandidate;
    for (uint32_t i = 0; i < run.candidates.size(); ++i) {
        const Candidate& candidate = run.candidates[i];
        if (run.targetId(candidate) != asked)
            continue;
        // What is shown, else what came furthest.
        const auto better = [&](const Candidate& known) {
            if (firstStage(candidate) != firstStage(known))
                return firstStage(candidate) > firstStage(known);
            return run.mappingId(candidate) < run.mappingId(known);
        };
        if (best == noCandidate || better(run.candidates[best]))
            best = i;
    }
    if (best == noCandidate) {
        answer.because = target == noRow ? "nothing in the basket is a part of it" : noCandidateBecause(run, target);
        if (target != noRow)
            addRules(run, target, answer.details);
        Flip flip = flips.create(target);
        answer.flip = std::move(flip.steps);
        answer.flipLeadsTo = std::move(flip.leadsTo);
        return answer;
    }
    const Candidate& candidate = run.candidates[best];
    if (candidate.alive()) {
        answer.kind = WhyAnswer::Kind::Shown;
        answer.because = shownBecause(run, candidate);
    } else {
        answer.kind = WhyAnswer::Kind::Excluded;
        const std::vector<Objection> objections = objectionsOf(run, candidate);
        answer.because = objections.front().because;
        for (size_t i = 1; i < objections.size(); ++i)
            answer.details.push_back(objections[i].because);
        Flip flip = flips.of(best);
        // Of a pair that is computed, nothing can be put first alone: a link of its own says it for this product, where a rule's boost or
        // a cap would change other previews, too.
        if (candidate.entry && !candidate.isBundle() && candidate.fromRule && flip.steps.size() > 1) {
            Flip link = flips.create(target);
            if (link.leadsTo.empty() && link.steps.size() <= flip.steps.size())
                flip = std::move(link);
        }
        answer.flip = std::move(flip.steps);
        answer.flipLeadsTo = std::move(flip.leadsTo);
    }
    for (uint32_t i = 0; i < run.candidates.size(); ++i)
        if (i != best && run.targetId(run.candidates[i]) == asked)
            for (const Objection& objection : objectionsOf(run, run.candidates[i]))
                answer.details.push_back(run.mappingId(run.candidates[i]) + ": " + objection.because);
    if (target != noRow)
        addRules(run, target, answer.details);
    return answer;
}

} // namespace shelf
