// Archives: where the contents of feeds go when a workspace is compacted, so that it does not grow for ever. A file of its own
// that is written once, never over another, and synced before anything leaves the workspace.
//
// "shelf-archive-1\n", then records: one letter, the length of what follows (8 bytes, big-endian), and that:
//   W  the workspace's id
//   E  an entry of the journal: its number (8 bytes, big-endian), its hash in the chain (32 bytes), the entry as it was hashed
//   P  a part of the entry before it, in order: the payload as it lay in the journal
//   Z  the end: how many entries there are (8 bytes, big-endian)
// The journal's entries keep the SHA-256 of each part, and the seal that of the whole file: both can be proved from either side.
#pragma once

#include "model/store/journal.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

struct ArchiveFile {
    std::string sha256; // hex, of the whole file
    uint64_t bytes = 0;
};

// Writes the entries named, with their parts, as a new file. Errors: Rejected EXISTS, System, Cancelled (where `go` says so).
Result<ArchiveFile> writeArchive(const std::string& path, const std::string& workspaceId, Journal& journal,
    const std::vector<uint64_t>& numbers, const std::function<bool()>& go);

// An archive that is read. What it gives is as trustworthy as the hashes it is compared with.
class Archive {
public:
    // Looks through the whole file. Errors: Rejected ARCHIVE (not one, damaged, of another workspace), System.
    static Result<std::unique_ptr<Archive>> open(const std::string& path, const std::string& workspaceId);
    ~Archive();
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    const std::string& sha256() const { return m_sha256; } // hex, of the whole file
    std::optional<std::string> part(uint64_t number, uint64_t part) const; // the payload; nothing where it is not here

private:
    explicit Archive(int descriptor) : m_descriptor(descriptor) { }
    struct Place {
        uint64_t offset = 0, bytes = 0;
    };
    int m_descriptor;
    std::string m_sha256;
    std::map<std::pair<uint64_t, uint64_t>, Place> m_parts;
};

} // namespace shelf
