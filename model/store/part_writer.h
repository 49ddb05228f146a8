// Writes the blocks of one change set into the journal: encoded, compressed and hashed on a thread of their own while the rows of
// the next block are written, stored in order.
#pragma once

#include "model/store/journal.h"

#include <deque>
#include <future>
#include <vector>

namespace shelf {

class PartWriter {
public:
    PartWriter(Journal& journal, uint64_t number) : m_journal(journal), m_number(number) { }

    void add(ChangeBlock&& block); // may wait for an earlier block
    const std::vector<JournalPartInfo>& finish(); // waits for all

private:
    struct Encoded {
        std::string bytes;
        JournalPartInfo info;
    };
    static Encoded encode(const ChangeBlock& block);
    void store(const Encoded& encoded);

    Journal& m_journal;
    uint64_t m_number;
    std::deque<std::future<Encoded>> m_pending;
    std::vector<JournalPartInfo> m_parts;
};

} // namespace shelf
