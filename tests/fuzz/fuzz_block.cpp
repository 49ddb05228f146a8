// Whatever the bytes, decoding gives a block or an error; a block that was read is written and read again as the same.
#include "model/change/block_codec.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const shelf::Result<shelf::ChangeBlock> block = shelf::decodeBlock({reinterpret_cast<const char*>(data), size});
    const shelf::Result<shelf::BlockKeys> keys = shelf::decodeKeys({reinterpret_cast<const char*>(data), size});
    if (!block.ok())
        return 0;
    if (!keys.ok() || keys->kind != block->kind || !(keys->keys == block->keys))
        std::abort();
    for (size_t row = 0; row < block->rows() && row < 1000; ++row)
        (void)block->row(row);
    const shelf::Result<shelf::ChangeBlock> again = shelf::decodeBlock(shelf::encodeBlock(*block));
    if (!again.ok() || !(*again == *block))
        std::abort();
    return 0;
}
