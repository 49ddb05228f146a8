// delta.jsonl: from one release's mappings.jsonl to the next one's, read and applied as a stream.
#pragma once

#include "governance/release/files.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace shelf {

struct DeltaHeader {
    uint64_t from = 0, to = 0;
    std::string fromSha256, toSha256;
    bool operator==(const DeltaHeader&) const = default;
};
std::string writeDeltaHeader(const DeltaHeader& header); // with LF
std::optional<DeltaHeader> parseDeltaHeader(std::string_view line);

void appendUpsert(std::string& out, std::string_view line); // a line of mappings.jsonl, with or without LF
void appendDelete(std::string& out, std::string_view id);

// One operation; nullopt where the line is none. `mapping` is the new line of an upsert without LF, into the text given.
struct DeltaOperation {
    std::string id;
    std::string_view mapping; // empty: a deletion
};
std::optional<DeltaOperation> parseDeltaOperation(std::string_view line);

// Reads a delta's lines in order: header first, then operations in strictly rising order of ids.
// Errors: Rejected DELTA with the line, System.
class DeltaReader {
public:
    explicit DeltaReader(int descriptor) : m_lines(descriptor, "delta.jsonl") { }
    Result<DeltaHeader> header();
    // False at the end. Valid until the next call.
    Result<bool> next(DeltaOperation& operation);
    uint64_t records() const { return m_line; } // lines read, the header too
    uint64_t upserts() const { return m_upserts; }
    uint64_t deletions() const { return m_deletions; }

private:
    Error wrong(std::string_view what) const;
    LineReader m_lines;
    uint64_t m_line = 0, m_upserts = 0, m_deletions = 0;
    std::string m_lastId;
};

// Base and operations merged: gives every line of the result (without LF) in order. Hashes the base on the way.
// Errors: Refused BASE where a deletion finds nothing to delete, Rejected, System.
struct DeltaMerge {
    std::string baseSha256;
    uint64_t baseRecords = 0;
};
Result<DeltaMerge> mergeDelta(int base, DeltaReader& delta, const std::function<void(std::string_view line)>& give);

} // namespace shelf
