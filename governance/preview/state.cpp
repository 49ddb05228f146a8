#include "governance/preview/state.h"

#include "model/domain/text.h"

#include <charconv>

namespace shelf {

std::string PreviewState::text() const
{
    switch (kind) {
    case Kind::Draft:
        return "draft";
    case Kind::Approved:
        return "approved";
    case Kind::Release:
        break;
    }
    return "release:" + std::to_string(release);
}

Result<PreviewState> PreviewState::parse(std::string_view text)
{
    if (text == "draft")
        return PreviewState{Kind::Draft, 0};
    if (text == "approved")
        return PreviewState{Kind::Approved, 0};
    constexpr std::string_view prefix = "release:";
    if (text.starts_with(prefix)) {
        const std::string_view digits = text.substr(prefix.size());
        uint64_t number = 0;
        const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (!digits.empty() && failure == std::errc() && end == digits.data() + digits.size() && number > 0)
            return PreviewState{Kind::Release, number};
    }
    return Error{ErrorKind::Usage, "STATE", "state", inQuotes(text) + " is no state", "use draft, approved or release:N"};
}

std::string previewDay(const Workspace& workspace)
{
    return formatDate(today(workspace.clock(), workspace.definitions().policy("time-zone")));
}

StateContent stateOf(const Workspace& workspace, const Snapshot& catalog, PreviewState::Kind kind)
{
    const View view = kind == PreviewState::Kind::Draft ? View::Working : View::Approved;
    return {{kind, 0}, catalog, view, previewDay(workspace), catalog.journalNumber()};
}

} // namespace shelf
