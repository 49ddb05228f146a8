// verify DIR: everything a release says of itself, checked from the folder alone.
#include "governance/release/release.h"

#include "governance/release/signature.h"
#include "governance/release/verify_files.h"

#include "model/domain/text.h"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <future>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf {

namespace {

// A folder that is there and whose manifest could be read; problems say why not.
struct OpenedRelease {
    FileHandle folder;
    std::string manifestText;
    Manifest manifest;
    bool usable = false;
};

// A signature of the folder, where there is one of the right size; a text of another size else, empty where there is none.
std::string readSignature(int folder, std::string_view name)
{
    const auto file = openRegular(folder, std::string(name));
    if (!file)
        return file.error().what == "is missing" ? std::string() : "-";
    const auto text = readWhole(*file, std::string(name), signatureBytes);
    return text && !text->empty() ? *text : "-";
}

// Either of two signatures will do: while keys change, a manifest is signed with both.
SignatureState checkSignature(int folder, std::string_view manifest, const PublicKey* key, ProblemList& problems)
{
    const std::string first = readSignature(folder, signatureName), second = readSignature(folder, secondSignatureName);
    const bool isSigned = !first.empty() || !second.empty();
    if (!key)
        return isSigned ? SignatureState::NotChecked : SignatureState::None;
    if (!isSigned) {
        problems.add("manifest.json is not signed");
        return SignatureState::None;
    }
    if (key->verifies(manifest, first) || key->verifies(manifest, second))
        return SignatureState::Valid;
    problems.add("manifest.json is not signed with this key, or was changed after it was signed");
    return SignatureState::Wrong;
}

Result<OpenedRelease> openRelease(
    const std::string& path, ProblemList& problems, const PublicKey* key = nullptr, SignatureState* signature = nullptr)
{
    OpenedRelease release;
    release.folder = openFolder(path);
    if (!release.folder.valid()) {
        problems.add("'" + forTerminal(path, 200) + "' is no folder that can be opened: " + std::strerror(errno));
        return release;
    }
    const Result<OpenedFile> file = openRegular(release.folder.get(), std::string(manifestName));
    if (!file && file.error().kind == ErrorKind::Rejected)
        problems.add("manifest.json " + file.error().what + ": this is no release");
    if (!file)
        return file.error().kind == ErrorKind::Rejected ? Result<OpenedRelease>(std::move(release)) : file.error();
    auto text = readWhole(*file, std::string(manifestName), manifestLimit);
    if (!text && text.error().kind == ErrorKind::Rejected)
        problems.add("manifest.json " + text.error().what);
    if (!text)
        return text.error().kind == ErrorKind::Rejected ? Result<OpenedRelease>(std::move(release)) : text.error();
    if (signature)
        *signature = checkSignature(release.folder.get(), *text, key, problems);
    if (key && !problems.empty())
        return release; // nothing else in it can be believed
    std::vector<std::string> found;
    release.manifest = parseManifest(*text, found);
    release.manifestText = std::move(*text);
    release.usable = found.empty() || !release.manifest.files.empty();
    for (std::string& problem : found)
        problems.add(std::move(problem));
    return release;
}

void checkListing(const OpenedRelease& release, ProblemList& problems)
{
    if (!release.manifest.file(mappingsName))
        problems.add("manifest.json does not list mappings.jsonl");
    const int copy = ::openat(release.folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(copy < 0 ? nullptr : ::fdopendir(copy), ::closedir);
    if (!stream) {
        problems.add(std::string("the folder cannot be listed: ") + std::strerror(errno));
        return;
    }
    while (const dirent* entry = ::readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != ".." && name != manifestName && name != signatureName && name != secondSignatureName
            && !release.manifest.file(name))
            problems.add("'" + forTerminal(name, 80) + "' is in the folder and not in manifest.json");
        if (problems.full())
            return;
    }
}

void checkCounts(const Manifest& manifest, const MappingsFound& found, ProblemList& problems)
{
    if (!found.complete)
        return;
    if (found.counts != manifest.counts)
        problems.add("manifest.json counts " + std::to_string(manifest.counts.total())
            + " mappings by kind otherwise than mappings.jsonl holds them (" + std::to_string(found.counts.total()) + ")");
    if (!manifest.previous && manifest.added != found.counts.total())
        problems.add("manifest.json says " + std::to_string(manifest.added) + " mappings were added, but the first release has "
            + std::to_string(found.counts.total()));
    if (!manifest.previous && (manifest.changed != 0 || manifest.removed != 0))
        problems.add("manifest.json has changed or removed mappings, but names no previous release");
    if (manifest.previous && !manifest.file(deltaName) && manifest.noDelta.empty())
        problems.add("manifest.json names a previous release and lists no delta.jsonl");
}

// What was found in one file, by a thread of its own where it is large.
struct FileCheck {
    std::vector<std::string> problems;
    MappingsFound found;
    std::future<Result<void>> done;
};

Result<void> checkFiles(const OpenedRelease& release, VerifyReport& report, ProblemList& problems, const Progress& progress)
{
    constexpr uint64_t large = uint64_t(1) << 20;
    const std::vector<ReleaseFile>& files = release.manifest.files;
    std::vector<FileCheck> checks(files.size());
    // Only the mappings, checked by this thread, tell how far they are: nobody need expect calls from another.
    Progress quiet;
    quiet.cancel = progress.cancel;
    for (size_t i = 0; i < files.size(); ++i) {
        const bool here = files[i].bytes < large || files[i].name == mappingsName;
        checks[i].done = std::async(here ? std::launch::deferred : std::launch::async, [&, i, here] {
            ProblemList own(checks[i].problems);
            return checkFile(release.folder.get(), files[i], release.manifest, own, checks[i].found, here ? progress : quiet);
        });
    }
    Result<void> result;
    for (size_t i = 0; i < files.size(); ++i) {
        if (const Result<void> done = checks[i].done.get(); !done && result)
            result = done;
        for (std::string& problem : checks[i].problems)
            problems.add(std::move(problem));
        if (files[i].name != mappingsName)
            continue;
        report.records = checks[i].found.counts.total();
        checkCounts(release.manifest, checks[i].found, problems);
    }
    return result;
}

Result<void> checkPrevious(const OpenedRelease& release, const std::string& path, ProblemList& problems)
{
    if (!release.manifest.previous) {
        problems.add("this is a first release: it has no previous one");
        return {};
    }
    auto previous = openRelease(path, problems);
    if (!previous)
        return previous.error();
    if (!previous->usable)
        return {};
    if (sha256Hex(previous->manifestText) != release.manifest.previous->manifestSha256) {
        problems.add("the release at --previous is not the one that manifest.json names as previous (release "
            + std::to_string(release.manifest.previous->number) + ")");
        return {};
    }
    if (!release.manifest.file(deltaName))
        return {};
    return checkDeltaApplies(previous->folder.get(), release.folder.get(), release.manifest, problems);
}

} // namespace

Result<VerifyReport> verifyRelease(
    const std::string& folder, const std::string& previousFolder, const Progress& progress, const PublicKey* key)
{
    VerifyReport report;
    ProblemList problems(report.problems);
    auto release = openRelease(folder, problems, key, &report.signature);
    if (!release)
        return release.error();
    report.release = release->manifest.release;
    report.expires = release->manifest.expires;
    if (release->usable) {
        checkListing(*release, problems);
        if (const Result<void> checked = checkFiles(*release, report, problems, progress); !checked)
            return checked.error();
    }
    if (release->usable && problems.empty() && release->manifest.file(deltaName))
        if (const Result<void> checked = checkDeltaMatches(release->folder.get(), release->manifest, problems); !checked)
            return checked.error();
    if (release->usable && problems.empty() && !previousFolder.empty())
        if (const Result<void> checked = checkPrevious(*release, previousFolder, problems); !checked)
            return checked.error();
    problems.finish();
    return report;
}

} // namespace shelf
