#include "governance/preview/flips.h"

#include "model/domain/decimal.h"

#include <algorithm>
#include <cmath>

namespace shelf {

namespace {

constexpr int mostRounds = 8;
constexpr uint64_t mostWork = 200'000; // candidates that the trials of one preview look at; beyond, flips are reckoned and not tried

Stage firstStageOf(uint32_t causes)
{
    for (int stage = 0; stage <= static_cast<int>(Stage::Reason); ++stage)
        if (causesOf(static_cast<Stage>(stage)) & causes)
            return static_cast<Stage>(stage);
    return Stage::Candidates;
}

Effect ofCandidate(const Candidate& candidate, Effect::Kind kind, double value = 0)
{
    Effect effect;
    effect.kind = kind;
    effect.mapping = mappingOf(candidate);
    effect.value = value;
    return effect;
}

std::vector<FlipStep> stepsOf(const Lifts& lifts)
{
    std::vector<FlipStep> steps;
    for (const Lift& lift : lifts)
        steps.push_back(lift.step);
    return steps;
}

// The boost with which a score of `plain` reaches the floor, in hundredths.
double boostFor(double plain, double floor)
{
    if (plain >= floor)
        return 0;
    return std::min(1.0, std::ceil((floor - plain) / (1 - plain) * 100 + 0.0001) / 100);
}

} // namespace

Lifts FlipFinder::joined(Lifts lifts, const Lifts& more)
{
    for (const Lift& lift : more) {
        const auto same = std::find_if(lifts.begin(), lifts.end(),
            [&](const Lift& known) { return known.step.subject == lift.step.subject && known.step.field == lift.step.field; });
        if (same == lifts.end()) {
            lifts.push_back(lift);
            continue;
        }
        const std::string from = same->step.from;
        *same = lift;
        same->step.from = from;
    }
    return lifts;
}

FlipFinder::Outcome FlipFinder::attempt(const Wanted& wanted, const Lifts& lifts)
{
    Overlay overlay;
    for (const Lift& lift : lifts) {
        overlay.effects.insert(overlay.effects.end(), lift.effects.begin(), lift.effects.end());
        if (lift.request) {
            if (!overlay.request)
                overlay.request = m_run.context->request;
            (lift.step.field == "owned" ? overlay.request->owned : overlay.request->anchors) =
                lift.step.field == "owned" ? lift.request->owned : lift.request->anchors;
        }
    }
    m_trialContext = *m_run.context;
    std::vector<Row> anchors = m_anchors;
    if (overlay.request) {
        auto context = contextOf(m_run.core.catalog, m_run.core.settings, *overlay.request);
        auto rows = anchorsOf(m_run.core.catalog, *overlay.request);
        if (!context || !rows)
            return Outcome::Gone;
        m_trialContext = *std::move(context);
        anchors = *std::move(rows);
    }
    m_trial.perform(m_trialContext, anchors, &overlay, nullptr);
    m_trial.overlay = nullptr; // it ends here; what is read afterwards is in the candidates
    m_work += m_trial.candidates.size();
    m_found = noCandidate;
    for (uint32_t i = 0; i < m_trial.candidates.size(); ++i)
        if (mappingOf(m_trial.candidates[i]) == wanted.mapping && m_trial.candidates[i].target == wanted.target)
            m_found = i;
    if (m_found == noCandidate)
        return Outcome::Gone;
    return m_trial.candidates[m_found].alive() ? Outcome::Shown : Outcome::Excluded;
}

// What to try where the others stand in the way, the smallest first.
std::vector<Lifts> FlipFinder::alternatives(const PreviewRun& state, uint32_t index) const
{
    const Candidate& candidate = state.candidates[index];
    const LiftFinder finder(state, const_cast<std::deque<Link>&>(m_made));
    const Lift pin = finder.mapping(candidate, "pin", "true", {ofCandidate(candidate, Effect::Kind::Pin)});
    const Lift boost = finder.mapping(candidate, "boost", "1", {ofCandidate(candidate, Effect::Kind::Boost, 1)});
    const bool one = candidate.link || candidate.isBundle(); // pinning it pins nothing else
    if (candidate.causes & Weaker) {
        const Candidate& winner = state.candidates[candidate.strongest];
        const Lift gone{{state.mappingId(winner), "status", state.core.view == View::Approved ? "approved" : "draft", "retired"},
            {ofCandidate(winner, Effect::Kind::TakeOut)}};
        std::vector<Lifts> all = {{boost}, {pin}, {pin, boost}};
        // A rule that goes takes more with it than this candidate.
        if (winner.link || winner.entry->kind == MappingKind::Bundle || winner.entry->kind == MappingKind::Upgrade)
            all.push_back({gone});
        return all;
    }
    if (candidate.causes & OverCap) {
        const Lifts caps = capLifts(state, candidate, aheadOf(state, candidate));
        if (one)
            return {{boost}, {pin}, {pin, boost}, caps};
        return {caps, {pin}, {pin, boost}};
    }
    if (candidate.causes & BelowFloor) {
        const double now = candidate.mapping.boost, score = static_cast<double>(candidate.score) / 1e6;
        const double plain = now > 0 ? (score - now) / (1 - now) : now < 0 && now > -1 ? score / (1 + now) : score;
        const double needed = now >= 1 ? 1 : boostFor(plain, state.core.settings.floor);
        return {
            {finder.mapping(candidate, "boost", shortestDecimal(needed), {ofCandidate(candidate, Effect::Kind::Boost, needed)})}, {boost}};
    }
    std::vector<Lifts> all;
    if (candidate.causes & PullerGone) // what needs it has to be shown
        for (const auto& [pulled, puller] : state.pullers)
            for (uint32_t i = 0; pulled == index && i < state.candidates.size(); ++i)
                if (i != index && state.candidates[i].target == puller && (state.candidates[i].causes & (OverCap | BelowFloor | Weaker)))
                    for (Lifts& lifts : alternatives(state, i))
                        all.push_back(std::move(lifts));
    return all;
}

Flip FlipFinder::search(const Wanted& wanted, const PreviewRun& first, uint32_t index, Lifts lifts)
{
    const PreviewRun* state = &first;
    std::string leadsTo;
    for (int round = 0; round < mostRounds; ++round) {
        const uint32_t causes = state->candidates[index].causes;
        const LiftFinder finder(*state, m_made);
        Outcome outcome = Outcome::Excluded;
        if (causes & ~relativeCauses) {
            const Lifts more = joined(lifts, finder.of(state->candidates[index], causes));
            if (stepsOf(more) == stepsOf(lifts) && !lifts.empty())
                break;
            lifts = more;
            const auto emptied = [](const Lift& lift) { return lift.step.field == "anchors" && lift.step.to.empty(); };
            outcome = std::any_of(lifts.begin(), lifts.end(), emptied) ? Outcome::Gone : attempt(wanted, lifts);
        } else {
            Lifts best;
            for (const Lifts& more : alternatives(*state, index)) {
                if (more.empty())
                    continue;
                const Lifts both = joined(lifts, more);
                if (best.empty())
                    best = both;
                if (m_work > 2 * mostWork)
                    break; // of one candidate alone
                // The state is forgotten by the trial: it is taken up again below.
                if (attempt(wanted, both) == Outcome::Shown)
                    return {stepsOf(smallest(wanted, both)), {}};
                if (state == &m_trial)
                    attempt(wanted, lifts);
            }
            if (best.empty())
                break;
            outcome = attempt(wanted, best);
            lifts = best;
            leadsTo = outcome == Outcome::Gone ? "candidates" : std::string(stageName(firstStageOf(m_trial.candidates[m_found].causes)));
            if (outcome == Outcome::Gone || !(m_trial.candidates[m_found].causes & ~relativeCauses))
                return {stepsOf(lifts), leadsTo};
        }
        if (outcome == Outcome::Shown)
            return {stepsOf(smallest(wanted, lifts)), {}};
        if (outcome == Outcome::Gone)
            return {stepsOf(lifts), std::string(stageName(Stage::Candidates))};
        state = &m_trial;
        index = m_found;
        leadsTo = stageName(firstStageOf(m_trial.candidates[index].causes));
    }
    return {stepsOf(lifts), leadsTo};
}

// Without what is not needed after all.
Lifts FlipFinder::smallest(const Wanted& wanted, Lifts lifts)
{
    for (size_t i = 0; lifts.size() > 1 && i < lifts.size();) {
        Lifts fewer = lifts;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (attempt(wanted, fewer) == Outcome::Shown)
            lifts = std::move(fewer);
        else
            ++i;
    }
    return lifts;
}

// Reckoned from where it would stand among those that are there.
Flip FlipFinder::untried(uint32_t index, Lifts lifts)
{
    const Candidate& candidate = m_run.candidates[index];
    if (m_ahead.empty())
        m_ahead = aheadOfAll(m_run);
    const bool ranked = candidate.causes == OverCap;
    Candidate scored = candidate; // what did not come so far has no score yet
    if (!ranked)
        scoreCandidate(m_run, scored);
    const Lifts caps = capLifts(m_run, scored, ranked ? m_ahead[index] : aheadOf(m_run, scored));
    lifts = joined(std::move(lifts), caps);
    const bool low = floorCauses(m_run, scored) != 0;
    return {stepsOf(lifts), low ? std::string(stageName(Stage::Floor)) : std::string()};
}

Flip FlipFinder::of(uint32_t index)
{
    const Candidate& candidate = m_run.candidates[index];
    const Wanted wanted{mappingOf(candidate), candidate.target};
    const bool large = m_run.candidates.size() > 256;
    const uint32_t causes = candidate.causes;
    if (large && causes == OverCap && !candidate.link)
        return untried(index, {});
    Flip flip;
    if (m_work <= mostWork)
        flip = search(wanted, m_run, index, {});
    else if (causes == OverCap || ((causes & ~relativeCauses) && !(causes & Replaced)))
        flip = untried(index, LiftFinder(m_run, m_made).of(candidate, causes & ~relativeCauses));
    if (flip.steps.empty()) { // a rule's own pairs can only be put first together
        const LiftFinder finder(m_run, m_made);
        flip.steps = {finder.mapping(candidate, "pin", "true", {}).step};
        flip.leadsTo = stageName(firstStageOf(causes));
    }
    return flip;
}

Flip FlipFinder::create(Row target)
{
    const LiftFinder finder(m_run, m_made);
    const Row anchor = m_run.anchors.front().row;
    if (anchor == target)
        return {{{"context", "anchors", std::string(m_run.core.catalog.sku(target)), {}}}, std::string(stageName(Stage::Candidates))};
    const bool unfit = m_run.fitWith(anchor, target) == Fit::Incompatible;
    Lift link = finder.created(anchor, target, unfit ? "compatible" : "accessory");
    if (unfit) {
        Effect fit;
        fit.kind = Effect::Kind::Fits;
        fit.row = anchor;
        fit.other = target;
        fit.mask = 1;
        fit.value = 1;
        fit.value2 = static_cast<double>(Fit::Compatible);
        link.effects.push_back(fit);
    }
    const auto made =
        std::find_if(link.effects.begin(), link.effects.end(), [](const Effect& e) { return e.kind == Effect::Kind::Create; });
    if (made == link.effects.end())
        return {{link.step}, std::string(stageName(Stage::Candidates))};
    const Wanted wanted{made->mapping, target};
    const Lifts lifts = {link};
    const Outcome outcome = attempt(wanted, lifts);
    if (outcome == Outcome::Shown)
        return {{link.step}, {}};
    if (outcome == Outcome::Gone)
        return {{link.step}, std::string(stageName(Stage::Candidates))};
    return search(wanted, m_trial, m_found, lifts);
}

} // namespace shelf
