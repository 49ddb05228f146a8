// recommendations.jsonl: for consumers that only look up, what previews show beside every product in every channel. (release.md; the
// line format, for people, is in resources/help/releases.md.)
//
// One line for each channel and product that shows anything: UTF-8, LF, no spaces, keys in this order, sorted by channel, then product
// (bytes):
//   {"channel":C,"product":SKU,"slots":[{"slot":S,"items":[{"id":ID,"mapping":MAPPING,"reason":TEXT}]}]}
// Slots stand in the order of a page, items in their order: the first has rank 1. No reason: the key is left out.
#pragma once

#include "governance/preview/preview.h"
#include "model/store/workspace.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace shelf {

// Of what these previews show to a shopper who opted out on a day; in byte order of lines' channels, then products. On two threads, with
// bounded memory. Errors: those of PreviewEngine::prepare; Cancelled.
using LinesVisitor = std::function<void(std::string_view lines, uint64_t count)>; // whole lines with LF
Result<void> forEachRecommendation(
    const PreviewEngine& engine, const std::string& on, const LinesVisitor& visit, const Progress& progress = {});

// The line of one preview of one product; empty where nothing is shown.
std::string recommendationLine(const Preview& preview);

// Checks lines one after the other: canonical JSON, the keys in order, none twice and none out of order.
class RecommendationChecker {
public:
    // A line without its LF. nullopt: it is as it must be; else what is wrong, without place.
    std::optional<std::string> check(std::string_view line);

private:
    std::string m_channel, m_product;
};

} // namespace shelf
