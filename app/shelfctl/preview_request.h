// The context of a preview as options of a command name it.
#pragma once

#include "app/shelfctl/command_tree.h"
#include "governance/preview/preview.h"
#include "model/store/workspace.h"

#include <optional>
#include <string>

namespace shelf::cli {

struct ContextOptions {
    std::optional<std::string> owned, on, channel, audience, intent, trigger, language, state;
    bool optedOut = false;
};

void addContext(CommandBuilder& command, ContextOptions& options);
// `on` is left empty where none is named. Errors: Usage.
Result<PreviewRequest> requestFrom(const ContextOptions& options);

// "channel=store,on=2026-12-24,opted_out=true": the request with these changed. Error: Usage, where = the option.
Result<PreviewRequest> changedRequest(const PreviewRequest& request, std::string_view option, const std::string& changes);

// Products that are named and do not exist, with the nearest one. Error: Rejected UNKNOWN_SKU.
Result<void> checkProducts(Workspace& workspace, const std::vector<std::string>& skus);

} // namespace shelf::cli
