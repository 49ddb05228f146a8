#include "governance/linkrules/frozen_links.h"

#include "model/domain/mapping.h"

namespace shelf {

std::string frozenContent(const Snapshot& catalog, const ComputedLinks& links)
{
    std::string text = "{\"links\":[";
    for (const ComputedLink& link : links.links) {
        text.append(text.back() == '[' ? "[" : ",[");
        appendJsonString(text, catalog.sku(link.source));
        text.push_back(',');
        appendJsonString(text, catalog.sku(link.target));
        text.append(",").append(std::to_string(link.rank)).push_back(']');
    }
    text.append("],\"type\":");
    appendJsonString(text, links.type);
    text.push_back('}');
    return text;
}

Result<FrozenLinks> readFrozen(std::string_view rule, std::string_view content)
{
    const Error damaged{
        ErrorKind::Workspace, "DAMAGED", std::string(rule), "what was frozen at its approval cannot be read", "restore a backup"};
    const auto json = parseJson(content, {.depth = 8, .bytes = size_t(1) << 30});
    if (!json || !json->isObject() || !(*json)["links"].isArray())
        return damaged;
    FrozenLinks frozen;
    frozen.type = (*json)["type"].text();
    frozen.links.reserve((*json)["links"].items().size());
    for (const Json& link : (*json)["links"].items()) {
        const Json::Array& parts = link.items();
        if (parts.size() != 3 || !parts[0].isString() || !parts[1].isString())
            return damaged;
        frozen.links.push_back({parts[0].text(), parts[1].text(), parts[2].toInteger()});
    }
    return frozen;
}

FieldMap frozenLinkContent(std::string_view rule, const FieldMap& content, const std::string& type, const FrozenLink& link)
{
    FieldMap result;
    for (const auto& [key, value] : content)
        if (contentKey(MappingKind::Link, key) && key != "variant")
            result.append(key, value);
    result.setText("source", link.source);
    result.setText("target", link.target);
    result.setText("type", type);
    result.setText("origin", rule);
    result.set("rank", Json::number(link.rank).write());
    return result;
}

} // namespace shelf
