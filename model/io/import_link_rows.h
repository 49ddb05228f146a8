// Rows of links: one a row (source, type, target and what else a link has), or a list of targets a row (sku, linked_sku).
#pragma once

#include "model/io/import_link_lists.h"

namespace shelf {

Result<void> readLinkRows(
    MappingContext& context, ImportLinks& links, ImportLinkLists& lists, const MappingFile& file, const Progress& progress);

} // namespace shelf
