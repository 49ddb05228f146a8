// Writes mappings.jsonl and mappings.csv in one pass over the approved content, comparing with the last release on the way.
#pragma once

#include "governance/release/content.h"
#include "governance/release/previous.h"
#include "governance/release/stored_release.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

// What an id in `sample` is about: how a large change is told.
struct ContentChanges {
    uint64_t added = 0, changed = 0, removed = 0;
    uint64_t before = 0; // mappings of the last release
    std::vector<std::string> sample; // the first ids changed or removed
};

struct WrittenContent {
    ContentNotes notes;
    ContentChanges changes;
    FileDigest mappings, table;
    FileHandle deltaBody; // operations without header, to be read from its start; invalid where there is nothing to compare with
};

// Hears of every line that is written (without LF).
using LineListener = std::function<void(std::string_view id, std::string_view line)>;

// What a release is made of: the approved content of now or of an earlier moment, or the files of a release.
struct ContentSource {
    ContentView view;
    const StoredRelease* copy = nullptr; // instead of the view
    LineListener listener;
};

// Into `folder`; -1: nothing is written, only counted and hashed.
Result<WrittenContent> writeContent(
    Workspace& workspace, const ContentSource& source, int folder, const PreviousContent* previous, const Progress& progress);

} // namespace shelf
