// export WS DIR and release rollback: gate, content, blast radius, reservation, files, rename, release row; in that order.
#include "governance/findings/gate.h"
#include "governance/preview/settings.h"
#include "governance/release/content_writer.h"
#include "governance/release/delta.h"
#include "governance/release/file_writer.h"
#include "governance/release/held_watch.h"
#include "governance/release/part_folder.h"
#include "governance/release/recommendation_file.h"
#include "governance/release/release.h"
#include "governance/release/release_catalog.h"
#include "governance/release/signature.h"

#include "model/domain/decimal.h"

#include <algorithm>
#include <future>
#include <unistd.h>

namespace shelf {

namespace {

constexpr uint64_t fewChanges = 10; // never stopped below
constexpr double defaultShare = 20; // percent
constexpr double defaultDays = 30; // until a receiver should ask for news
constexpr int64_t dayMilliseconds = 86400000; // of a day without daylight saving: times are UTC
constexpr int contentAttempts = 3;
constexpr int publishAttempts = 3;

constexpr size_t maxHeldNoted = 1000; // ids kept beside the release

double policyNumber(const Definitions& definitions, std::string_view name, double fallback)
{
    const auto value = canonicalDecimal(definitions.policy(name));
    return value ? toDouble(*value).value_or(fallback) : fallback;
}

Json number(uint64_t value)
{
    return Json::number(static_cast<int64_t>(value));
}

class Exporter {
public:
    Exporter(Workspace& workspace, const ExportRequest& request, const Progress& progress, const RollbackRequest* rollback = nullptr)
        : m_workspace(workspace), m_request(request), m_progress(progress), m_rollback(rollback)
    {
    }

    Result<ExportOutcome> run()
    {
        if (auto prepared = prepare(); !prepared)
            return prepared.error();
        if (auto written = writeSettledContent(); !written)
            return written.error();
        if (auto same = checkRollback(); !same)
            return same.error();
        if (auto small = checkBlastRadius(); !small)
            return small.error();
        noteFile(mappingsName, m_content.notes.counts.total(), m_content.mappings);
        noteFile(tableName, m_content.notes.counts.links, m_content.table);
        if (m_request.dryRun) {
            if (auto written = addRecommendations(-1, m_workspace.clock()()); !written)
                return written.error();
            return outcome();
        }
        if (auto reserved = reserve(); !reserved)
            return reserved.error();
        auto built = build();
        if (!built) {
            m_part->discard();
            // Where even this fails, the next opening settles it.
            (void)m_workspace.abandonRelease(m_number);
            return built.error();
        }
        if (auto noted = notePublished(); !noted)
            return noted.error();
        return outcome();
    }

private:
    Result<void> prepare()
    {
        if (!m_request.dryRun)
            if (auto settled = reconcileReleases(m_workspace); !settled)
                return settled;
        if (auto moment = noteMoment(); !moment)
            return moment;
        if (auto open = checkGate(); !open)
            return open;
        auto target = releaseTarget(m_request.folder);
        if (!target)
            return target.error();
        m_target = std::move(*target);
        auto last = lastPublished(m_workspace);
        if (!last)
            return last.error();
        m_last = std::move(*last);
        return m_rollback ? prepareRollback() : Result<void>();
    }

    // The newest change set, its hash and the definitions as of one moment.
    Result<void> noteMoment()
    {
        m_journalNumber = m_workspace.journalEntries();
        auto head = m_workspace.journalHash(m_journalNumber);
        if (!head)
            return head.error();
        m_journalHead = std::move(*head);
        return m_workspace.refresh();
    }

    Result<void> checkGate()
    {
        auto gate = evaluateGate(m_workspace, m_progress);
        if (!gate)
            return gate.error();
        m_gate = gate->json();
        m_errors = std::move(m_rollback ? gate->oldErrorHashes : gate->errorHashes);
        if (m_request.gate)
            *m_request.gate = m_gate;
        if (gate->open || m_rollback)
            return {};
        std::string what = "the gate is closed";
        for (const GateCondition& condition : gate->conditions)
            if (!condition.met)
                what += (what.ends_with("closed") ? ": " : "; and ") + condition.says;
        return Error{ErrorKind::Refused, "GATE_CLOSED", "export", std::move(what),
            "`shelfctl validate --gate --state approved` lists them; mend them, or have findings waived (`shelfctl waive --help`)"};
    }

    Result<void> prepareRollback()
    {
        auto goal = publishedRelease(m_workspace, m_rollback->number);
        if (!goal)
            return goal.error();
        m_goal = std::move(*goal);
        if (m_last && m_last->number == m_goal.number)
            return Error{ErrorKind::Rejected, "NEWEST", "release " + std::to_string(m_goal.number),
                "is the newest one: there is nothing to go back from", "name an earlier release"};
        auto stored = openStored(m_goal, m_progress);
        if (!stored)
            return stored.error();
        m_stored = std::move(*stored);
        return {};
    }

    // Gate, content and journal head must be of one moment: done again where somebody changed the workspace meanwhile.
    Result<void> writeSettledContent()
    {
        for (int attempt = 0; attempt < contentAttempts; ++attempt) {
            if (auto written = writeOnce(); !written)
                return written;
            const auto now = m_workspace.journalHead();
            if (!now)
                return now.error();
            if (*now == m_journalHead)
                return {};
            m_part.reset();
            if (auto moment = noteMoment(); !moment)
                return moment;
            if (auto open = checkGate(); !open)
                return open;
        }
        return Error{ErrorKind::Workspace, "BUSY", m_workspace.path(), "others keep changing the workspace while the release is being made",
            "try again when they are done"};
    }

    Result<void> writeOnce(PreviousFrom from = PreviousFrom::AnywhereUnproved)
    {
        int folder = -1;
        FileHandle scratch;
        if (!m_request.dryRun) {
            sweepParts(m_target.parent);
            auto part = PartFolder::create(m_target);
            if (!part)
                return part.error();
            m_part.emplace(std::move(*part));
            folder = m_part->descriptor();
        } else if (m_last) {
            scratch = openFolder(temporaryFolder());
        }
        m_previous.reset();
        if (m_last) {
            auto previous = previousContent(m_workspace, *m_last, folder < 0 ? scratch.get() : folder, m_progress, from);
            if (!previous)
                return previous.error();
            m_previous.emplace(std::move(*previous));
        }
        ContentSource source;
        if (m_rollback) {
            if (auto held = m_held.load(m_workspace); !held)
                return held;
            source.listener = [this](std::string_view id, std::string_view line) { m_held.look(id, line); };
        }
        if (m_stored) {
            source.copy = &*m_stored;
        } else {
            auto view = m_rollback ? pastView(m_workspace, contentNumber(m_goal), m_progress) : presentView(m_workspace);
            if (!view)
                return view.error();
            source.view = std::move(*view);
        }
        auto content = writeContent(m_workspace, source, folder, m_previous ? &*m_previous : nullptr, m_progress);
        if (m_previous && !m_previous->isProved()) {
            m_part.reset();
            return writeOnce(PreviousFrom::Versions);
        }
        if (!content)
            return content.error();
        m_content = std::move(*content);
        return takeCatalog(source);
    }

    // What previews of this release will see, of the same moment as its lines.
    Result<void> takeCatalog(ContentSource& source)
    {
        if (!m_request.recommendations)
            return {};
        if (source.copy) {
            auto view = pastView(m_workspace, contentNumber(m_goal), m_progress);
            if (!view)
                return view.error();
            source.view = std::move(*view);
        }
        auto catalog = releaseCatalog(m_workspace, source.view, m_progress);
        if (!catalog)
            return catalog.error();
        m_catalog = *std::move(catalog);
        return {};
    }

    Result<void> checkRollback() const
    {
        if (!m_rollback)
            return {};
        const std::string where = "release " + std::to_string(m_goal.number);
        if (m_content.mappings.sha256 != m_goal.contentSha256)
            return Error{ErrorKind::Refused, "CONTENT_GONE", where,
                "its folder " + m_goal.folder + " is gone or changed, and the workspace alone no longer gives its exact bytes",
                "put the folder back, or name another release"};
        const auto& held = m_held.found();
        if (held.empty() || !m_rollback->includeHeld.empty())
            return {};
        std::string what = "holds " + std::to_string(held.size()) + (held.size() == 1 ? " mapping that is" : " mappings that are")
            + " held back now: " + held.front();
        what += held.size() > 1 ? " …" : "";
        return Error{ErrorKind::Refused, "HELD", where, what, "unhold what may leave, or give --include-held with a reason"};
    }

    Result<void> checkBlastRadius()
    {
        const ContentChanges& changes = m_content.changes;
        const uint64_t gone = changes.changed + changes.removed;
        const double share = policyNumber(m_workspace.definitions(), "blast-radius", defaultShare);
        m_isLarge = m_last && gone >= fewChanges && static_cast<double>(gone) * 100 > share * static_cast<double>(changes.before);
        if (!m_isLarge || !m_request.acceptLargeChange.empty())
            return {};
        std::string what = std::to_string(gone) + " of " + std::to_string(changes.before) + " mappings of release "
            + std::to_string(m_last->number) + " would change (" + std::to_string(changes.changed) + ") or go ("
            + std::to_string(changes.removed) + "), more than " + Json::number(share).text() + " %: ";
        for (size_t i = 0; i < changes.sample.size(); ++i)
            what += (i ? ", " : "") + changes.sample[i];
        what += gone > changes.sample.size() ? " …" : "";
        return Error{ErrorKind::Refused, "LARGE_CHANGE", m_rollback ? "rollback" : "export", what,
            "look whether that is meant, then give --accept-large-change with a reason"};
    }

    void noteFile(std::string_view name, uint64_t records, const FileDigest& digest)
    {
        m_files.push_back({std::string(name), records, digest.bytes, digest.sha256});
    }

    Result<void> reserve()
    {
        m_createdAt = m_workspace.clock()();
        ReleaseRow row;
        row.created = formatTime(m_createdAt);
        row.author = m_request.author;
        row.folder = m_target.path();
        row.contentSha256 = m_content.mappings.sha256;
        row.journalNumber = m_journalNumber;
        row.summary = summary().write();
        auto number = m_workspace.reserveRelease(row, m_errors);
        if (!number)
            return number.error();
        m_number = *number;
        auto rows = m_workspace.releases();
        if (!rows)
            return rows.error();
        // Two exports at once would both follow the same release: the later one gives way.
        const auto isRival = [&](const ReleaseRow& each) {
            return each.number != m_number && each.state != "abandoned" && each.number > (m_last ? m_last->number : 0);
        };
        if (std::none_of(rows->begin(), rows->end(), isRival))
            return {};
        (void)m_workspace.abandonRelease(m_number);
        return Error{ErrorKind::Workspace, "LOCKED", m_workspace.path(), "another export is under way", "try again once it is done"};
    }

    Json summary() const
    {
        const ReleaseCounts& counts = m_content.notes.counts;
        Json json = Json::object();
        json.set("counts",
            Json::object({{"link", number(counts.links)}, {"compat", number(counts.compat)}, {"bundle", number(counts.bundles)},
                {"upgrade", number(counts.upgrades)}}));
        json.set("added", number(m_content.changes.added));
        json.set("changed", number(m_content.changes.changed));
        json.set("removed", number(m_content.changes.removed));
        json.set("held", number(m_content.notes.held.size()));
        Json heldIds = Json::array();
        for (const HeldMapping& held : m_content.notes.held)
            if (!held.previous && heldIds.items().size() < maxHeldNoted)
                heldIds.append(Json::string(held.id));
        if (!heldIds.items().empty())
            json.set("held_ids", std::move(heldIds));
        json.setIf("accepted_large_change", m_isLarge ? m_request.acceptLargeChange : std::string());
        if (m_rollback) {
            json.set("rollback_of", number(m_goal.number));
            json.set("content_changeset", number(contentNumber(m_goal)));
            json.setIf("included_held", m_held.found().empty() ? std::string() : m_rollback->includeHeld);
        }
        Json signers = Json::array();
        for (const SigningKey* key : m_request.keys)
            signers.append(Json::string(key->fingerprint()));
        if (!signers.items().empty())
            json.set("signed_by", std::move(signers));
        return json;
    }

    // From the reservation to the name: everything in here is undone by discarding the part folder.
    Result<void> build()
    {
        const std::string profile = m_stored ? m_stored->tableProfile : tableProfile();
        if (!profile.empty())
            if (auto done = writeText(tableProfileName, profile, 0); !done)
                return done;
        if (m_previous && m_previous->exact)
            if (auto done = writeDelta(); !done)
                return done;
        if (auto done = addRecommendations(m_part->descriptor(), m_createdAt); !done)
            return done;
        const std::string text = writeManifest(manifest());
        m_manifestSha256 = sha256Hex(text);
        const auto digest = writeSmall(manifestName, text);
        if (!digest)
            return digest.error();
        std::vector<ReleaseFile> files = m_files;
        files.push_back({std::string(manifestName), 0, digest->bytes, digest->sha256});
        if (auto done = sign(text, files); !done)
            return done;
        if (auto same = readBack(files); !same)
            return same;
        if (m_progress.cancelled())
            return Error{ErrorKind::Cancelled, "CANCELLED", "export", "cancelled; nothing was written", "start again when you are ready"};
        return m_part->publish();
    }

    Result<void> writeText(std::string_view name, const std::string& text, uint64_t records)
    {
        const auto digest = writeSmall(name, text);
        if (!digest)
            return digest.error();
        noteFile(name, records, *digest);
        return {};
    }

    Result<FileDigest> writeSmall(std::string_view name, const std::string& text) const
    {
        FileWriter writer(m_part->descriptor(), std::string(name));
        writer.append(text);
        return writer.finish();
    }

    Result<void> sign(const std::string& manifestText, std::vector<ReleaseFile>& files)
    {
        for (const SigningKey* key : m_request.keys) {
            const std::string_view name = m_signatures.empty() ? signatureName : secondSignatureName;
            const auto signature = key->sign(manifestText);
            if (!signature)
                return signature.error();
            const auto digest = writeSmall(name, *signature);
            if (!digest)
                return digest.error();
            files.push_back({std::string(name), 0, digest->bytes, digest->sha256});
            m_signatures.emplace_back(name);
        }
        return {};
    }

    Result<void> writeDelta()
    {
        FileWriter writer(m_part->descriptor(), std::string(deltaName));
        writer.append(writeDeltaHeader({m_last->number, m_number, m_last->contentSha256, m_content.mappings.sha256}));
        const auto& changes = m_content.changes;
        LineReader body(m_content.deltaBody.get(), "the delta");
        std::string_view line;
        for (;;) {
            const auto more = body.next(line);
            if (!more)
                return more.error();
            if (!*more)
                break;
            writer.buffer().append(line);
            writer.append("\n");
        }
        const auto digest = writer.finish();
        if (!digest)
            return digest.error();
        noteFile(deltaName, changes.added + changes.changed + changes.removed, *digest);
        return {};
    }

    Result<void> addRecommendations(int folder, int64_t at)
    {
        if (!m_request.recommendations)
            return {};
        auto file = writeRecommendations(m_catalog, folder, at, m_progress);
        if (!file)
            return file.error();
        m_files.push_back(*std::move(file));
        return {};
    }

    Manifest manifest() const
    {
        Manifest manifest;
        manifest.release = m_number;
        if (m_last)
            manifest.previous = PreviousRelease{m_last->number, m_last->manifestSha256};
        manifest.workspace = m_workspace.id();
        manifest.created = formatTime(m_createdAt);
        manifest.tool = SHELF_VERSION;
        manifest.journalHead = m_journalHead;
        manifest.journalNumber = m_journalNumber;
        manifest.counts = m_content.notes.counts;
        manifest.added = m_content.changes.added;
        manifest.changed = m_content.changes.changed;
        manifest.removed = m_content.changes.removed;
        manifest.gate = m_gate;
        manifest.held = m_content.notes.held;
        manifest.notExpanded = m_content.notes.notExpanded;
        const Definitions& definitions = m_workspace.definitions();
        manifest.fourEyes = definitions.policy("four-eyes");
        manifest.previewSettings = previewSettingsSha256(definitions);
        if (m_rollback)
            manifest.rollbackOf = m_goal.number;
        manifest.includedHeld = m_held.found().empty() ? std::string() : m_rollback->includeHeld;
        manifest.largeChange = m_isLarge ? m_request.acceptLargeChange : std::string();
        if (m_previous && !m_previous->exact)
            manifest.noDelta =
                "the folder of release " + std::to_string(m_last->number) + " is gone, and its bytes could not be made again";
        manifest.files = m_files;
        const double days = policyNumber(definitions, "release-expires", defaultDays);
        manifest.expires = formatTime(m_createdAt + static_cast<int64_t>(days) * dayMilliseconds);
        return manifest;
    }

    // What the disk has must be what was written; the large files side by side.
    Result<void> readBack(const std::vector<ReleaseFile>& files)
    {
        constexpr uint64_t large = uint64_t(4) << 20;
        std::vector<std::future<Result<void>>> checks;
        for (const ReleaseFile& file : files)
            checks.push_back(
                std::async(file.bytes > large ? std::launch::async : std::launch::deferred, [this, &file] { return readBackOne(file); }));
        Result<void> result;
        for (auto& check : checks)
            if (auto done = check.get(); !done)
                result = done;
        return result;
    }

    Result<void> readBackOne(const ReleaseFile& file) const
    {
        const auto opened = openRegular(m_part->descriptor(), file.name);
        if (!opened)
            return systemError(file.name, "cannot be read back", errno);
        const auto digest = digestOf(opened->handle.get(), file.name, [this] { return m_progress.cancelled(); });
        if (!digest)
            return digest.error();
        if (digest->bytes != file.bytes || digest->sha256 != file.sha256)
            return Error{ErrorKind::System, "READ_BACK", file.name, "the disk gives back something else than was written",
                "look at the disk, then export again"};
        return {};
    }

    // The folder is there and stays: where its row cannot be settled now, the next opening does it.
    Result<void> notePublished()
    {
        m_part->keep();
        Result<void> noted = m_workspace.publishRelease(m_number, m_manifestSha256);
        for (int attempt = 1; attempt < publishAttempts && !noted && noted.error().code == "LOCKED"; ++attempt)
            noted = m_workspace.publishRelease(m_number, m_manifestSha256);
        if (noted)
            return {};
        Error error = noted.error();
        error.what = "release " + std::to_string(m_number) + " is whole at " + m_target.path()
            + ", but the workspace could not note it: " + error.what;
        error.tryThis = "open the workspace again: it takes note then";
        return error;
    }

    ExportOutcome outcome() const
    {
        const ContentChanges& changes = m_content.changes;
        return {m_number, m_files, changes.added, changes.changed, changes.removed, m_gate, m_request.dryRun, m_signatures,
            m_rollback ? std::optional(m_goal.number) : std::nullopt};
    }

    Workspace& m_workspace;
    const ExportRequest& m_request;
    const Progress& m_progress;
    const RollbackRequest* m_rollback;
    ReleaseRow m_goal; // of a rollback
    std::optional<StoredRelease> m_stored; // its files, where they are there
    HeldWatch m_held;
    Snapshot m_catalog; // where recommendations are asked for
    Json m_gate;
    std::vector<uint64_t> m_errors; // that are there now: what is found later is new
    ReleaseTarget m_target;
    std::optional<ReleaseRow> m_last;
    std::optional<PartFolder> m_part;
    std::optional<PreviousContent> m_previous;
    WrittenContent m_content;
    std::vector<ReleaseFile> m_files;
    std::vector<std::string> m_signatures;
    std::string m_journalHead, m_manifestSha256;
    uint64_t m_journalNumber = 0, m_number = 0;
    int64_t m_createdAt = 0;
    bool m_isLarge = false;
};

} // namespace

Result<ExportOutcome> exportRelease(Workspace& workspace, const ExportRequest& request, const Progress& progress)
{
    return Exporter(workspace, request, progress).run();
}

Result<ExportOutcome> rollbackRelease(Workspace& workspace, const RollbackRequest& request, const Progress& progress)
{
    return Exporter(workspace, request.release, progress, &request).run();
}

} // namespace shelf
