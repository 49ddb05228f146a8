// Blocks of a change set as bytes: what the journal stores and a copy of a workspace exchanges. Columns with varint lengths,
// then zstd level 1 where that is smaller. The first byte says which, so that other forms can come later:
// 1 = columns as they are, 2 = columns compressed with zstd.
#pragma once

#include "model/change/change_set.h"

#include <string>
#include <string_view>

namespace shelf {

std::string encodeBlock(const ChangeBlock& block);
// Error: Workspace, code JOURNAL: damaged, or of a format this program does not know. Bounded: refuses more than 64 MiB.
Result<ChangeBlock> decodeBlock(std::string_view bytes);

} // namespace shelf
