#include "governance/release/diff.h"

#include "governance/release/manifest.h"
#include "governance/release/mapping_line.h"
#include "governance/release/previous.h"
#include "governance/release/stored_release.h"
#include "governance/ticker.h"

namespace shelf {

namespace {

Error cancelledError()
{
    return {ErrorKind::Cancelled, "CANCELLED", "release diff", "cancelled", "start again when you are ready"};
}

Error badFolder(const std::string& folder, std::string what)
{
    return {ErrorKind::Rejected, "FOLDER", folder, std::move(what), "look at it with `shelfctl verify`"};
}

// A line and its id; neither where the file is at its end.
class Cursor {
public:
    Cursor(int descriptor, const char* where) : m_lines(descriptor, where) { }
    Result<void> advance()
    {
        const auto more = m_lines.next(m_line);
        if (!more)
            return more.error();
        m_atEnd = !*more;
        m_id = m_atEnd ? std::string_view() : idOfLine(m_line, m_scratch);
        if (!m_atEnd && m_id.empty())
            return Error{
                ErrorKind::Rejected, "LINE", std::string(mappingsName), "has a line without an id", "look at it with `shelfctl verify`"};
        return {};
    }
    bool atEnd() const { return m_atEnd; }
    std::string_view line() const { return m_line; }
    std::string_view id() const { return m_id; }

private:
    LineReader m_lines;
    std::string_view m_line, m_id;
    std::string m_scratch;
    bool m_atEnd = false;
};

Result<std::vector<FieldDifference>> differences(std::string_view before, std::string_view after)
{
    const auto old = parseJson(before), now = parseJson(after);
    if (!old || !now)
        return old ? now.error() : old.error();
    std::vector<FieldDifference> fields;
    for (const auto& [key, value] : old->members())
        if (const Json& other = (*now)[key]; other != value)
            fields.push_back({key, value, other});
    for (const auto& [key, value] : now->members())
        if (!old->contains(key))
            fields.push_back({key, Json(), value});
    return fields;
}

} // namespace

Result<ReleaseLines> linesOfRelease(Workspace& workspace, uint64_t number, const Progress& progress)
{
    const auto row = publishedRelease(workspace, number);
    if (!row)
        return row.error();
    const FileHandle scratch = openFolder(temporaryFolder());
    if (!scratch.valid())
        return systemError(temporaryFolder(), "cannot be opened", errno);
    auto content = previousContent(workspace, *row, scratch.get(), progress);
    if (!content)
        return content.error();
    if (!content->exact)
        return Error{ErrorKind::Refused, "CONTENT_GONE", "release " + std::to_string(number),
            "its folder " + row->folder + " is gone or changed, and the workspace alone no longer gives its exact bytes",
            "put the folder back, or name another release"};
    return ReleaseLines{number, row->folder, std::move(content->lines)};
}

Result<ReleaseLines> linesOfFolder(const std::string& path, const Progress& progress)
{
    const FileHandle folder = openFolder(path);
    if (!folder.valid())
        return badFolder(path, "is neither the number of a release nor a folder");
    const auto file = openRegular(folder.get(), std::string(manifestName));
    if (!file)
        return badFolder(path, "is no release: its manifest.json " + file.error().what);
    const auto text = readWhole(*file, path, manifestLimit);
    if (!text)
        return text.error();
    std::vector<std::string> problems;
    const Manifest manifest = parseManifest(*text, problems);
    const ReleaseFile* listed = manifest.file(mappingsName);
    if (!problems.empty() || !listed)
        return badFolder(path, problems.empty() ? "manifest.json lists no mappings.jsonl" : problems.front());
    auto lines = openRegular(folder.get(), std::string(mappingsName));
    if (!lines)
        return badFolder(path, "its mappings.jsonl " + lines.error().what);
    const auto digest = digestOf(lines->handle.get(), path, [&] { return progress.cancelled(); });
    if (!digest)
        return digest.error();
    if (digest->sha256 != listed->sha256)
        return badFolder(path, "its mappings.jsonl is not what manifest.json says");
    return ReleaseLines{manifest.release, path, std::move(lines->handle)};
}

Result<DiffCounts> diffReleases(const ReleaseLines& before, const ReleaseLines& after,
    const std::function<bool(const MappingDifference& difference)>& visit, const Progress& progress)
{
    Cursor old(before.lines.get(), "the earlier mappings.jsonl"), now(after.lines.get(), "the later mappings.jsonl");
    DiffCounts counts;
    Ticker ticker(progress, "release diff");
    Result<void> moved = old.advance();
    if (moved)
        moved = now.advance();
    while (moved && !(old.atEnd() && now.atEnd())) {
        if (!ticker.tick())
            return cancelledError();
        const bool onlyOld = now.atEnd() || (!old.atEnd() && old.id() < now.id());
        const bool onlyNew = !onlyOld && (old.atEnd() || now.id() < old.id());
        MappingDifference difference;
        bool differs = true;
        if (onlyOld) {
            difference = {MappingDifference::What::Removed, std::string(old.id()), {}};
            ++counts.removed;
        } else if (onlyNew) {
            difference = {MappingDifference::What::Added, std::string(now.id()), {}};
            ++counts.added;
        } else if ((differs = old.line() != now.line())) {
            auto fields = differences(old.line(), now.line());
            if (!fields)
                return fields.error();
            difference = {MappingDifference::What::Changed, std::string(now.id()), std::move(*fields)};
            ++counts.changed;
        }
        if (differs && !visit(difference))
            return counts;
        if (!onlyNew)
            moved = old.advance();
        if (moved && !onlyOld)
            moved = now.advance();
    }
    if (!moved)
        return moved.error();
    return counts;
}

} // namespace shelf
