// Decides a condition for a whole catalog. What reads one field is decided once for each distinct value.
#pragma once

#include "model/catalog/row_set.h"
#include "model/expression/compiled.h"
#include "model/expression/evaluate.h"

namespace shelf {

// The products among `among` that satisfy the condition; exactly those for which `satisfies` says so.
RowSet selectRows(const Compiled& compiled, const Snapshot& snapshot, const RowSet& among, Trouble& trouble);

} // namespace shelf
