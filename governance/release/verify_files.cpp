#include "governance/release/verify_files.h"

#include "governance/preview/recommendations.h"
#include "governance/release/delta.h"
#include "governance/release/line_check.h"
#include "governance/release/mapping_line.h"
#include "governance/ticker.h"

#include <algorithm>
#include <cstring>
#include <future>
#include <unistd.h>

namespace shelf {

namespace {

constexpr uint64_t threadFrom = uint64_t(1) << 20; // smaller files are not worth a thread

Error cancelledError(const std::string& where)
{
    return {ErrorKind::Cancelled, "CANCELLED", where, "cancelled", "start again when you are ready"};
}

// A problem where the release is wrong, an error where the machine is.
Result<void> asProblem(const Error& error, const std::string& name, ProblemList& problems)
{
    if (error.kind == ErrorKind::System || error.kind == ErrorKind::Cancelled)
        return error;
    problems.add((error.where.empty() ? name : error.where) + " " + error.what);
    return {};
}

// What a scan of a file's content found.
struct Scan {
    uint64_t records = 0;
    bool counted = false; // records mean something for this file
};

Result<Scan> scanMappings(int descriptor, const ReleaseFile& file, ProblemList& problems, MappingsFound& found, const Progress& progress)
{
    LineReader lines(descriptor, std::string(mappingsName));
    LineChecker checker;
    Scan scan{0, true};
    Ticker ticker(progress, "verify", file.records);
    std::string_view line;
    bool terminated = true;
    for (;;) {
        const Result<bool> more = lines.next(line, &terminated);
        if (!more)
            return more.error();
        if (!*more)
            break;
        ++scan.records;
        const auto wrong = terminated ? checker.check(line) : "is cut short: no line end";
        if (wrong)
            problems.add("mappings.jsonl:" + std::to_string(scan.records) + ": " + *wrong);
        if (!ticker.tick())
            return cancelledError(std::string(mappingsName));
    }
    found.counts = checker.counts();
    found.complete = true;
    return scan;
}

// Rows of a table below its header: line ends outside quotes.
Result<Scan> scanTable(int descriptor)
{
    std::string buffer(size_t(1) << 20, '\0');
    uint64_t offset = 0, lineEnds = 0;
    bool quoted = false;
    for (;;) {
        const ssize_t got = uninterrupted([&] { return ::pread(descriptor, buffer.data(), buffer.size(), static_cast<off_t>(offset)); });
        if (got < 0)
            return systemError(std::string(tableName), "cannot be read", errno);
        if (got == 0)
            break;
        offset += static_cast<uint64_t>(got);
        const char* at = buffer.data();
        const char* const end = at + got;
        while (at != end) {
            const void* quote = std::memchr(at, '"', static_cast<size_t>(end - at));
            const char* stop = quote ? static_cast<const char*>(quote) : end;
            if (!quoted)
                lineEnds += static_cast<uint64_t>(std::count(at, stop, '\n'));
            at = quote ? stop + 1 : end;
            quoted = quoted != (quote != nullptr);
        }
    }
    return Scan{lineEnds ? lineEnds - 1 : 0, true};
}

Result<Scan> scanDelta(int descriptor, const Manifest& manifest, ProblemList& problems)
{
    DeltaReader delta(descriptor);
    const Result<DeltaHeader> header = delta.header();
    if (!header)
        return header.error();
    const ReleaseFile* mappings = manifest.file(mappingsName);
    if (header->to != manifest.release || !manifest.previous || header->from != manifest.previous->number)
        problems.add("delta.jsonl leads from release " + std::to_string(header->from) + " to " + std::to_string(header->to)
            + ", manifest.json says otherwise");
    if (mappings && header->toSha256 != mappings->sha256)
        problems.add("delta.jsonl leads to other mappings than those of this release");
    LineChecker checker;
    DeltaOperation operation;
    Result<bool> more = delta.next(operation);
    for (; more && *more; more = delta.next(operation)) {
        if (operation.mapping.empty())
            continue;
        if (const auto wrong = checker.check(operation.mapping))
            problems.add("delta.jsonl:" + std::to_string(delta.records()) + ": its mapping " + *wrong);
    }
    if (!more)
        return more.error();
    if (delta.upserts() != manifest.added + manifest.changed || delta.deletions() != manifest.removed)
        problems.add("delta.jsonl holds " + std::to_string(delta.upserts()) + " upserts and " + std::to_string(delta.deletions())
            + " deletions, manifest.json counts otherwise");
    return Scan{delta.upserts() + delta.deletions(), true};
}

Result<Scan> scanRecommendations(int descriptor, const ReleaseFile& file, ProblemList& problems, const Progress& progress)
{
    LineReader lines(descriptor, std::string(recommendationsName));
    RecommendationChecker checker;
    Scan scan{0, true};
    Progress quiet; // only the mappings tell how far they are
    quiet.cancel = progress.cancel;
    Ticker ticker(quiet, "verify", file.records);
    std::string_view line;
    bool terminated = true;
    for (;;) {
        const Result<bool> more = lines.next(line, &terminated);
        if (!more)
            return more.error();
        if (!*more)
            return scan;
        ++scan.records;
        if (const auto wrong = terminated ? checker.check(line) : "is cut short: no line end")
            problems.add("recommendations.jsonl:" + std::to_string(scan.records) + ": " + *wrong);
        if (!ticker.tick())
            return cancelledError(std::string(recommendationsName));
    }
}

Result<Scan> scanContent(int descriptor, const ReleaseFile& file, const Manifest& manifest, ProblemList& problems, MappingsFound& found,
    const Progress& progress)
{
    if (file.name == mappingsName)
        return scanMappings(descriptor, file, problems, found, progress);
    if (file.name == tableName)
        return scanTable(descriptor);
    if (file.name == deltaName)
        return scanDelta(descriptor, manifest, problems);
    if (file.name == recommendationsName)
        return scanRecommendations(descriptor, file, problems, progress);
    return Scan{};
}

} // namespace

Result<void> checkFile(
    int folder, const ReleaseFile& file, const Manifest& manifest, ProblemList& problems, MappingsFound& found, const Progress& progress)
{
    const Result<OpenedFile> opened = openRegular(folder, file.name);
    if (!opened)
        return asProblem(opened.error(), file.name, problems);
    if (opened->bytes != file.bytes) {
        problems.add(file.name + " has " + std::to_string(opened->bytes) + " bytes, manifest.json says " + std::to_string(file.bytes));
        return {};
    }
    const int descriptor = opened->handle.get();
    const auto launch = opened->bytes >= threadFrom ? std::launch::async : std::launch::deferred;
    auto hashing = std::async(launch, [&] { return digestOf(descriptor, file.name, [&] { return progress.cancelled(); }); });
    const Result<Scan> scan = scanContent(descriptor, file, manifest, problems, found, progress);
    const Result<FileDigest> digest = hashing.get();
    if (!digest)
        return digest.error();
    if (digest->bytes != file.bytes || digest->sha256 != file.sha256)
        problems.add(file.name + " is not what manifest.json says: its SHA-256 differs");
    if (!scan)
        return asProblem(scan.error(), file.name, problems);
    if (scan->counted && scan->records != file.records)
        problems.add(
            file.name + " holds " + std::to_string(scan->records) + " records, manifest.json says " + std::to_string(file.records));
    return {};
}

Result<void> checkDeltaMatches(int folder, const Manifest&, ProblemList& problems)
{
    const Result<OpenedFile> mappings = openRegular(folder, std::string(mappingsName));
    const Result<OpenedFile> deltaFile = openRegular(folder, std::string(deltaName));
    if (!mappings || !deltaFile)
        return asProblem(mappings ? deltaFile.error() : mappings.error(), {}, problems);
    LineReader lines(mappings->handle.get(), std::string(mappingsName));
    DeltaReader delta(deltaFile->handle.get());
    if (const auto header = delta.header(); !header)
        return asProblem(header.error(), {}, problems);
    DeltaOperation operation;
    std::string_view line;
    std::string scratch;
    Result<bool> hasLine = lines.next(line);
    Result<bool> hasOperation = delta.next(operation);
    while (hasLine && hasOperation && *hasOperation) {
        while (hasLine && *hasLine && idOfLine(line, scratch) < operation.id)
            hasLine = lines.next(line);
        const bool there = hasLine && *hasLine && idOfLine(line, scratch) == operation.id;
        if (there != !operation.mapping.empty() || (there && line != operation.mapping))
            problems.add("delta.jsonl:" + std::to_string(delta.records()) + ": is not what mappings.jsonl says of that mapping");
        hasOperation = delta.next(operation);
    }
    if (!hasLine)
        return asProblem(hasLine.error(), {}, problems);
    if (!hasOperation)
        return asProblem(hasOperation.error(), {}, problems);
    return {};
}

Result<void> checkDeltaApplies(int previousFolder, int folder, const Manifest& manifest, ProblemList& problems)
{
    const Result<OpenedFile> base = openRegular(previousFolder, std::string(mappingsName));
    const Result<OpenedFile> deltaFile = openRegular(folder, std::string(deltaName));
    if (!base || !deltaFile)
        return asProblem(base ? deltaFile.error() : base.error(), {}, problems);
    DeltaReader delta(deltaFile->handle.get());
    const Result<DeltaHeader> header = delta.header();
    if (!header)
        return asProblem(header.error(), {}, problems);
    Sha256 hash;
    const auto merged = mergeDelta(base->handle.get(), delta, [&](std::string_view line) {
        hash.add(line);
        hash.add("\n");
    });
    if (!merged)
        return asProblem(merged.error(), {}, problems);
    if (merged->baseSha256 != header->fromSha256)
        problems.add("the previous release's mappings.jsonl is not the one that delta.jsonl starts from");
    else if (const ReleaseFile* mappings = manifest.file(mappingsName); !mappings || hex(hash.finish()) != mappings->sha256)
        problems.add("delta.jsonl applied to the previous release does not give this one's mappings.jsonl");
    return {};
}

} // namespace shelf
