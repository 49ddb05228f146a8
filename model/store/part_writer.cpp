#include "model/store/part_writer.h"

#include "model/change/block_codec.h"
#include "model/store/sqlite_error.h"

namespace shelf {

namespace {
constexpr size_t worthAThread = 2048; // rows
constexpr size_t mostPending = 2; // blocks in memory beside the one being written
} // namespace

PartWriter::Encoded PartWriter::encode(const ChangeBlock& block)
{
    Encoded encoded;
    encoded.bytes = encodeBlock(block);
    if (encoded.bytes.empty())
        throw StoreFailure({ErrorKind::Rejected, "TOO_BIG", "change set",
            "one block of this change set is larger than the journal can hold", "make the change in smaller pieces"});
    encoded.info = {block.kind, block.rows(), encoded.bytes.size(), sha256Hex(encoded.bytes)};
    return encoded;
}

void PartWriter::store(const Encoded& encoded)
{
    m_journal.appendPart(m_number, m_parts.size(), encoded.bytes);
    m_parts.push_back(encoded.info);
}

void PartWriter::add(ChangeBlock&& block)
{
    if (block.rows() < worthAThread && m_pending.empty()) {
        store(encode(block));
        return;
    }
    while (m_pending.size() >= mostPending) {
        store(m_pending.front().get());
        m_pending.pop_front();
    }
    m_pending.push_back(std::async(std::launch::async, [moved = std::move(block)] { return encode(moved); }));
}

const std::vector<JournalPartInfo>& PartWriter::finish()
{
    while (!m_pending.empty()) {
        store(m_pending.front().get());
        m_pending.pop_front();
    }
    return m_parts;
}

} // namespace shelf
