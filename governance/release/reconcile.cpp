// Settles what a writer that died has left reserved.
#include "governance/release/manifest.h"
#include "governance/release/part_folder.h"
#include "governance/release/release.h"

namespace shelf {

namespace {

// SHA-256 of the manifest of the release in `row`'s folder, where that folder is this reservation's release.
std::optional<std::string> publishedManifest(const Workspace& workspace, const ReleaseRow& row)
{
    const FileHandle folder = openFolder(row.folder);
    if (!folder.valid())
        return std::nullopt;
    const auto file = openRegular(folder.get(), std::string(manifestName));
    if (!file)
        return std::nullopt;
    const auto text = readWhole(*file, row.folder, manifestLimit);
    if (!text)
        return std::nullopt;
    std::vector<std::string> problems;
    const Manifest manifest = parseManifest(*text, problems);
    const ReleaseFile* mappings = manifest.file(mappingsName);
    const bool ours = problems.empty() && manifest.workspace == workspace.id() && manifest.release == row.number && mappings
        && mappings->sha256 == row.contentSha256;
    return ours ? std::optional(sha256Hex(*text)) : std::nullopt;
}

ReleaseTarget targetOf(const std::string& folder)
{
    const size_t slash = folder.rfind('/');
    if (slash == std::string::npos)
        return {".", folder};
    return {slash == 0 ? "/" : folder.substr(0, slash), folder.substr(slash + 1)};
}

} // namespace

Result<void> reconcileReleases(Workspace& workspace)
{
    const auto rows = workspace.releases();
    if (!rows)
        return rows.error();
    for (const ReleaseRow& row : *rows) {
        if (row.state != "reserved" || isBeingWritten(targetOf(row.folder)))
            continue;
        const auto manifest = publishedManifest(workspace, row);
        const Result<void> settled = manifest ? workspace.publishRelease(row.number, *manifest) : workspace.abandonRelease(row.number);
        if (!settled)
            return settled;
    }
    return {};
}

} // namespace shelf
