// How complete a product's required attributes are.
#include "model/query/product_query.h"

#include <algorithm>

namespace shelf {

namespace {

// A value in any of the columns that a per-language or per-channel attribute has counts, but for another channel's.
bool isFilled(const Definitions& definitions, const Thing& product, const std::string& code, const std::string& channel)
{
    if (product.fields.has(code))
        return true;
    const Attribute* attribute = definitions.attribute(code);
    if (!attribute || !(attribute->perLanguage || attribute->perChannel))
        return false;
    const std::string prefix = code + "@";
    for (const auto& [field, value] : product.fields) {
        if (!field.starts_with(prefix))
            continue;
        const std::string suffix = "@" + field.substr(prefix.size()) + "@";
        if (!attribute->perChannel || suffix.find("@" + channel + "@") != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

std::vector<std::pair<std::string, double>> completenessOf(const Definitions& definitions, const Thing& product)
{
    const Family* family = product.fields.has("family") ? definitions.family(product.fields.text("family")) : nullptr;
    std::vector<std::string> soldIn;
    if (product.fields.has("channels"))
        soldIn = product.fields.strings("channels");
    std::vector<std::pair<std::string, double>> result;
    for (const Thing* channel : definitions.all(ThingKind::Channel)) {
        if (!soldIn.empty() && std::find(soldIn.begin(), soldIn.end(), channel->key) == soldIn.end())
            continue;
        if (!family) {
            result.emplace_back(channel->key, 0.0);
            continue;
        }
        size_t required = 0, filled = 0;
        for (const FamilyAttribute& attribute : family->attributes) {
            const auto& channels = attribute.requiredFor;
            if (std::find(channels.begin(), channels.end(), channel->key) == channels.end())
                continue;
            ++required;
            filled += isFilled(definitions, product, attribute.code, channel->key);
        }
        result.emplace_back(channel->key, required ? static_cast<double>(filled) / static_cast<double>(required) : 1.0);
    }
    return result;
}

} // namespace shelf
