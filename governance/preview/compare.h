// What differs between two previews, and which change set made the difference. (preview.md, "Compare".)
#pragma once

#include "governance/preview/state.h"

#include <optional>
#include <string>
#include <vector>

namespace shelf {

// A change set as people are told of it.
struct ChangeSetNote {
    uint64_t number = 0;
    std::string author, time, label; // time: UTC
    std::string text() const; // "change set 12 (mia, 2026-10-24T08:00:00Z: Edit link …)"
};

// One product or bundle that stands elsewhere.
struct PreviewMove {
    std::string id;
    std::string mapping; // where it is shown by another one after: that one
    std::string slotBefore, slotAfter; // empty: it was not, or is not shown
    uint32_t rankBefore = 0, rankAfter = 0; // 0: not shown
    std::string because; // why it is not shown in the preview that lacks it; empty: nothing names it there
    std::optional<ChangeSetNote> cause; // of two states
};

struct PreviewDifference {
    std::vector<PreviewMove> entered, left, moved; // by slot, then rank: of `after`, what left by those of `before`
    bool empty() const { return entered.empty() && left.empty() && moved.empty(); }
};

// What is shown in `after` and not in `before` has entered.
PreviewDifference differenceOf(const Preview& before, const Preview& after);

// Says of each move which change set caused it: the newest between the two states that changed its mapping (or the link rule behind it);
// where nothing did, that of what came or went in its slot.
Result<void> explainMoves(Workspace& workspace, const StateContent& before, const StateContent& after, PreviewDifference& difference);

} // namespace shelf
