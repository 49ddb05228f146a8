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
    std::vector<Effect> effects;
    std::optional<PreviewRequest> request;
};

struct Flip {
    std::vector<FlipStep> steps; // never empty
    std::string leadsTo; // empty: it is shown then; else the stage that takes it out
};

class FlipFinder {
public:
    FlipFinder(const PreviewRun& run, std::vector<Row> anchors) : m_run(run), m_anchors(std::move(anchors)) { }
    Flip of(uint32_t index);

private:
    const PreviewRun& m_run;
    std::vector<Row> m_anchors;
};

} // namespace shelf
