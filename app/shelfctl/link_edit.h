// What `link add` means: which link it is, and how it differs from what is there.
#pragma once

#include "model/store/workspace.h"

#include <optional>
#include <string>

namespace shelf::cli {

// As typed; what is absent keeps what is there.
struct LinkOptions {
    std::string source, type, target;
    std::optional<std::string> rank, reason, from, to, channels, audiences, intents, triggers, every, intervalDays, boost, owner, variant;
    bool pin = false;
};

struct LinkEdit {
    std::string id;
    bool isNew = false;
    std::optional<Change> change; // absent: the same content
};

// Errors: Usage for numbers and dates that are none, Rejected for unknown types and SKUs.
Result<LinkEdit> linkEdit(Workspace& workspace, const LinkOptions& options, const std::string& author);

// By code or by the name of an inverse. Error: Rejected with the nearest.
Result<const LinkType*> knownLinkType(const Definitions& definitions, const std::string& name);

} // namespace shelf::cli
