// What a scenario's fields must be: a saved preview with what is expected of it (resources/help/scenarios.md).
#pragma once

#include "model/domain/shape.h"

#include <optional>
#include <span>
#include <string_view>

namespace shelf {

// The first thing that is wrong; types of the fields themselves were checked before.
std::optional<Complaint> checkScenario(const FieldMap& fields);

// The slots in which recommendations appear, and the stages of a preview that take something out ("no-candidate": nothing names it).
std::span<const std::string_view> previewSlots();
std::span<const std::string_view> removingStages();

} // namespace shelf
