#include "app/shelfctl/definition_edit.h"

namespace shelf::cli {

Result<Applied> editDefinition(Workspace& workspace, const ChangeSetHeader& header, ThingKind kind, std::string_view key,
    const std::function<Result<void>(FieldMap& fields)>& edit)
{
    Thing before;
    before.kind = kind;
    before.key = key;
    if (const Thing* stored = workspace.definitions().find(kind, key))
        before = *stored;
    Thing after = before;
    if (const auto edited = edit(after.fields); !edited)
        return edited.error();
    after.revision = after.fields.empty() ? 0 : before.revision + 1;
    if (before.revision == 0 && after.fields.empty())
        return Applied();
    auto change = difference(before, after);
    if (!change)
        return Applied();
    ChangeSet changes;
    changes.header = header;
    changes.add(std::move(*change));
    return workspace.apply(changes);
}

} // namespace shelf::cli
