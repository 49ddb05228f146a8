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
#include <map>
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

// What an entry of origin seal says: the payloads of these change sets have been moved into an archive (model/store/archive.h).
struct JournalSeal {
    std::string archive; // the file's name, without its folder
    std::string sha256; // hex, of the whole file
    std::vector<uint64_t> numbers; // ascending
};

struct JournalEntry {
    ChangeSetHeader header; // author holds the person's id
    std::string tool;
    bool clockWentBack = false; // its time is before that of the entry before
    uint64_t changes = 0;
    std::vector<JournalPartInfo> parts;
    std::optional<JournalSeal> seal;
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
    std::string hash(uint64_t number); // its bytes; empty where there is no such entry
    void appendPart(uint64_t number, uint64_t part, std::string_view payload);
    void appendEntry(uint64_t number, std::string_view entry, const Digest& hash);
    std::string partBytes(uint64_t number, uint64_t part); // throws StoreFailure where it is missing
    // From the newest to the oldest; the visitor returns false to stop.
    void visitBackwards(const std::function<bool(const JournalEntry&, std::string_view hash)>& visit);
    // In order, with the raw columns, for verification.
    void visitForwards(const std::function<bool(int64_t number, std::string_view entry, std::string_view hash)>& visit);
    uint64_t partRows(uint64_t number); // how many parts of this change set are stored
    std::optional<uint64_t> strayPart(); // the first number of which there are parts, but no entry
    void removeParts(uint64_t number);
    // By number, what the seals say; a seal that cannot be read says nothing.
    const std::map<uint64_t, JournalSeal>& sealed();
    bool isSealed(uint64_t number) { return sealed().contains(number); }

private:
    Query m_last, m_entry, m_head, m_insertPart, m_insertEntry, m_part, m_partRows;
    SQLite::Database& m_database;
    std::map<uint64_t, JournalSeal> m_sealed;
    std::pair<int64_t, int64_t> m_sealedVersion{-1, -1}; // of the database when m_sealed was read
};

} // namespace shelf
