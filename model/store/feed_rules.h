// What a feed may change: it comes from another system again and again, unread, so it stays away from what people curate.
#pragma once

#include "model/change/change_set.h"
#include "model/domain/definitions.h"

#include <string_view>

namespace shelf {

// Price, cost, currency, stock, stock_since, and attributes that feeds master too.
bool isFeedField(const Definitions& definitions, std::string_view field);
// Error: Rejected FEED, naming the first thing that a feed must not do.
Result<void> checkFeedBlock(const Definitions& definitions, const ChangeBlock& block);

} // namespace shelf
