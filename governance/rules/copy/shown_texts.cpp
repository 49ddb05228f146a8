#include "governance/rules/copy/shown_texts.h"

#include <algorithm>

namespace shelf::copytext {

namespace {

void addReason(ShownTexts& texts, const FieldMap& content)
{
    std::vector<LocalText> reason = localTexts(content.json("reason"));
    if (!reason.empty())
        texts.parts.push_back({ShownText::From::Reason, "its reason", std::move(reason), {}, {}, 0});
}

void addBenefits(ShownTexts& texts, const FieldMap& content)
{
    const Json steps = content.json("steps");
    for (size_t i = 0; i < steps.items().size(); ++i) {
        std::vector<LocalText> benefit = localTexts(steps.items()[i]["benefit"]);
        if (!benefit.empty())
            texts.parts.push_back(
                {ShownText::From::Benefit, "the benefit of step " + std::to_string(i + 1), std::move(benefit), {}, {}, 0});
    }
}

} // namespace

bool ShownTexts::shownIn(const ShownText& part) const
{
    return part.channel.empty() || channels.empty() || std::find(channels.begin(), channels.end(), part.channel) != channels.end();
}

std::vector<ShownText> textsOf(const CopyTemplate& one)
{
    std::vector<ShownText> parts;
    for (const CopyVariant& variant : one.variants) {
        if (variant.texts.empty())
            continue;
        std::string place = "template " + one.code;
        if (!variant.audience.empty())
            place += " for " + variant.audience;
        if (!variant.channel.empty())
            place += (variant.audience.empty() ? " for " : " in ") + variant.channel;
        parts.push_back({ShownText::From::Template, std::move(place), variant.texts, variant.channel, variant.audience, one.maxLength});
    }
    if (!one.fallback.empty())
        parts.push_back({ShownText::From::Fallback, "the fallback of template " + one.code, one.fallback, {}, {}, one.maxLength});
    return parts;
}

ShownTexts shownTexts(const CopyTemplates& templates, MappingKind kind, std::string_view linkType, const FieldMap& content)
{
    ShownTexts texts;
    addReason(texts, content);
    if (const CopyTemplate* one = templates.of(copyType(kind, linkType), content))
        for (ShownText& part : textsOf(*one))
            texts.parts.push_back(std::move(part));
    if (kind == MappingKind::Upgrade)
        addBenefits(texts, content);
    texts.arguments = content.json("reason_arguments");
    texts.channels = content.strings("channels");
    texts.audiences = content.strings("audiences");
    return texts;
}

std::string placeIn(const ShownText& part, const LocalText& text)
{
    return text.language.empty() ? part.place : part.place + " in " + text.language;
}

TextsOfLinks::TextsOfLinks(const Snapshot& catalog, const CopyTemplates& templates) : m_catalog(catalog), m_templates(templates)
{
    for (uint16_t type = 0; type < catalog.links().typeCount(); ++type)
        m_defaults.push_back(templates.defaultOf(catalog.links().typeCode(type)) != nullptr);
}

const ShownTexts& TextsOfLinks::of(const Link& link)
{
    if (m_kept.size() >= mostKept)
        m_kept.clear();
    const uint64_t type = hasDefault(link) ? uint64_t(link.type) + 1 : 0; // of others the details alone decide
    const auto [place, isNew] = m_kept.try_emplace(type << 32 | link.details);
    if (isNew) {
        const std::string_view details = m_catalog.links().details().json(link.details);
        const auto content = details.empty() ? Result<FieldMap>(FieldMap()) : FieldMap::fromJson(details);
        if (content)
            place->second = shownTexts(m_templates, MappingKind::Link, m_catalog.links().typeCode(link.type), *content);
    }
    return place->second;
}

bool mayShowText(std::string_view details)
{
    return details.find("\"reason\":") != std::string_view::npos || details.find("\"template\":") != std::string_view::npos;
}

} // namespace shelf::copytext
