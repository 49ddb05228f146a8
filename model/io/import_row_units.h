// The unit a row of a delimited file belongs to: a bundle, an upgrade path, a compatibility rule.
#pragma once

#include "model/io/import_mapping_rows.h"
#include "model/io/import_units.h"

namespace shelf {

// By the code in `codeColumn` and the row's variant; what `_action` says is noted. nullptr: the row is rejected, or says nothing
// besides its action. A unit is upserted, retired or passed over as a whole: rows that do not agree about that reject it.
ImportUnit* unitOfRow(MappingFileRows& rows, ImportUnits& units, MappingKind kind, int codeColumn);

// Rejects the unit for a cell of the row being read; column -1: for the row.
void rejectUnit(MappingFileRows& rows, ImportUnits& units, ImportUnit& unit, int column, std::string code, const std::string& message);

// Content that every row may repeat. False: a row says something else than another, and the unit is rejected.
bool setOfRow(MappingFileRows& rows, ImportUnits& units, ImportUnit& unit, const ContentEdits& edits);

} // namespace shelf
