// The sections of a definitions file: what stands under which key, by what an item is called, and what each of its keys holds.
#pragma once

#include "model/domain/mapping.h"
#include "model/domain/thing.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct DefinitionSection {
    std::string_view name; // "channels": the key in files; dump writes it to channels.yaml
    ThingKind kind;
    std::optional<MappingKind> mapping;
    std::string_view key; // what an item is called by: "code", "sku"; links are called by source, type and target
};

// In the order in which they build on each other: vocabulary, products, mappings.
std::span<const DefinitionSection> definitionSections();
const DefinitionSection* definitionSection(std::string_view name); // nullptr: no such section

// How the value of a key is read.
enum class Shape {
    Text, // any scalar, as it is written
    LocalText, // a text, or {language: text}
    Texts, // a list of scalars
    TextMap, // {name: text}
    TextsMap, // {name: [text]}
    Number,
    Integer,
    Boolean,
    Date, // a date or a time; today, today-90d
    Recurrence,
    Natural, // a plain scalar is a number, true or false where it looks like one
    Object,
    Objects,
};

struct KeyShape {
    std::string_view name;
    Shape shape = Shape::Text;
    std::span<const KeyShape> inner; // of Object and Objects; none: Natural inside
};

// The keys that an item of this section may have besides those that make its id, in the order in which dump writes them. Keys
// that are only another way of writing (price as text, between, choose) are not among them.
std::vector<KeyShape> definitionKeyShapes(const DefinitionSection& section);

} // namespace shelf
