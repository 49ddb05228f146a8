#include "governance/release/previous.h"

#include "governance/release/content.h"
#include "governance/release/file_writer.h"
#include "governance/release/stored_release.h"

namespace shelf {

namespace {

FileHandle folderLines(const ReleaseRow& row)
{
    const FileHandle folder = openFolder(row.folder);
    if (!folder.valid())
        return {};
    auto file = openRegular(folder.get(), std::string(mappingsName));
    return file ? std::move(file->handle) : FileHandle();
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

Result<PreviousContent> previousContent(
    Workspace& workspace, const ReleaseRow& row, int folder, const Progress& progress, PreviousFrom from)
{
    FileHandle lines = from == PreviousFrom::Versions ? FileHandle() : folderLines(row);
    if (lines.valid()) {
        auto proof = std::async(std::launch::async, [descriptor = lines.get(), where = row.folder, promised = row.contentSha256] {
            const auto digest = digestOf(descriptor, where);
            return digest && digest->sha256 == promised;
        });
        if (from == PreviousFrom::AnywhereUnproved)
            return PreviousContent{row, std::move(lines), true, std::move(proof)};
        if (proof.get())
            return PreviousContent{row, std::move(lines), true};
    }
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
