#include "model/io/definitions_sections.h"

#include "model/domain/definitions.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr std::array<DefinitionSection, 20> sections = {{
    {"attributes", ThingKind::Attribute, {}, "code"},
    {"families", ThingKind::Family, {}, "code"},
    {"categories", ThingKind::Category, {}, "code"},
    {"channels", ThingKind::Channel, {}, "code"},
    {"audiences", ThingKind::Audience, {}, "code"},
    {"intents", ThingKind::Intent, {}, "code"},
    {"triggers", ThingKind::Trigger, {}, "code"},
    {"seasons", ThingKind::Season, {}, "code"},
    {"link_types", ThingKind::LinkType, {}, "code"},
    {"templates", ThingKind::Template, {}, "code"},
    {"policies", ThingKind::Policy, {}, "name"},
    {"rules", ThingKind::Rule, {}, "id"},
    {"scenarios", ThingKind::Scenario, {}, "name"},
    {"profiles", ThingKind::Profile, {}, "name"},
    {"products", ThingKind::Product, {}, "sku"},
    {"links", ThingKind::Mapping, MappingKind::Link, ""},
    {"link_rules", ThingKind::Mapping, MappingKind::LinkRule, "code"},
    {"compatibility", ThingKind::Mapping, MappingKind::Compat, "code"},
    {"bundles", ThingKind::Mapping, MappingKind::Bundle, "code"},
    {"upgrades", ThingKind::Mapping, MappingKind::Upgrade, "code"},
}};

constexpr KeyShape familyAttribute[] = {
    {"code", Shape::Text, {}},
    {"required", Shape::Texts, {}},
    {"min", Shape::Number, {}},
    {"max", Shape::Number, {}},
    {"options", Shape::Texts, {}},
};

constexpr KeyShape templateVariant[] = {{"channel", Shape::Text, {}}, {"audience", Shape::Text, {}}, {"text", Shape::LocalText, {}}};

// The keys of definitions that hold something else than a text.
constexpr KeyShape definitionShapes[] = {
    {"options", Shape::Texts, {}},
    {"min", Shape::Number, {}},
    {"max", Shape::Number, {}},
    {"per_language", Shape::Boolean, {}},
    {"per_channel", Shape::Boolean, {}},
    {"attributes", Shape::Objects, familyAttribute},
    {"retired", Shape::Boolean, {}},
    {"vat", Shape::Number, {}},
    {"opt_out", Shape::Boolean, {}},
    {"step", Shape::Integer, {}},
    {"from", Shape::Date, {}},
    {"to", Shape::Date, {}},
    {"every", Shape::Recurrence, {}},
    {"symmetric", Shape::Boolean, {}},
    {"cap", Shape::Integer, {}},
    {"guard", Shape::Number, {}},
    {"cadence_days", Shape::Integer, {}},
    {"needs_reason", Shape::Boolean, {}},
    {"needs_end", Shape::Boolean, {}},
    {"names", Shape::TextMap, {}},
    {"text", Shape::LocalText, {}},
    {"link_types", Shape::Texts, {}},
    {"variants", Shape::Objects, templateVariant},
    {"max_length", Shape::Integer, {}},
    {"fallback", Shape::LocalText, {}},
    {"parameters", Shape::Natural, {}},
    {"families", Shape::Texts, {}},
    {"categories", Shape::Texts, {}},
    {"channels", Shape::Texts, {}},
    {"enabled", Shape::Boolean, {}},
    {"fix", Shape::Natural, {}},
    {"overrides", Shape::Natural, {}},
    {"anchors", Shape::Texts, {}},
    {"owned", Shape::Texts, {}},
    {"on", Shape::Date, {}},
    {"opted_out", Shape::Boolean, {}},
    {"gate", Shape::Boolean, {}},
};

constexpr KeyShape component[] = {{"sku", Shape::Text, {}}, {"quantity", Shape::Integer, {}}, {"required", Shape::Boolean, {}}};
constexpr KeyShape group[] = {
    {"name", Shape::Text, {}},
    {"min", Shape::Integer, {}},
    {"max", Shape::Integer, {}},
    {"of", Shape::Texts, {}},
};
constexpr KeyShape price[] = {
    {"policy", Shape::Text, {}},
    {"value", Shape::Number, {}},
    {"currency", Shape::Text, {}},
    {"ending", Shape::Number, {}},
};
constexpr KeyShape band[] = {{"min", Shape::Number, {}}, {"max", Shape::Number, {}}};
constexpr KeyShape trigger[] = {{"name", Shape::Text, {}}, {"days", Shape::Integer, {}}};
constexpr KeyShape step[] = {
    {"sku", Shape::Text, {}},
    {"level", Shape::Text, {}},
    {"benefit", Shape::LocalText, {}},
    {"evidence", Shape::Texts, {}},
    {"band", Shape::Object, band},
};
constexpr KeyShape condition[] = {
    {"left", Shape::Text, {}},
    {"op", Shape::Text, {}},
    {"right", Shape::Text, {}},
    {"table", Shape::TextsMap, {}},
};

// What is inside the objects of mappings.
constexpr KeyShape mappingShapes[] = {
    {"components", Shape::Objects, component},
    {"groups", Shape::Objects, group},
    {"price", Shape::Object, price},
    {"steps", Shape::Objects, step},
    {"where", Shape::Objects, condition},
    {"band", Shape::Object, band},
    {"trigger", Shape::Object, trigger},
};

Shape shapeOf(ContentType type)
{
    switch (type) {
    case ContentType::Text:
        return Shape::Text;
    case ContentType::Number:
        return Shape::Number;
    case ContentType::Integer:
        return Shape::Integer;
    case ContentType::Boolean:
        return Shape::Boolean;
    case ContentType::Texts:
        return Shape::Texts;
    case ContentType::LocalText:
        return Shape::LocalText;
    case ContentType::Date:
        return Shape::Date;
    case ContentType::Recurrence:
        return Shape::Recurrence;
    case ContentType::Object:
        return Shape::Object;
    case ContentType::Objects:
        return Shape::Objects;
    }
    return Shape::Natural;
}

KeyShape definitionShape(ThingKind kind, std::string_view key)
{
    if (kind == ThingKind::Profile || (kind == ThingKind::Scenario && key == "expect"))
        return {key, Shape::Natural, {}}; // their readers know
    if (kind == ThingKind::Family && key == "key")
        return {key, Shape::Texts, {}};
    const auto found =
        std::find_if(std::begin(definitionShapes), std::end(definitionShapes), [key](const KeyShape& s) { return s.name == key; });
    return found == std::end(definitionShapes) ? KeyShape{key, Shape::Text, {}} : KeyShape{key, found->shape, found->inner};
}

KeyShape mappingShape(const ContentKey& key)
{
    const auto found =
        std::find_if(std::begin(mappingShapes), std::end(mappingShapes), [&](const KeyShape& s) { return s.name == key.name; });
    if (found != std::end(mappingShapes) && shapeOf(key.type) == found->shape)
        return *found;
    return {key.name, shapeOf(key.type), {}};
}

} // namespace

std::span<const DefinitionSection> definitionSections()
{
    return sections;
}

const DefinitionSection* definitionSection(std::string_view name)
{
    const auto found = std::find_if(sections.begin(), sections.end(), [name](const DefinitionSection& s) { return s.name == name; });
    return found == sections.end() ? nullptr : &*found;
}

std::vector<KeyShape> definitionKeyShapes(const DefinitionSection& section)
{
    std::vector<KeyShape> shapes;
    if (section.mapping) {
        for (const ContentKey& key : contentKeys(*section.mapping))
            shapes.push_back(mappingShape(key));
    } else if (isDefinition(section.kind)) {
        for (const std::string_view key : definitionKeys(section.kind))
            shapes.push_back(definitionShape(section.kind, key));
    }
    return shapes;
}

} // namespace shelf
