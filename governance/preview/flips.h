// The smallest change that brings an excluded candidate in, found by trying: what would lift its objections is assumed, and the pipeline
// runs again. Private to this folder.
#pragma once

#include "governance/preview/pipeline.h"

#include <deque>
#include <string>
#include <vector>

namespace shelf {

// One step with what it does to a run.
struct Lift {
    FlipStep step;
    std::vector<Effect> effects = {};
    std::optional<PreviewRequest> request = {}; // asked instead
};
using Lifts = std::vector<Lift>;

// What lifts the objections of stages that look at one candidate (lifts.cpp). `made` keeps links that are only assumed.
class LiftFinder {
public:
    LiftFinder(const PreviewRun& run, std::deque<Link>& made) : m_run(run), m_core(run.core), m_made(made) { }
    Lifts of(const Candidate& candidate, uint32_t causes) const;
    // A new link of the type between the anchor and a product.
    Lift created(Row anchor, Row target, std::string_view type) const;
    Lift mapping(const Candidate& candidate, std::string_view field, std::string to, std::vector<Effect> effects) const;

private:
    Lifts ofProduct(Row row, uint32_t causes) const;
    Lifts ofBundle(const Candidate& candidate, uint32_t causes) const;
    Lifts ofMapping(const Candidate& candidate, uint32_t cause) const;
    Lift listed(const Candidate& candidate, std::string_view key, const std::string& asked, uint32_t cause) const;
    Lift status(const Candidate& candidate) const;
    Lifts fits(const Candidate& candidate) const;
    void addFit(Row anchor, Row target, Lifts& lifts) const;
    Lift basket(const Candidate& candidate) const;
    Lift owned(const Candidate& candidate) const;
    Lift dearer(const Candidate& candidate, uint32_t cause) const;
    Lift stock(Row row) const;
    std::string newStatus() const { return m_core.view == View::Approved ? "approved" : "draft"; }

    const PreviewRun& m_run;
    const PreviewCore& m_core;
    std::deque<Link>& m_made;
};

// How many stand before a candidate in its slot (cap_lifts.cpp): of its type, in all while the caps of other types hold, of its brand.
// `run` has been performed.
struct Ahead {
    int64_t ofType = 0, inSlot = 0, ofBrand = 0;
};
Ahead aheadOf(const PreviewRun& run, const Candidate& candidate);
std::vector<Ahead> aheadOfAll(const PreviewRun& run); // by candidate, of those that are ranked
// What raises caps so far that it is within them; where brands have a cap perhaps more than needed.
Lifts capLifts(const PreviewRun& run, const Candidate& candidate, const Ahead& ahead);

struct Flip {
    std::vector<FlipStep> steps; // never empty
    std::string leadsTo; // empty: it is shown then; else the stage that takes it out
};

class FlipFinder {
public:
    FlipFinder(const PreviewRun& run, std::vector<Row> anchors) : m_run(run), m_anchors(std::move(anchors)), m_trial(run.core, true) { }
    Flip of(uint32_t index);
    // Of a product that no mapping names: the link that would bring it in.
    Flip create(Row target);

private:
    enum class Outcome : uint8_t { Shown, Excluded, Gone };
    struct Wanted {
        const void* mapping = nullptr;
        Row target = noRow;
    };
    Outcome attempt(const Wanted& wanted, const Lifts& lifts); // leaves it in m_trial and m_found
    Lifts next(const PreviewRun& state, uint32_t index, const Wanted& wanted, const Lifts& before);
    std::vector<Lifts> alternatives(const PreviewRun& state, uint32_t index) const;
    Lifts smallest(const Wanted& wanted, Lifts lifts);
    Flip search(const Wanted& wanted, const PreviewRun& state, uint32_t index, Lifts lifts);
    Flip untried(uint32_t index, Lifts lifts);
    static Lifts joined(Lifts lifts, const Lifts& more);

    const PreviewRun& m_run;
    std::vector<Row> m_anchors;
    PreviewRun m_trial;
    Context m_trialContext;
    std::deque<Link> m_made;
    uint32_t m_found = noCandidate;
    std::vector<Ahead> m_ahead; // of m_run, made when first needed
    uint64_t m_work = 0; // candidates that trials have looked at
};

// Why one product, or "bundle:CODE", is or is not shown in a run that has been performed.
WhyAnswer whyAnswer(const PreviewRun& run, FlipFinder& flips, std::string_view asked);
// Error: Rejected UNKNOWN_SKU.
Result<void> checkAsked(const Snapshot& catalog, std::string_view asked);

} // namespace shelf
