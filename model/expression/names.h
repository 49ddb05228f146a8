// What a name in an expression stands for, and the nearest name where it stands for nothing.
#pragma once

#include "model/domain/definitions.h"
#include "model/expression/compiled.h"
#include "model/expression/expression.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// A field of a product as an expression reads it.
struct NamedField {
    std::string field; // as ExpressionRow::field() wants it
    ValueType type = ValueType::Text;
    std::string_view unit; // views the Definitions
    bool category = false; // a list that stands for any of its elements
    uint8_t flags = 0; // of its node
    bool share = false; // a number of 0…1
};

// A core field, `category`, or an attribute by its code; with "@language" or "@channel".
std::optional<NamedField> fieldByName(const Definitions& definitions, std::string_view name);
// What is in brackets: an attribute's label, else its code, else a core field; `suffix` is "@de" or empty.
std::optional<NamedField> fieldByLabel(const Definitions& definitions, std::string_view label, std::string_view suffix);

// A name of another scope than Product: "type" of a link, "margin" of a bundle. (Fields of a link's ends: fieldByName.)
std::optional<NamedField> fieldOfScope(ExpressionScope scope, std::string_view name);
std::vector<std::string> namesOfScope(ExpressionScope scope);
std::optional<std::string> nearestOfScope(ExpressionScope scope, std::string_view name);

// The nearest name to a misspelt one, or nullopt. Names longer than 64 bytes have none.
std::optional<std::string> nearestName(const Definitions& definitions, std::string_view name);
std::optional<std::string> nearestLabel(const Definitions& definitions, std::string_view label);
std::optional<std::string> nearestKey(const Definitions& definitions, ThingKind kind, std::string_view key);

} // namespace shelf
