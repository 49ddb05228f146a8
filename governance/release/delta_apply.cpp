// delta apply OLD NEW OUT: the newer release's mappings.jsonl, made from the older one's and proved.
#include "governance/release/release.h"

#include "governance/release/delta.h"
#include "governance/release/file_writer.h"
#include "governance/release/manifest.h"
#include "governance/release/part_folder.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace shelf {

namespace {

Result<OpenedFile> openIn(const std::string& folder, std::string_view name)
{
    const FileHandle handle = openFolder(folder);
    if (!handle.valid() && (errno == ENOENT || errno == ENOTDIR))
        return Error{ErrorKind::Rejected, "FOLDER", folder, "is no folder", "name the folder of a release"};
    if (!handle.valid())
        return systemError(folder, "cannot be opened", errno);
    auto file = openRegular(handle.get(), std::string(name));
    if (!file) {
        Error error = file.error();
        error.where = folder + "/" + std::string(name);
        return error;
    }
    return file;
}

// The hash that the newer release's manifest promises for its mappings.
Result<std::string> promisedSha256(const std::string& folder)
{
    const Result<OpenedFile> file = openIn(folder, manifestName);
    if (!file)
        return file.error();
    const Result<std::string> text = readWhole(*file, folder + "/" + std::string(manifestName), manifestLimit);
    if (!text)
        return text.error();
    std::vector<std::string> problems;
    const Manifest manifest = parseManifest(*text, problems);
    const ReleaseFile* mappings = manifest.file(mappingsName);
    if (!problems.empty() || !mappings)
        return Error{ErrorKind::Rejected, "MANIFEST", folder, problems.empty() ? "manifest.json lists no mappings.jsonl" : problems.front(),
            "check the folder with `shelfctl verify`"};
    return mappings->sha256;
}

// A file that appears under its name when it is whole, or not at all.
class PartFile {
public:
    explicit PartFile(const ReleaseTarget& target)
        : m_target(target), m_folder(openFolder(target.parent)), m_name("." + target.name.substr(0, 200) + "." + randomName() + ".part")
    {
    }
    ~PartFile()
    {
        if (!m_published && m_folder.valid())
            ::unlinkat(m_folder.get(), m_name.c_str(), 0);
    }
    int folder() const { return m_folder.get(); }
    const std::string& name() const { return m_name; }

    Result<void> publish()
    {
        const auto rename = [&] {
            return ::renameat2(m_folder.get(), m_name.c_str(), m_folder.get(), m_target.name.c_str(), RENAME_NOREPLACE);
        };
        if (uninterrupted(rename) != 0)
            return systemError(m_target.path(), "the finished file cannot be given its name", errno);
        m_published = true;
        if (uninterrupted([&] { return ::fsync(m_folder.get()); }) != 0)
            return systemError(m_target.parent, "the file's name cannot be synced", errno);
        return {};
    }

private:
    ReleaseTarget m_target;
    FileHandle m_folder;
    std::string m_name;
    bool m_published = false;
};

} // namespace

Result<DeltaOutcome> applyDelta(const std::string& oldFolder, const std::string& newFolder, const std::string& outFile)
{
    const Result<ReleaseTarget> target = releaseTarget(outFile);
    if (!target)
        return target.error();
    const Result<OpenedFile> base = openIn(oldFolder, mappingsName);
    if (!base)
        return base.error();
    const Result<OpenedFile> deltaFile = openIn(newFolder, deltaName);
    if (!deltaFile)
        return deltaFile.error();
    const Result<std::string> promised = promisedSha256(newFolder);
    if (!promised)
        return promised.error();
    DeltaReader delta(deltaFile->handle.get());
    const Result<DeltaHeader> header = delta.header();
    if (!header)
        return header.error();

    PartFile part(*target);
    if (part.folder() < 0)
        return systemError(target->parent, "cannot be opened", errno);
    FileWriter writer(part.folder(), part.name());
    DeltaOutcome outcome{header->from, header->to, 0};
    const auto merged = mergeDelta(base->handle.get(), delta, [&](std::string_view line) {
        writer.buffer().append(line);
        writer.append("\n");
        ++outcome.records;
    });
    if (!merged)
        return merged.error();
    const Result<FileDigest> digest = writer.finish();
    if (!digest)
        return digest.error();
    if (merged->baseSha256 != header->fromSha256)
        return Error{ErrorKind::Refused, "BASE", oldFolder,
            "is not release " + std::to_string(header->from) + " that the delta starts from",
            "use that release, or take the whole mappings.jsonl of the newer one"};
    if (digest->sha256 != header->toSha256 || digest->sha256 != *promised)
        return Error{ErrorKind::Refused, "RESULT", newFolder, "its delta does not give the mappings.jsonl that it promises",
            "check the folder with `shelfctl verify`"};
    if (const Result<void> published = part.publish(); !published)
        return published.error();
    return outcome;
}

} // namespace shelf
