#include "model/io/import_link_types.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

LinkTypeNames::LinkTypeNames(const Definitions& definitions, std::string defaultType)
    : m_definitions(definitions), m_defaultType(std::move(defaultType))
{
    for (const Thing* type : definitions.all(ThingKind::LinkType)) {
        m_codes.push_back(type->key);
        m_symmetric.push_back(type->fields.boolean("symmetric"));
    }
}

uint16_t LinkTypeNames::place(std::string_view code) const
{
    return static_cast<uint16_t>(std::lower_bound(m_codes.begin(), m_codes.end(), code) - m_codes.begin());
}

// "magento:related": all types that leave under this name.
std::optional<LinkTypeName> LinkTypeNames::outside(std::string_view name) const
{
    const size_t colon = name.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    LinkTypeName found;
    for (const std::string& code : m_codes)
        if (m_definitions.find(ThingKind::LinkType, code)->fields.json("names")[name.substr(0, colon)].text() == name.substr(colon + 1))
            found.shared.push_back(place(code));
    if (found.shared.empty())
        return std::nullopt;
    const LinkType* wanted = m_definitions.linkType(m_defaultType);
    found.type = wanted ? place(wanted->code) : found.shared.front();
    found.hasDefault = wanted || found.shared.size() == 1;
    return found;
}

Result<uint16_t> LinkTypeNames::find(std::string_view name)
{
    if (const auto known = m_found.find(name); known != m_found.end())
        return known->second;
    LinkTypeName found;
    if (const LinkType* type = m_definitions.linkType(name)) {
        found.type = place(type->code);
        found.inverse = !type->symmetric && name != type->code;
    } else if (auto shared = outside(name)) {
        if (!shared->hasDefault)
            return Error{ErrorKind::Rejected, "NO_DEFAULT_TYPE", inQuotes(name), "several link types leave under this name",
                "say in a profile which one a new pair gets: default_type"};
        found = std::move(*shared);
    } else {
        std::vector<std::string> names = m_codes;
        for (const std::string& code : m_codes)
            if (std::string inverse = m_definitions.find(ThingKind::LinkType, code)->fields.text("inverse"); !inverse.empty())
                names.push_back(std::move(inverse));
        const auto near = nearest(name, names);
        return Error{ErrorKind::Rejected, "UNKNOWN_LINK_TYPE", inQuotes(name), "there is no link type of this name",
            near ? "did you mean " + *near + "?" : "use one of " + join(m_codes, ", ")};
    }
    m_names.push_back(std::move(found));
    const auto at = static_cast<uint16_t>(m_names.size() - 1);
    m_found.emplace(name, at);
    return at;
}

} // namespace shelf
