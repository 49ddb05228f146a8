// The status flow as operations: submit, approve, reject, retire. They make change sets; Workspace::apply enforces four eyes.
#pragma once

#include "model/store/workspace.h"

#include <string>
#include <vector>

namespace shelf {

enum class ReviewVerb { Submit, Approve, Reject, Retire };
std::optional<ReviewVerb> reviewVerb(std::string_view name);

struct ReviewRequest {
    ReviewVerb verb = ReviewVerb::Submit;
    std::vector<std::string> ids;
    bool all = false; // all that the verb fits
    std::string where; // submit: mappings whose source or only products satisfy this expression
    std::string author;
    std::string comment;
};

struct ReviewRefusal {
    std::string id, because;
};

struct ReviewOutcome {
    std::vector<std::string> done;
    std::vector<ReviewRefusal> refused;
    std::optional<uint64_t> number;
};

// One change set for all that can be done; the others are refused one by one with the reason and the way out.
Result<ReviewOutcome> review(Workspace& workspace, const ReviewRequest& request, const Progress& progress = {});

} // namespace shelf
