#include "governance/sample/sample_shop.h"

#include "governance/release/release.h"
#include "governance/review/review.h"
#include "model/io/sample.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace shelf {

namespace {

constexpr int64_t minute = 60'000, day = 24 * 60 * minute; // milliseconds

// A folder that is gone when this is.
class ScratchFolder {
public:
    ScratchFolder()
    {
        std::error_code failure;
        std::string path = (std::filesystem::temp_directory_path(failure) / "shelfwright-sample.XXXXXX").string();
        if (!failure && mkdtemp(path.data()))
            m_path = path;
    }
    ~ScratchFolder()
    {
        std::error_code ignored;
        if (!m_path.empty())
            std::filesystem::remove_all(m_path, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    bool isMade() const { return !m_path.empty(); }
    std::string file(const std::string& name) const { return m_path + "/" + name; }

private:
    std::string m_path;
};

// Carries the steps out, one after the other.
class SampleWeek {
public:
    SampleWeek(Workspace& workspace, const ScratchFolder& scratch, int64_t now, std::shared_ptr<int64_t> moment)
        : m_workspace(workspace), m_scratch(scratch), m_today(now - now % day), m_moment(std::move(moment))
    {
    }

    Result<void> run(const SampleStep& step)
    {
        *m_moment = m_today - step.daysAgo * day + step.minutes * minute;
        switch (step.kind) {
        case SampleStep::Kind::Apply:
            return applySampleFile(m_workspace, step.file, step.person, step.label);
        case SampleStep::Kind::Submit:
            return decide(step, ReviewVerb::Submit);
        case SampleStep::Kind::Approve:
            return decide(step, ReviewVerb::Approve);
        case SampleStep::Kind::Reject:
            return decide(step, ReviewVerb::Reject);
        case SampleStep::Kind::Undo:
            return undo(step);
        case SampleStep::Kind::Release:
            return release(step);
        }
        return {};
    }

private:
    // What the person has drafted and may submit, or what others have drafted and the person may approve.
    Result<std::vector<std::string>> idsFor(const SampleStep& step)
    {
        if (!step.all)
            return step.ids;
        std::vector<std::string> ids;
        const PersonId person = personId(m_workspace.id(), step.person);
        const MappingStatus status = step.kind == SampleStep::Kind::Submit ? MappingStatus::Draft : MappingStatus::InReview;
        const auto visited = m_workspace.forEachMapping({}, [&](const MappingState& mapping) {
            const bool own = std::find(mapping.draftAuthors.begin(), mapping.draftAuthors.end(), person) != mapping.draftAuthors.end();
            const bool fits = step.kind == SampleStep::Kind::Submit ? own : !own && mapping.submitter != person;
            const bool left = std::find(step.except.begin(), step.except.end(), mapping.id) != step.except.end();
            if (mapping.hasDraft && mapping.draftStatus == status && fits && !left)
                ids.push_back(mapping.id);
            return true;
        });
        if (!visited)
            return visited.error();
        return ids;
    }

    Result<void> decide(const SampleStep& step, ReviewVerb verb)
    {
        auto ids = idsFor(step);
        if (!ids)
            return ids.error();
        ReviewRequest request;
        request.verb = verb;
        request.ids = std::move(*ids);
        request.author = step.person;
        request.comment = step.comment;
        const auto done = review(m_workspace, request);
        if (!done)
            return done.error();
        if (!done->refused.empty())
            return Error{ErrorKind::Refused, "SAMPLE", done->refused.front().id, done->refused.front().because,
                "make the workspace without the sample"};
        return {};
    }

    Result<void> undo(const SampleStep& step)
    {
        const auto undone = m_workspace.undo(step.person);
        return undone ? Result<void>() : undone.error();
    }

    Result<void> release(const SampleStep& step)
    {
        ExportRequest request;
        request.folder = m_scratch.file("release-" + std::to_string(++m_releases));
        request.author = step.person;
        const auto exported = exportRelease(m_workspace, request);
        return exported ? Result<void>() : exported.error();
    }

    Workspace& m_workspace;
    const ScratchFolder& m_scratch;
    int64_t m_today;
    std::shared_ptr<int64_t> m_moment; // what the workspace's clock shows
    int m_releases = 0;
};

} // namespace

Result<void> makeSampleShop(const std::string& path, const Clock& clock)
{
    const auto steps = sampleSteps();
    if (!steps)
        return steps.error();
    const ScratchFolder scratch;
    if (!scratch.isMade())
        return Error{ErrorKind::System, "SYSTEM", "the folder for temporary files", "cannot be written to", "set TMPDIR to one that can"};
    const int64_t now = clock();
    const auto moment = std::make_shared<int64_t>(now);
    OpenOptions options;
    options.clock = [moment] { return (*moment)++; };
    *moment = now - now % day - steps->front().daysAgo * day;
    auto workspace = Workspace::create(scratch.file("sample.shelf"), options);
    if (!workspace)
        return workspace.error();
    SampleWeek week(**workspace, scratch, now, moment);
    for (const SampleStep& step : *steps)
        if (auto done = week.run(step); !done)
            return done;
    return (*workspace)->backupTo(path);
}

} // namespace shelf
