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

} // namespace shelf
