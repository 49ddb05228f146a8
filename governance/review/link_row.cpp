#include "governance/review/link_row.h"

namespace shelf {

void LinkRow::bind(const MappingState& link)
{
    m_link = &link;
    m_status = jsonString(statusName(link.status()));
    m_id = jsonString(link.id);
    m_origin.clear();
    if (const FieldMap& content = link.working(); !content.has("origin") && content.has("evidence"))
        if (const Json evidence = content.json("evidence"); !evidence.items().empty())
            m_origin = evidence.items().front()["origin"].write();
}

std::string_view LinkRow::endField(End& end, const char* key, std::string_view field) const
{
    const std::string sku = m_link->working().text(key);
    if (end.sku != sku || !end.product) {
        end.sku = sku;
        const auto product = m_workspace.product(sku);
        end.product = product ? *product : std::nullopt;
    }
    if (field == "sku")
        return m_link->working().get(key);
    return end.product ? end.product->fields.get(field) : std::string_view();
}

std::string_view LinkRow::field(std::string_view name) const
{
    if (name.starts_with("source."))
        return endField(m_source, "source", name.substr(7));
    if (name.starts_with("target."))
        return endField(m_target, "target", name.substr(7));
    if (name == "status")
        return m_status;
    if (name == "id")
        return m_id;
    if (name == "held")
        return m_link->hold.isObject() ? "true" : std::string_view();
    if (name == "slot") {
        const Thing* type = m_workspace.definitions().find(ThingKind::LinkType, m_link->working().text("type"));
        return type ? type->fields.get("slot") : std::string_view();
    }
    const std::string_view own = m_link->working().get(name);
    return own.empty() && name == "origin" ? m_origin : own;
}

} // namespace shelf
