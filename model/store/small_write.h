// One short write outside the journal, in a transaction of its own. Private to model/store.
#pragma once

#include "model/store/workspace_impl.h"

namespace shelf {

template <typename Body> Result<void> smallWrite(Workspace::Impl& workspace, Body body)
{
    if (workspace.options.readOnly)
        return workspace.readOnlyError();
    const auto done = guarded(workspace.shownPath, [&]() -> Result<void> {
        workspace.store->database->exec("BEGIN IMMEDIATE");
        body();
        if (fileIdentity(workspace.facts.path) != workspace.facts.identity)
            return Error{ErrorKind::Workspace, "SWAPPED", workspace.shownPath,
                "another file has taken the workspace's place while it was open", "open the workspace again"};
        workspace.store->database->exec("COMMIT");
        return {};
    });
    if (!done)
        workspace.store->rollback();
    return done;
}

} // namespace shelf
