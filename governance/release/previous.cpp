#include "governance/release/previous.h"

#include "governance/release/content.h"
#include "governance/release/file_writer.h"
#include "governance/release/stored_release.h"

namespace shelf {

namespace {

std::optional<FileHandle> publishedLines(const ReleaseRow& row)
{
    const FileHandle folder = openFolder(row.folder);
    if (!folder.valid())
        return std::nullopt;
    auto file = openRegular(folder.get(), std::string(mappingsName));
    if (!file)
        return std::nullopt;
    const auto digest = digestOf(file->handle.get(), row.folder);
    if (!digest || digest->sha256 != row.contentSha256)
        return std::nullopt;
    return std::move(file->handle);
}

} // namespace

Result<std::optional<ReleaseRow>> lastPublished(Workspace& workspace)
{
    auto rows = workspace.releases();
    if (!rows)
        return rows.error();
    std::optional<ReleaseRow> last;
    for (ReleaseRow& row : *rows)
        if (row.state == "published" && (!last || row.number > last->number))
            last = std::move(row);
    return last;
}

Result<PreviousContent> previousContent(Workspace& workspace, const ReleaseRow& row, int folder, const Progress& progress)
{
    if (auto lines = publishedLines(row))
        return PreviousContent{row, std::move(*lines), true};
    auto past = pastView(workspace, contentNumber(row), progress);
    if (!past)
        return past.error();
    auto scratch = scratchFile(folder);
    if (!scratch)
        return scratch.error();
    FileWriter writer(sameFile(*scratch), "the previous release's mappings");
    const auto visit = [&](const ResolvedMapping& mapping) {
        appendLine(writer.buffer(), mapping);
        writer.written();
    };
    if (const auto notes = forEachReleased(workspace, *past, visit, progress); !notes)
        return notes.error();
    const auto digest = writer.finish();
    if (!digest)
        return digest.error();
    return PreviousContent{row, std::move(*scratch), digest->sha256 == row.contentSha256};
}

} // namespace shelf
