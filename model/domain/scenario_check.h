// What a scenario's fields must be: a saved preview with what is expected of it (resources/help/preview.md, "Scenarios"). Used inside
// model/domain only.
#pragma once

#include "model/domain/shape.h"

#include <optional>

namespace shelf {

// The first thing that is wrong; types of the fields themselves were checked before.
std::optional<Complaint> checkScenario(const FieldMap& fields);

} // namespace shelf
