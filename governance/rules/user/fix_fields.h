// The fix of a user rule: { set: { FIELD: VALUE } }.
#pragma once

#include "model/domain/definitions.h"
#include "model/domain/mapping.h"
#include "model/domain/result.h"
#include "model/expression/expression.h"

#include <string>
#include <utility>
#include <vector>

namespace shelf {

using FixFields = std::vector<std::pair<std::string, std::string>>; // canonical JSON by field; empty JSON takes the field away

// `fix` is the definition's. Error: Rejected, where = the key it is about, "set.weight".
Result<FixFields> fixFieldsOf(const Json& fix, const Definitions& definitions, ExpressionScope scope);
std::string fixSentence(const FixFields& fields); // "Sets mount to OX"

} // namespace shelf
