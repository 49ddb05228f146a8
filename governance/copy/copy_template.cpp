#include "governance/copy/copy_template.h"

#include <algorithm>

namespace shelf {

namespace {

size_t lengthOf(const FieldMap& fields)
{
    const double length = fields.number("max_length").value_or(0);
    return length >= 1 ? static_cast<size_t>(length) : 0;
}

int placeOf(const CopyVariant& variant)
{
    return (variant.audience.empty() ? 2 : 0) + (variant.channel.empty() ? 1 : 0);
}

} // namespace

CopyTemplate copyTemplate(const Thing& definition)
{
    CopyTemplate result;
    result.code = definition.key;
    result.types = definition.fields.strings("link_types");
    const Json variants = definition.fields.json("variants");
    for (const Json& variant : variants.items())
        result.variants.push_back({variant["channel"].text(), variant["audience"].text(), localTexts(variant["text"])});
    result.variants.push_back({{}, {}, localTexts(definition.fields.json("text"))});
    std::stable_sort(
        result.variants.begin(), result.variants.end(), [](const CopyVariant& a, const CopyVariant& b) { return placeOf(a) < placeOf(b); });
    result.fallback = localTexts(definition.fields.json("fallback"));
    result.maxLength = lengthOf(definition.fields);
    return result;
}

std::string_view copyType(MappingKind kind, std::string_view linkType)
{
    return kind == MappingKind::Link || kind == MappingKind::LinkRule ? linkType : mappingKindName(kind);
}

CopyTemplates::CopyTemplates(const Definitions& definitions)
{
    for (const Thing* definition : definitions.all(ThingKind::Template))
        m_templates.emplace(definition->key, copyTemplate(*definition));
    for (const auto& [code, one] : m_templates)
        for (const std::string& type : one.types)
            m_defaults.try_emplace(type, &one);
}

const CopyTemplate* CopyTemplates::find(std::string_view code) const
{
    const auto found = m_templates.find(code);
    return found == m_templates.end() ? nullptr : &found->second;
}

const CopyTemplate* CopyTemplates::defaultOf(std::string_view type) const
{
    const auto found = m_defaults.find(type);
    return found == m_defaults.end() ? nullptr : found->second;
}

const CopyTemplate* CopyTemplates::of(std::string_view type, const FieldMap& content) const
{
    if (const std::string named = content.text("template"); !named.empty())
        return find(named);
    return content.has("reason") ? nullptr : defaultOf(type);
}

size_t channelTextLimit(const Thing& channel)
{
    return lengthOf(channel.fields);
}

} // namespace shelf
