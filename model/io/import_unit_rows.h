// Rows that together make one mapping: a step of an upgrade path each, or a condition of a compatibility rule.
#pragma once

#include "model/io/import_units.h"

namespace shelf {

Result<void> readUpgradeRows(MappingContext& context, ImportUnits& units, const MappingFile& file, const Progress& progress);
Result<void> readCompatRows(MappingContext& context, ImportUnits& units, const MappingFile& file, const Progress& progress);

} // namespace shelf
