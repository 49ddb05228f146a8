// Mappings as lines of JSON: our own extracts, and the mappings.jsonl and delta.jsonl of a release, which come in as drafts.
#pragma once

#include "model/io/import_links.h"
#include "model/io/import_units.h"

namespace shelf {

Result<void> readMappingLines(
    MappingContext& context, ImportLinks& links, ImportUnits& units, const MappingFile& file, const Progress& progress);

} // namespace shelf
