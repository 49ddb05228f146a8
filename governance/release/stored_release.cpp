#include "governance/release/stored_release.h"

namespace shelf {

namespace {

constexpr uint64_t profileLimit = uint64_t(1) << 20;

std::optional<Manifest> manifestIn(int folder, const ReleaseRow& row)
{
    const auto file = openRegular(folder, std::string(manifestName));
    if (!file)
        return std::nullopt;
    const auto text = readWhole(*file, row.folder, manifestLimit);
    if (!text || sha256Hex(*text) != row.manifestSha256)
        return std::nullopt;
    std::vector<std::string> problems;
    Manifest manifest = parseManifest(*text, problems);
    if (!problems.empty() || manifest.release != row.number)
        return std::nullopt;
    return manifest;
}

// An open file of the folder that has the size and hash its manifest gives; invalid where it has not.
FileHandle unchanged(int folder, const ReleaseFile* listed, const Progress& progress)
{
    if (!listed)
        return {};
    auto file = openRegular(folder, listed->name);
    if (!file || file->bytes != listed->bytes)
        return {};
    const auto digest = digestOf(file->handle.get(), listed->name, [&] { return progress.cancelled(); });
    if (!digest || digest->sha256 != listed->sha256)
        return {};
    return std::move(file->handle);
}

} // namespace

Result<ReleaseRow> publishedRelease(Workspace& workspace, uint64_t number)
{
    auto rows = workspace.releases();
    if (!rows)
        return rows.error();
    for (ReleaseRow& row : *rows)
        if (row.number == number && row.state == "published")
            return std::move(row);
    return Error{ErrorKind::Rejected, "UNKNOWN_RELEASE", "release " + std::to_string(number), "there is no release with this number",
        "list them with `shelfctl release list`"};
}

uint64_t contentNumber(const ReleaseRow& row)
{
    const auto summary = parseJson(row.summary);
    const int64_t number = summary ? (*summary)["content_changeset"].toInteger(-1) : -1;
    return number < 0 ? row.journalNumber : static_cast<uint64_t>(number);
}

Result<std::optional<StoredRelease>> openStored(const ReleaseRow& row, const Progress& progress)
{
    const FileHandle folder = openFolder(row.folder);
    auto manifest = folder.valid() ? manifestIn(folder.get(), row) : std::nullopt;
    if (!manifest)
        return std::optional<StoredRelease>();
    StoredRelease release;
    release.mappings = unchanged(folder.get(), manifest->file(mappingsName), progress);
    release.table = unchanged(folder.get(), manifest->file(tableName), progress);
    const ReleaseFile* profile = manifest->file(tableProfileName);
    if (const FileHandle file = unchanged(folder.get(), profile, progress); file.valid()) {
        auto opened = openRegular(folder.get(), profile->name);
        auto text = opened ? readWhole(*opened, profile->name, profileLimit) : Result<std::string>(opened.error());
        release.tableProfile = text && sha256Hex(*text) == profile->sha256 ? std::move(*text) : std::string();
    }
    if (progress.cancelled())
        return Error{ErrorKind::Cancelled, "CANCELLED", row.folder, "cancelled; nothing was written", "start again when you are ready"};
    const bool whole = release.mappings.valid() && release.table.valid() && !profile == release.tableProfile.empty()
        && manifest->file(mappingsName)->sha256 == row.contentSha256;
    if (!whole)
        return std::optional<StoredRelease>();
    release.manifest = std::move(*manifest);
    return std::optional<StoredRelease>(std::move(release));
}

std::optional<Manifest> storedManifest(const ReleaseRow& row)
{
    const FileHandle folder = openFolder(row.folder);
    return folder.valid() ? manifestIn(folder.get(), row) : std::nullopt;
}

} // namespace shelf
