// What `set` is told: ATTR=VALUE, ATTR=, ATTR+=VALUE, ATTR-=VALUE.
#pragma once

#include "model/domain/definitions.h"
#include "model/domain/result.h"
#include "model/domain/thing.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf::cli {

// One assignment, typed by its attribute, ready for any product.
struct Assignment {
    enum class Kind { Replace, Add, Take };
    Kind kind = Kind::Replace;
    std::string field; // a core field, "category", or an attribute code
    std::string value; // canonical JSON text; empty clears
    std::string currency; // with price and cost: the currency named beside the amount, as JSON text
};

// Error: Usage for what is no assignment, Rejected for an unknown attribute or a value of the wrong type.
Result<Assignment> parseAssignment(const Definitions& definitions, std::string_view text);

void assign(FieldMap& fields, const Assignment& assignment);

} // namespace shelf::cli
