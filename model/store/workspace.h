// One workspace file: reading it, and the one way to change it.
//
// A Workspace owns its connections and belongs to one thread. Several may be open on one file, in this and other programs:
// each change is a short transaction checked against revisions, and readers see the last committed state.
#pragma once

#include "model/change/change_set.h"
#include "model/change/mapping_state.h"
#include "model/domain/date.h"
#include "model/domain/definitions.h"
#include "model/domain/result.h"
#include "model/domain/thing.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct OpenOptions {
    bool readOnly = false;
    Clock clock = systemClock();
    std::string headFolder = {}; // where the newest state seen is remembered (model/store/head_record.h); empty: nowhere
};

// Progress of a long operation: what, how far, of how much (0: unknown). Called on the calling thread, at most some times a
// second. Cancel: set by anyone, looked at between rows; the operation then fails with kind Cancelled and changes nothing.
struct Progress {
    std::function<void(std::string_view what, uint64_t done, uint64_t total)> report;
    const std::atomic<bool>* cancel = nullptr;
    bool cancelled() const { return cancel && cancel->load(std::memory_order_relaxed); }
};

// What approving a computed mapping freezes (its pairs on that day), written with the approval. Its SHA-256 must be in the approval's
// "@reach".
struct Frozen {
    std::string mapping;
    std::string content; // JSON
};

// What was counted in the orders of a data set (ThingKind::DataSet), written with the change set that makes it. Its parts, of at most
// 16 MiB each, are given once, in order; false at the end. The SHA-256 (hex) of all of them must be the data set's "counts".
struct CountTable {
    std::string sha256;
    std::function<Result<bool>(std::string& part)> next;
};

struct ApplyOptions {
    bool dryRun = false; // do everything, then roll back
    Progress progress;
    std::vector<Frozen> frozen = {};
    std::vector<CountTable> counts = {};
};

// What an apply did. `number` is absent where the change set was empty (nothing is written then) or the run was dry.
struct Applied {
    std::optional<uint64_t> number;
    uint64_t changes = 0;
    std::string head; // hex of the journal's head after it
};

// Why a change set cannot be taken back: something else came after it.
struct Conflict {
    std::string kind, key, field; // no field: the thing itself is there, or is gone; no kind: it is something else that needs it
    std::string because; // one sentence
    std::string expected; // what the field was to be, as canonical JSON text; empty: absent
    std::string actual; // what it is now
    // The later change set that is in the way, where one is: its number, author (a name), time (UTC) and label.
    std::optional<uint64_t> changeSet = {};
    std::string author = {}, time = {}, label = {};
};

struct UndoOutcome {
    std::optional<uint64_t> undone; // the change set whose effect was taken back (or brought again, for redo)
    std::optional<uint64_t> number; // the change set that did it
    std::vector<Conflict> conflicts; // why not, where nothing was undone
    // Newer change sets passed over: decisions are never undone, and the content of archived feeds is elsewhere.
    std::vector<uint64_t> skipped;
    std::vector<uint64_t> archived; // those of them that are archived feeds
};

struct HistoryEntry {
    ChangeSetHeader header; // author is the person's name, or the person's id where the name was erased
    uint64_t changes = 0;
    std::string hash; // hex
    std::string archive; // the name of the archive that holds its content, where compact has moved it there
    std::vector<Change> details; // where asked for
};

// Which change sets are listed.
struct HistoryFilter {
    std::optional<uint64_t> since; // numbers after this
    std::string sinceTime; // UTC, at or after
    std::string author;
    std::string thing; // key of a product or id of a mapping
    std::optional<uint64_t> limit;
    size_t details = 0; // at most this many changes of each change set (of the thing, where one is named)
    std::vector<uint64_t>* archived = nullptr; // gets the change sets that could not be looked at for the thing
};

// What one thing was after a change set.
template <typename T> struct AsOf {
    std::optional<T> thing; // empty: it did not exist
    uint64_t number = 0; // the change set
    // Later feeds whose content is in an archive: prices, stock and the like may be those of after them.
    std::vector<uint64_t> archived;
};

struct JournalReport {
    uint64_t entries = 0;
    std::string head; // hex
    std::optional<uint64_t> firstBad;
    std::string problem; // one sentence about firstBad
    bool ok() const { return problem.empty(); }
};

struct CheckReport {
    std::vector<std::string> problems; // one sentence each
    std::vector<uint64_t> archived; // change sets that could not be replayed: their content is in an archive that was not given
    bool ok() const { return problems.empty(); }
};

struct MappingVersionRow {
    std::string mapping;
    ApprovedVersion version;
    uint64_t changedIn = 0;
};

// A row of the release table. States: reserved (being written), published, abandoned (its writer died before the rename).
struct ReleaseRow {
    uint64_t number = 0;
    std::string state;
    std::string created; // UTC
    std::string author;
    std::string folder; // absolute path it was published to
    std::string contentSha256; // of mappings.jsonl
    std::string manifestSha256; // once published
    uint64_t journalNumber = 0; // last change set it contains
    std::string summary; // JSON: counts, added, changed, removed, accepted large change …
};

// An approved version with its content as the text that is stored, for passes over all of them: taking each apart would cost more
// than everything else. Views live until the visitor returns.
struct VersionText {
    uint32_t number = 0; // 0: none
    bool retired = false;
    std::string_view content; // one JSON object
    std::string_view approvedBy, approvedAt;
};

// A mapping as its approvals up to a certain change set left it.
struct VersionAsOf {
    std::string_view mapping;
    VersionText newest; // may be a retirement
    VersionText previous; // the newest before it that is none
};

// A mapping that is held back now.
struct HeldNow {
    std::string mapping;
    uint32_t version = 0; // its newest approved version
    Json hold;
};

// What is written beside a release after it was published: what became of it at those who serve it.
struct ReleaseNote {
    uint64_t number = 0;
    std::string before; // the summary it was made on
    std::string after;
    std::optional<std::string> answers; // about single mappings: JSON, kept apart so that lists of releases stay small
};

// A finding as the history of findings knows it. The hash is the number in its id (governance/rules/finding.h).
struct FindingRecord {
    uint64_t hash = 0;
    std::string rule, subject;
    std::string firstSeen; // UTC
    std::string fixed; // when it was seen to be gone; empty: it is open
    uint32_t timesBack = 0; // how often it came back after that
};

// What is known of one finding that is there now.
struct SeenFinding {
    uint64_t hash = 0;
    std::string_view rule, subject;
};

class Workspace {
public:
    // Makes a new file with the built-in definitions; never overwrites. Errors: Rejected EXISTS, System.
    static Result<std::unique_ptr<Workspace>> create(const std::string& path, const OpenOptions& options = {});
    // Opens with every check of reliability.md; migrates an older schema (backup beside it first). Errors: Workspace, System.
    static Result<std::unique_ptr<Workspace>> open(const std::string& path, const OpenOptions& options = {});
    struct Impl; // model/store only
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    const std::string& path() const;
    const std::string& id() const; // UUID, made with the file, kept by backups
    const Clock& clock() const;
    int schemaVersion() const;

    // --- reading -------------------------------------------------------------------------------------------------------
    // The vocabulary as of the last change this object made or noticed; refresh() looks for changes of other programs.
    const Definitions& definitions() const;
    Result<void> refresh();

    Result<std::optional<Thing>> product(std::string_view sku);
    Result<uint64_t> productCount();
    // In byte order of SKUs (or, unsorted, in file order: faster). The visitor returns false to stop.
    using ProductVisitor = std::function<bool(const Thing& product)>;
    Result<void> forEachProduct(const ProductVisitor& visit, bool sorted = true);
    // Those of one family only.
    Result<void> forEachProductOf(std::string_view family, const ProductVisitor& visit);
    Result<void> forEachSku(const std::function<bool(std::string_view sku)>& visit); // in no order; false stops
    Result<std::vector<std::string>> nearSkus(std::string_view sku, size_t limit = 1); // for "did you mean"

    Result<std::optional<MappingState>> mapping(std::string_view id);
    // In byte order of ids, those that begin with `prefix` ("link:", "bundle:").
    using MappingVisitor = std::function<bool(const MappingState& mapping)>;
    Result<void> forEachMapping(std::string_view prefix, const MappingVisitor& visit);
    // All approved versions and decisions of one mapping, oldest first.
    Result<std::vector<MappingVersionRow>> mappingVersions(std::string_view id);
    Result<std::vector<Decision>> decisions(std::string_view id);
    // Mappings (any kind, working or approved content) that name this SKU.
    Result<std::vector<std::string>> mappingsNaming(std::string_view sku);

    // What was frozen when this version of a computed mapping was approved; empty: nothing.
    Result<std::string> frozen(std::string_view mapping, uint32_t version);

    // The counts of this name part by part; the visitor returns false to stop. Error: Workspace DAMAGED where they are missing or, at
    // their end, not what the name says.
    Result<void> readCounts(const std::string& sha256, const std::function<bool(std::string_view part)>& visit);

    std::string personName(const PersonId& id); // the id itself where the name is not known

    // --- changing ------------------------------------------------------------------------------------------------------
    // Applies a change set: rows and journal in one transaction, synced when this returns. Checks every base revision (STALE:
    // refused, naming whose change came first), references, contents, four eyes. All or nothing. Errors: Rejected, Refused,
    // Workspace LOCKED, System (the disk), Cancelled.
    Result<Applied> apply(const ChangeSet& changes, const ApplyOptions& options = {});
    Result<Applied> apply(const ChangeSetHeader& header, const BlockSource& blocks, const ApplyOptions& options = {});

    // Takes back the newest change set that is not undone, or the one named. Mappings get their former content as a draft.
    Result<UndoOutcome> undo(const std::string& author, std::optional<uint64_t> number = {}, const ApplyOptions& options = {});
    // Brings back what was undone last, or the undone change set named.
    Result<UndoOutcome> redo(const std::string& author, std::optional<uint64_t> number = {}, const ApplyOptions& options = {});

    // --- history and proof ---------------------------------------------------------------------------------------------
    uint64_t journalEntries();
    Result<std::string> journalHead(); // hex; of an empty journal: the hash that the first entry is chained to
    using HistoryFilter = shelf::HistoryFilter;
    Result<std::vector<HistoryEntry>> history(const HistoryFilter& filter = {}); // newest first
    // What a product or a mapping was after change set `number` (0: before all), whether it still exists or not. A mapping comes
    // with its status and approved version of that time.
    Result<AsOf<Thing>> productAsOf(std::string_view sku, uint64_t number);
    Result<AsOf<MappingState>> mappingAsOf(std::string_view id, uint64_t number);
    // The last change set made at this time or before (UTC, ISO 8601 with milliseconds); 0: none.
    Result<uint64_t> changeSetAt(std::string_view time);
    // When change set `number` was made (UTC). Error: Rejected where there is none.
    Result<std::string> changeSetTime(uint64_t number);
    // Hex of the journal's hash after change set `number`. Error: Rejected where there is none.
    Result<std::string> journalHash(uint64_t number);
    // Gives the blocks of one change set in order. Error: Rejected where there is no such change set, or ARCHIVED.
    Result<void> readChangeSet(uint64_t number, const std::function<Result<void>(const ChangeBlock&)>& visit);
    Result<JournalReport> verifyJournal(const Progress& progress = {});
    // SQLite's own checks, schema, journal chain, four eyes; deep: the journal's entries replayed give today's rows, with the
    // contents that were moved into these archives. Where one is not given, what feeds change is not compared.
    Result<CheckReport> check(bool deep = false, const Progress& progress = {}, const std::vector<std::string>& archives = {});
    // One sentence where the journal is not a continuation of what was last seen of this workspace at this place (entries were
    // cut off, or an older copy was put here); empty: all is well, or nothing is remembered.
    std::string headWarning();
    void acceptHead(); // remembers today's state in place of that

    // --- releases (not in the journal) ------------------------------------------------------------------------------------
    Result<std::vector<ReleaseRow>> releases(); // oldest first, published ones and reserved ones
    // Reserves the next number for this content in a transaction of its own.
    // `errors`: the hashes of the errors that are there now (see baseline).
    Result<uint64_t> reserveRelease(ReleaseRow row, const std::vector<uint64_t>& errors = {});
    Result<void> publishRelease(uint64_t number, const std::string& manifestSha256);
    Result<void> abandonRelease(uint64_t number);
    // All in one transaction. Error: Workspace LOCKED where another program has written one of the summaries meanwhile.
    Result<void> noteReleases(const std::vector<ReleaseNote>& notes);
    Result<std::string> releaseAnswers(uint64_t number); // as noted last, or empty
    // Every approved mapping in byte order of ids with its versions as of a change set (absent: as of now), in one pass; the visitor
    // returns false to stop.
    Result<void> forEachVersionAsOf(std::optional<uint64_t> changeSet, const std::function<bool(const VersionAsOf& mapping)>& visit);
    // The place of the first of these mappings that no release of that moment can have: not approved by then, or retired; their
    // number where there is none. Quickest in byte order.
    Result<size_t> firstNotReleased(const std::vector<std::string>& mappings, uint64_t changeSet);
    Result<std::vector<HeldNow>> heldMappings(); // in byte order of ids

    // --- findings (not in the journal) -------------------------------------------------------------------------------------
    // Notes what a run of all rules found: what is new gets its time, what is gone is fixed, what was fixed and is there again came
    // back. `rules`: those that ran, where not all did; the findings of others stay as they are.
    Result<void> noteFindings(const std::vector<SeenFinding>& open, const std::vector<std::string>& rules = {});
    Result<void> forEachFindingRecord(const std::function<void(const FindingRecord&)>& visit);
    // The hashes of the errors that were there when this release was made, sorted; nothing where that was not noted.
    Result<std::optional<std::vector<uint64_t>>> baseline(uint64_t release);

    // --- the file --------------------------------------------------------------------------------------------------------
    Result<void> backupTo(const std::string& file, const Progress& progress = {}); // consistent while others write
    Result<void> compact();
    // Moves the contents of feeds into a new archive (model/store/archive.h); their entries stay in the journal, which gets one more
    // that says where they are. Errors: Rejected EXISTS, System, Cancelled, Workspace LOCKED.
    struct ArchiveLimit {
        std::optional<uint64_t> before; // change sets before this one
        std::string beforeTime; // UTC: those made before
    };
    struct ArchiveOutcome {
        uint64_t entries = 0; // 0: there was nothing to archive, and no file was made
        uint64_t bytes = 0; // of the archive
        std::optional<uint64_t> number; // of the entry that says so
    };
    Result<ArchiveOutcome> archiveFeeds(
        const std::string& file, const std::string& author, const ArchiveLimit& limit, const Progress& progress = {});
    uint64_t fileBytes() const;

private:
    friend class RawReader;
    explicit Workspace(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace shelf
