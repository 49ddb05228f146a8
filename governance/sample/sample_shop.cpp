#include "governance/sample/sample_shop.h"

#include "governance/evidence/order_import.h"
#include "governance/findings/workspace_findings.h"
#include "governance/release/release.h"
#include "governance/review/review.h"
#include "governance/rules/waivers.h"
#include "model/io/import.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

namespace shelf {

namespace {

constexpr const char* advice = "make the workspace without the sample";
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
        case SampleStep::Kind::Import:
            return import(step);
        case SampleStep::Kind::Orders:
            return orders(step);
        case SampleStep::Kind::Submit:
            return decide(step, ReviewVerb::Submit);
        case SampleStep::Kind::Approve:
            return decide(step, ReviewVerb::Approve);
        case SampleStep::Kind::Reject:
            return decide(step, ReviewVerb::Reject);
        case SampleStep::Kind::Undo:
            return undo(step);
        case SampleStep::Kind::Waive:
            return waive(step);
        case SampleStep::Kind::Validate:
            return validate();
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
            return Error{ErrorKind::Refused, "SAMPLE", done->refused.front().id, done->refused.front().because, advice};
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

    // The file as it would lie on a disk: imports read files.
    Result<std::string> written(const SampleStep& step)
    {
        const auto text = sampleText(step.file);
        if (!text)
            return text.error();
        std::string path = m_scratch.file(std::filesystem::path(step.file).filename().string());
        if (!(std::ofstream(path, std::ios::binary) << *text).flush())
            return Error{ErrorKind::System, "SYSTEM", path, "cannot be written", "set TMPDIR to a folder with room"};
        return path;
    }

    static Result<void> refused(const SampleStep& step, const ImportReport& report)
    {
        if (report.rejectedCount > 0)
            return Error{ErrorKind::Rejected, "SAMPLE", step.file, report.rejected.front().message, advice};
        return {};
    }

    Result<void> import(const SampleStep& step)
    {
        const auto path = written(step);
        if (!path)
            return path.error();
        ImportRequest request;
        request.files = {*path};
        request.family = step.family;
        request.author = step.person;
        const auto imported = importFiles(m_workspace, request);
        return imported ? refused(step, *imported) : imported.error();
    }

    Result<void> orders(const SampleStep& step)
    {
        const auto path = written(step);
        if (!path)
            return path.error();
        OrderImportRequest request;
        request.import.files = {*path};
        request.import.author = step.person;
        const auto imported = importOrders(m_workspace, request);
        return imported ? refused(step, imported->import) : imported.error();
    }

    // As every night: what is found is noted in the history of findings.
    Result<void> validate()
    {
        FindingsRequest remembered;
        remembered.remember = true;
        const auto report = findingsOf(m_workspace, remembered);
        return report ? Result<void>() : report.error();
    }

    Result<void> waive(const SampleStep& step)
    {
        const auto report = findingsOf(m_workspace, {});
        if (!report)
            return report.error();
        std::vector<Finding> findings;
        for (const JudgedFinding& judged : report->findings)
            findings.push_back(judged.finding);
        const Days today = static_cast<Days>(*m_moment / day);
        const WaiverRequest request{step.rule, step.subject, {}, step.comment, step.person, step.grantedBy, today + step.days};
        const auto granted = grantWaiver(request, m_workspace.definitions(), findings, today);
        if (!granted)
            return granted.error();
        ChangeSet changes;
        changes.header.author = step.person;
        changes.header.label = "Waive " + step.rule + " on " + step.subject;
        changes.header.origin = Origin::Policy;
        Change change{ThingKind::Waiver, granted->key, ChangeOp::Create, 0, {}};
        for (const auto& [field, value] : granted->fields)
            change.fields.push_back({field, {}, value});
        changes.add(std::move(change));
        const auto applied = m_workspace.apply(changes);
        return applied ? Result<void>() : applied.error();
    }

    Workspace& m_workspace;
    const ScratchFolder& m_scratch;
    int64_t m_today;
    std::shared_ptr<int64_t> m_moment; // what the workspace's clock shows
    int m_releases = 0;
};

} // namespace

Result<void> makeSampleShop(const std::string& path, const Clock& clock, Sample sample)
{
    const auto steps = sampleSteps(sample);
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
