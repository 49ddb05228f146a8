// What a value of an attribute is worth: one of its type, or a text that an import kept because it could not read it.
#pragma once

#include "model/domain/definitions.h"

#include <string>
#include <string_view>

namespace shelf::attr {

enum class Kept {
    Fits,
    WrongType, // nothing but a person knows what is meant
    WrongUnit, // a number with a unit that the attribute's unit can be computed from
};
// `json`: canonical JSON of an attribute's value.
Kept keptAs(const Attribute& attribute, std::string_view json);
// What a value of this attribute looks like: "a number in g", "yes or no".
std::string expectedOf(const Attribute& attribute);
// The kept text as a number in the attribute's unit; empty where keptAs is not WrongUnit.
std::string inAttributeUnit(const Attribute& attribute, std::string_view json);

} // namespace shelf::attr
