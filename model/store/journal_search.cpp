#include "model/store/journal_search.h"

#include "model/change/block_codec.h"
#include "model/store/sqlite_error.h"

#include <algorithm>

namespace shelf {

namespace {

// The rows of a part that are about what is wanted.
std::vector<uint32_t> wantedRows(std::string_view bytes, const JournalSearch& search)
{
    const auto keys = decodeKeys(bytes);
    if (!keys)
        throw StoreFailure(keys.error());
    std::vector<uint32_t> rows;
    size_t shortest = SIZE_MAX, longest = 0;
    for (const auto& key : search.keys) {
        shortest = std::min(shortest, key.size());
        longest = std::max(longest, key.size());
    }
    const bool single = search.keys.size() == 1;
    std::string scratch;
    for (uint32_t row = 0; row < keys->keys.size(); ++row) {
        const auto key = keys->keys.at(row);
        if (key.size() < shortest || key.size() > longest)
            continue;
        if (single ? key == *search.keys.begin() : search.keys.contains(scratch.assign(key)))
            rows.push_back(row);
    }
    return rows;
}

// False where the visitor wants no more.
bool searchEntry(Journal& journal, const JournalEntry& entry, const JournalSearch& search, const FoundChange& found, bool backwards)
{
    if (entry.parts.empty() || (search.concerns && !search.concerns(entry)))
        return true;
    const uint64_t number = entry.header.number;
    for (size_t i = 0; i < entry.parts.size(); ++i) {
        const size_t part = backwards ? entry.parts.size() - 1 - i : i;
        if (search.kind && entry.parts[part].kind != *search.kind)
            continue;
        if (entry.header.origin == Origin::Feed && journal.isSealed(number)) {
            if (search.archived)
                search.archived(entry);
            return true;
        }
        const std::string bytes = journal.partBytes(number, part);
        auto rows = wantedRows(bytes, search);
        if (rows.empty())
            continue;
        const auto block = decodeBlock(bytes);
        if (!block)
            throw StoreFailure(block.error());
        if (backwards)
            std::reverse(rows.begin(), rows.end());
        for (const uint32_t row : rows)
            if (row < block->rows() && !found(entry, block->row(row)))
                return false;
    }
    return true;
}

} // namespace

void searchBackwards(Journal& journal, const JournalSearch& search, const FoundChange& found)
{
    journal.visitBackwards([&](const JournalEntry& entry, std::string_view) {
        if (entry.header.number <= search.after)
            return false;
        return entry.header.number > search.upTo || searchEntry(journal, entry, search, found, true);
    });
}

void searchForwards(Journal& journal, const JournalSearch& search, const FoundChange& found)
{
    journal.visitForwards([&](int64_t number, std::string_view bytes, std::string_view) {
        if (static_cast<uint64_t>(number) > search.upTo)
            return false;
        if (static_cast<uint64_t>(number) <= search.after)
            return true;
        const auto entry = decodeEntry(bytes);
        if (!entry)
            throw StoreFailure(entry.error());
        return searchEntry(journal, *entry, search, found, false);
    });
}

uint64_t lastNumberAt(Journal& journal, std::string_view time)
{
    uint64_t number = 0;
    journal.visitBackwards([&](const JournalEntry& entry, std::string_view) {
        if (entry.header.time > time)
            return true;
        number = entry.header.number;
        return false;
    });
    return number;
}

} // namespace shelf
