// Blocks of a change set as bytes: what the journal stores and a copy of a workspace exchanges. Columns with varint lengths,
// then zstd level 1 where that is smaller. The first byte says which, so that other forms can come later:
// 1 = columns as they are, 2 = columns compressed with zstd.
#pragma once

#include "model/change/change_set.h"

#include <string>
#include <string_view>

namespace shelf {

inline constexpr size_t maxDecodedBlockBytes = size_t(64) << 20; // of a block's bytes(), and of its columns as bytes

// Empty where decodeBlock would not take it: larger than that (one change of tens of MiB, for the caller to refuse), or columns
// that do not belong together (a field twice or without a name, more rows than keys).
std::string encodeBlock(const ChangeBlock& block);
// Error: Workspace, code JOURNAL: damaged, or of a format this program does not know. Bounded: refuses more than
// maxDecodedBlockBytes, whatever the bytes claim.
Result<ChangeBlock> decodeBlock(std::string_view bytes);

// What a block is about, without its values: they come first in its bytes, so that looking for one thing in a large import does
// not unpack the import. Of a damaged block the keys may still be readable.
struct BlockKeys {
    ThingKind kind = ThingKind::Product;
    TextColumn keys;
};
Result<BlockKeys> decodeKeys(std::string_view bytes);

} // namespace shelf
