// What previews show over the whole catalog: products with nothing or little beside them, mappings that are never shown, targets that
// are shown everywhere. (preview.md, "Coverage".)
#pragma once

#include "governance/preview/preview.h"
#include "model/store/workspace.h"

#include <map>
#include <string>
#include <vector>

namespace shelf {

struct CoverageRequest {
    PreviewRequest context; // anchors and owned are not looked at; `on` is needed
    size_t list = 0; // at most so many names in each list of the report
    size_t top = 10; // targets that are shown most
    int threads = 2;
    Progress progress = {};
};

struct CoverageTarget {
    std::string id; // SKU, or "bundle:CODE"
    uint64_t sources = 0; // products that show it
    double share = 0; // of all products that show anything
};

struct CoverageReport {
    std::string channel;
    uint64_t products = 0; // sold in the channel and not retired
    uint64_t withNone = 0; // show nothing
    uint64_t shown = 0; // items over all of them
    std::map<uint64_t, uint64_t> byCount; // how many products show so many items
    std::map<std::string, uint64_t> bySlot; // how many products show anything in a slot
    // Mappings that could be shown (their type has a slot) and never are, in this context.
    uint64_t mappings = 0, deadMappings = 0;
    std::vector<CoverageTarget> topTargets; // most sources first, then by id
    std::vector<std::string> none, dead; // in byte order, as many as were asked for
};

// Errors: those of PreviewEngine::prepare; Cancelled.
Result<CoverageReport> coverageOf(const PreviewEngine& engine, View view, const CoverageRequest& request);

// Whether coverage counts a product: shoppers of the channel see it.
bool isOnSale(const Snapshot& catalog, Row product, std::string_view channel);

} // namespace shelf
