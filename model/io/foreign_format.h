// Files that other systems write in a way of their own: read as a plain table they would become nonsense, one product for each
// variant and image, and nobody would be told.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// The system whose export these headers are, where this version has no reader for it: "Shopify", "Matrixify", "WooCommerce",
// "Google Merchant". Headers as the formats' documents list them, in any case.
std::optional<std::string_view> foreignFormat(const std::vector<std::string>& headers);

} // namespace shelf
