// Which content a preview looks at: drafts, what is approved, or what a release carried.
#pragma once

#include "governance/preview/preview.h"
#include "model/store/workspace.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shelf {

struct PreviewState {
    enum class Kind : uint8_t { Draft, Approved, Release } kind = Kind::Draft;
    uint64_t release = 0;
    std::string text() const; // "draft", "approved", "release:3"
    // Error: Usage STATE.
    static Result<PreviewState> parse(std::string_view text);
    bool operator==(const PreviewState&) const = default;
};

// The content of a state: what PreviewEngine reads. Of a release it is made by governance/release/release_catalog.h.
struct StateContent {
    PreviewState state;
    Snapshot catalog;
    View view = View::Working;
    std::string on; // the day looked at where none is named: today in the workspace's time zone, of a release the day it was made
    uint64_t journalNumber = 0; // the mappings are those after this change set
};

// Today in the workspace's time zone, as YYYY-MM-DD.
std::string previewDay(const Workspace& workspace);
// Drafts or what is approved, of a catalog that is loaded already.
StateContent stateOf(const Workspace& workspace, const Snapshot& catalog, PreviewState::Kind kind);

} // namespace shelf
