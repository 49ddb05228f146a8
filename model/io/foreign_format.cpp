#include "model/io/foreign_format.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

std::optional<std::string_view> foreignFormat(const std::vector<std::string>& headers)
{
    std::vector<std::string> names;
    for (const std::string& header : headers)
        names.push_back(folded(trimmed(header)));
    const auto has = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    const auto hasStart = [&](std::string_view start) {
        return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return name.starts_with(start); });
    };
    if (hasStart("metafield: ") || hasStart("variant metafield: "))
        return "Matrixify";
    if (has("title") && (has("handle") || has("url handle")))
        return "Shopify";
    if (has("type") && has("sku") && has("name") && (has("parent") || has("upsells") || has("attribute 1 name")))
        return "WooCommerce";
    if (has("id") && has("title") && (has("image_link") || has("related_product")))
        return "Google Merchant";
    return std::nullopt;
}

} // namespace shelf
