// The journal: one entry a change set, each chained to the one before, its blocks beside it. Append only.
//
// h_n = SHA-256("shelf-journal-1\0" ‖ h_{n-1} ‖ length of the entry, 8 bytes big-endian ‖ entry), h_0 = SHA-256("shelf-journal-1\0" ‖
// workspace id). The entry is canonical JSON, stored as the bytes that were hashed, and names the SHA-256 of each block's bytes.
#pragma once

#include "model/change/change_set.h"
#include "model/change/mapping_state.h"
#include "model/domain/hash.h"
#include "model/store/query.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

struct JournalPartInfo {
    ThingKind kind = ThingKind::Product;
    uint64_t rows = 0;
    uint64_t bytes = 0;
    std::string sha256; // hex
};

struct JournalEntry {
    ChangeSetHeader header; // author holds the person's id
    std::string tool;
    bool clockWentBack = false; // its time is before that of the entry before
    uint64_t changes = 0;
    std::vector<JournalPartInfo> parts;
};

std::string encodeEntry(const JournalEntry& entry);
Result<JournalEntry> decodeEntry(std::string_view bytes); // Error: Workspace JOURNAL

Digest firstHash(std::string_view workspaceId);
Digest nextHash(const Digest& previous, std::string_view entry);

// Statements over the journal's tables. Failures throw.
class Journal {
public:
    explicit Journal(SQLite::Database& database);

    uint64_t lastNumber();
    std::optional<std::string> entryBytes(uint64_t number);
    std::optional<JournalEntry> entry(uint64_t number); // throws StoreFailure where it is damaged
    Digest head(std::string_view workspaceId); // hash of the newest entry
    void appendPart(uint64_t number, uint64_t part, std::string_view payload);
    void appendEntry(uint64_t number, std::string_view entry, const Digest& hash);
    std::string partBytes(uint64_t number, uint64_t part); // throws StoreFailure where it is missing
    // From the newest to the oldest; the visitor returns false to stop.
    void visitBackwards(const std::function<bool(const JournalEntry&, std::string_view hash)>& visit);
    // In order, with the raw columns, for verification.
    void visitForwards(const std::function<bool(int64_t number, std::string_view entry, std::string_view hash)>& visit);
    uint64_t partRows(); // how many parts are stored in all

private:
    Query m_last, m_entry, m_head, m_insertPart, m_insertEntry, m_part;
    SQLite::Database& m_database;
};

} // namespace shelf
