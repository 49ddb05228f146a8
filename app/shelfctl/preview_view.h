// Previews as the command line shows them: JSON by the contract, and pages for people.
#pragma once

#include "governance/preview/compare.h"
#include "governance/preview/preview.h"
#include "model/domain/json.h"

#include <string>
#include <vector>

namespace shelf::cli {

Json contextJson(const PreviewRequest& request);
Json flipJson(const std::vector<FlipStep>& flip);
std::string flipText(const std::vector<FlipStep>& flip); // "CAM-1 stock 0 → 1; …"
Json previewJson(const Preview& preview, const PreviewSettings& settings, const Snapshot& catalog);
// `mostExcluded`: of each stage.
std::string previewText(const Preview& preview, const Snapshot& catalog, size_t mostExcluded);

Json whyJson(const WhyAnswer& answer);
std::string whyText(const WhyAnswer& answer);

Json differenceJson(const PreviewDifference& difference);
std::string differenceText(const PreviewDifference& difference);

// A line about what a shopper without profile gets instead; `anonymous` is the same preview, opted out.
std::string optedOutText(const PreviewDifference& toAnonymous);

} // namespace shelf::cli
