// The sample workspace: a small camera shop, made from the definition files in resources/sample by ordinary operations. Its dates
// are counted from the workspace's clock.
#pragma once

#include "model/store/workspace.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shelf {

// How far the review of the sample has come. The caller carries it out: submit everything but `draft` as sampleAuthor, then
// approve `approved` and reject `rejected` as sampleReviewer.
struct SampleReview {
    std::vector<std::string> approved; // all mappings that are in none of the other lists
    std::vector<std::string> inReview;
    std::vector<std::string> draft;
    std::vector<std::pair<std::string, std::string>> rejected; // id and comment
};

inline constexpr std::string_view sampleAuthor = "mia";
inline constexpr std::string_view sampleReviewer = "jan";

// Fills a new workspace: vocabulary, products, mappings, one change set each, all by sampleAuthor; mappings are drafts.
Result<void> makeSample(Workspace& workspace);
// For a workspace that makeSample has filled.
Result<SampleReview> sampleReview(Workspace& workspace);

} // namespace shelf
