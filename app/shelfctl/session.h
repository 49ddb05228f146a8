// Opening workspaces and reading what people typed: what many commands begin with.
#pragma once

#include "app/shelfctl/context.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shelf::cli {

using WorkspacePtr = std::unique_ptr<Workspace>;

// Absolute, with links resolved: a workspace under two names would have two write-ahead logs. Error: Workspace, Usage.
Result<std::string> workspacePath(const std::string& text);
// Absolute path of something that need not exist yet; only its folder is resolved. `what` names it in the error ("the folder").
Result<std::string> newPath(const std::string& text, std::string_view what);

// For files that a command writes over or appends to: never a workspace. What is not there, or no regular file, passes.
Result<void> refuseWorkspaceFile(std::string_view option, const std::string& path);

// Where the journal is not a continuation of what this user last saw of it, a line on stderr says so, unless the command does.
enum class HeadNote { Say, Leave };
Result<WorkspacePtr> openForReading(const Context& context, const std::string& path, HeadNote note = HeadNote::Say);
// Settles what a killed export left behind, too.
Result<WorkspacePtr> openForWriting(const Context& context, const std::string& path);
// For commands that show releases: settles a pending reservation first where the file can be written.
Result<WorkspacePtr> openForReleases(const Context& context, const std::string& path);

// A whole number typed for an option. Error: Usage.
Result<uint64_t> wholeNumber(std::string_view option, std::string_view text, uint64_t most = UINT64_MAX);
Result<std::optional<uint64_t>> optionalNumber(std::string_view option, const std::optional<std::string>& text, uint64_t most = UINT64_MAX);
// A change set's number, a date or a time, as people name a moment of the history. Error: Usage.
struct Moment {
    std::optional<uint64_t> number;
    int64_t milliseconds = 0; // since 1970, UTC, where no number is given
    bool wholeDay = false; // a date was given
};
Result<Moment> momentFrom(std::string_view option, const std::string& text);

// Comma-separated names, without empty ones.
std::vector<std::string> nameList(std::string_view text);

// An expression given but blank is refused: it would mean everything. Error: Usage.
Result<std::string> expressionText(const std::optional<std::string>& where);

// The header of a change set made by a command.
ChangeSetHeader headerFor(std::string author, std::string label, Origin origin = Origin::Edit);
// Number or null, as every command that changes something prints it.
Json changesetJson(const std::optional<uint64_t>& number);
Json numbersJson(const std::vector<uint64_t>& numbers);
std::string changesetText(const std::optional<uint64_t>& number); // ", change set 12" or ", nothing to change"
std::string counted(uint64_t count, std::string_view one, std::string_view many = {});

// The error for a SKU that is not there, with the nearest one.
Error unknownSku(Workspace& workspace, std::string_view sku);

} // namespace shelf::cli
