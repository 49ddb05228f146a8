// The newest state of each workspace that was seen by this user, outside the workspace: a journal that is cut off at its end is
// still a valid chain, and only somebody who remembers how far it went can tell.
//
// One small file a workspace and place, <folder>/<workspace id>-<first 16 hex digits of SHA-256 of its path>: "NUMBER HASH\n".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace shelf {

struct HeadRecord {
    uint64_t number = 0; // of the journal's newest entry
    std::string hash; // hex
    bool operator==(const HeadRecord&) const = default;
};

// $XDG_STATE_HOME/shelfwright/heads, else ~/.local/state/shelfwright/heads; empty where there is neither.
std::string userHeadFolder();

std::optional<HeadRecord> readHead(const std::string& folder, const std::string& workspaceId, const std::string& path);
// Best effort: a folder that cannot be written is nothing that anybody has to hear of.
void writeHead(const std::string& folder, const std::string& workspaceId, const std::string& path, const HeadRecord& head);

} // namespace shelf
