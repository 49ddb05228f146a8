#include "governance/rules/copy/shown_texts.h"

#include "model/domain/product.h"
#include "model/domain/value.h"

#include <algorithm>
#include <array>

namespace shelf::copytext {

namespace {

constexpr std::array<std::string_view, 8> ofOffers = {"label", "intent", "price", "saving", "components", "steps", "level", "benefit"};

bool isField(const Definitions& definitions, std::string_view name)
{
    return name == "sku" || name == "category" || coreField(name) || definitions.attribute(name);
}

// "source" and "mount" of "source.mount"; the side is empty where none is named.
std::pair<std::string_view, std::string_view> sided(std::string_view name)
{
    const size_t dot = name.find('.');
    if (dot == std::string_view::npos)
        return {{}, name};
    return {name.substr(0, dot), name.substr(dot + 1)};
}

void addReason(ShownTexts& texts, const FieldMap& content)
{
    std::vector<LocalText> reason = localTexts(content.json("reason"));
    if (!reason.empty())
        texts.parts.push_back({ShownText::From::Reason, "its reason", std::move(reason)});
}

void addTemplate(ShownTexts& texts, const Definitions& definitions, const FieldMap& content)
{
    const std::string name = content.text("template");
    const Thing* definition = name.empty() ? nullptr : definitions.find(ThingKind::Template, name);
    if (definition)
        texts.parts.push_back({ShownText::From::Template, "template " + name, textsOfTemplate(*definition)});
}

void addBenefits(ShownTexts& texts, const FieldMap& content)
{
    const Json steps = content.json("steps");
    for (size_t i = 0; i < steps.items().size(); ++i) {
        std::vector<LocalText> benefit = localTexts(steps.items()[i]["benefit"]);
        if (!benefit.empty())
            texts.parts.push_back({ShownText::From::Benefit, "the benefit of step " + std::to_string(i + 1), std::move(benefit)});
    }
}

} // namespace

std::vector<LocalText> localTexts(const Json& value)
{
    std::vector<LocalText> texts;
    if (value.isString() && !value.text().empty())
        texts.push_back({{}, value.text()});
    for (const auto& [language, text] : value.members())
        if (text.isString() && !text.text().empty())
            texts.push_back({language, text.text()});
    return texts;
}

std::vector<LocalText> textsOfTemplate(const Thing& definition)
{
    return localTexts(definition.fields.json("text"));
}

ShownTexts shownTexts(const Definitions& definitions, MappingKind kind, const FieldMap& content)
{
    ShownTexts texts;
    addReason(texts, content);
    addTemplate(texts, definitions, content);
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

size_t characters(std::string_view text)
{
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool speaksOfShopper(std::string_view name)
{
    const auto isAbout = [name](std::string_view word) {
        return name.starts_with(word)
            && (name.size() == word.size() || name[word.size()] == '.' || name[word.size()] == '_' || name[word.size()] == '-');
    };
    return isAbout("audience") || isAbout("audiences") || isAbout("shopper") || isAbout("bought");
}

bool Placeholders::isKnown(MappingKind kind, std::string_view name, const Json& arguments) const
{
    if (arguments.contains(name))
        return true;
    const auto [side, field] = sided(name);
    const bool isSide = side == "source" || side == "target" || (kind == MappingKind::Compat && (side == "left" || side == "right"));
    if (!side.empty())
        return isSide && isField(m_catalog.definitions(), field);
    const bool isOffer = kind == MappingKind::Bundle || kind == MappingKind::Upgrade;
    return isField(m_catalog.definitions(), field) || (isOffer && std::find(ofOffers.begin(), ofOffers.end(), field) != ofOffers.end());
}

std::string Placeholders::valueOf(Row row, std::string_view field) const
{
    if (row == noRow)
        return {};
    if (field == "sku")
        return std::string(m_catalog.sku(row));
    const bool isCategory = field == "category";
    const Column* column = m_catalog.column(isCategory ? "categories" : field);
    const Code code = m_catalog.value(column, row, inheritsField(field));
    if (!code)
        return {};
    const Dictionary& values = column->values();
    if (isCategory)
        return std::string(values.elementValues().text(values.elements(code).front()));
    std::string text = valueToText(values.json(code));
    if (field == "price" || field == "cost")
        if (const std::string_view currency = m_catalog.text("currency", row); !currency.empty())
            text.append(" ").append(currency);
    return text;
}

std::string Placeholders::valueFor(const Link& link, std::string_view name, const Json& arguments) const
{
    if (const Json* argument = arguments.find(name))
        return argument->isString() ? argument->text() : argument->isNull() ? std::string() : argument->write();
    const auto [side, field] = sided(name);
    if (side == "source")
        return valueOf(link.source, field);
    if (side == "target")
        return valueOf(link.target, field);
    if (!side.empty())
        return {};
    std::string text = valueOf(link.target, field);
    return text.empty() ? valueOf(link.source, field) : text;
}

const ShownTexts& TextsOfLinks::of(Code details)
{
    if (m_kept.size() >= mostKept)
        m_kept.clear();
    const auto [place, isNew] = m_kept.try_emplace(details);
    if (isNew)
        if (const auto content = FieldMap::fromJson(m_catalog.links().details().json(details)))
            place->second = shownTexts(m_catalog.definitions(), MappingKind::Link, *content);
    return place->second;
}

bool mayShowText(std::string_view details)
{
    return details.find("\"reason\":") != std::string_view::npos || details.find("\"template\":") != std::string_view::npos;
}

} // namespace shelf::copytext
