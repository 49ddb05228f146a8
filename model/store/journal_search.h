// Looking for things in the journal: only the keys of a block are unpacked until one of them is wanted.
#pragma once

#include "model/store/journal.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace shelf {

struct JournalSearch {
    std::unordered_set<std::string> keys; // of things
    std::optional<ThingKind> kind; // empty: of any kind
    uint64_t after = 0; // change sets after this one
    uint64_t upTo = UINT64_MAX; // and up to this one
    // Change sets of these kinds only, where given: asked before anything is unpacked.
    std::function<bool(const JournalEntry&)> concerns;
    // Told of the change sets whose content is in an archive, and may hold what is looked for.
    std::function<void(const JournalEntry&)> archived;
};

using FoundChange = std::function<bool(const JournalEntry& entry, const Change& change)>; // false: look no further

// The changes of the things wanted, newest first (and, in a change set, last first), or oldest first. Throws StoreFailure where
// the journal cannot be read.
void searchBackwards(Journal& journal, const JournalSearch& search, const FoundChange& found);
void searchForwards(Journal& journal, const JournalSearch& search, const FoundChange& found);

// The last change set that was made at this time (UTC, as entries carry it) or before; 0: none was.
uint64_t lastNumberAt(Journal& journal, std::string_view time);

} // namespace shelf
