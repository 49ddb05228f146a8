#include "model/io/import.h"

#include "model/domain/text.h"
#include "model/io/foreign_format.h"
#include "model/io/import_difference.h"
#include "model/io/import_files.h"
#include "model/io/import_mappings.h"
#include "model/io/import_reader.h"
#include "model/io/key.h"

#include <algorithm>
#include <filesystem>

namespace shelf {

namespace {

constexpr size_t mostRejectedKept = 1000;
constexpr size_t mostWarningsKept = 100;
constexpr size_t mostOffers = 3;
constexpr int mostAttempts = 10; // chains of rows whose parents are rejected are that deep at most
constexpr std::string_view againCode = "AGAIN"; // a sample's plan was wrong: the whole file is to be looked at
constexpr std::string_view stoppedCode = "STOPPED"; // a row was rejected, and nothing shall be imported then

Error rejected(const std::string& where, std::string code, std::string what, std::string tryThis)
{
    return Error{ErrorKind::Rejected, std::move(code), where, std::move(what), std::move(tryThis)};
}

// One import from beginning to end; a second attempt makes a new one.
class Importing {
public:
    Importing(Workspace& workspace, const ImportRequest& request, const ImportProfile& profile, const ImportFileKinds& kinds,
        const Progress& progress)
        : m_workspace(workspace), m_request(request), m_profile(profile), m_kinds(kinds), m_progress(progress),
          m_definitions(workspace.definitions())
    {
    }

    // `whole`: look at every row before anything is planned. `known`: reject rows with unknown parents.
    Result<ImportReport> run(bool whole, KnownSkus* known);
    SeenRows takeSeen() { return std::move(m_reader->seen()); }

private:
    Result<void> planAll(bool whole);
    Result<void> planOne(const ImportFileKinds::File& of, bool whole);
    Result<void> planMappingFile(const ImportFileKinds::File& of);
    Result<void> planMappings(KnownSkus* known);
    Result<void> saveProfile();
    void offerProfiles(const std::string& path, std::string_view format, const std::vector<std::string>& headers);
    void startReading(KnownSkus* known);
    Result<std::vector<std::string>> keyFor(const ImportFile& file, const FileStatistics& statistics);
    Result<bool> nextBlock(ChangeBlock& block);
    Result<bool> nextProducts(ChangeBlock& block);
    Result<void> beginMappings();
    Result<bool> nextMappings(ChangeBlock& block);
    Result<bool> endOfRows() const;
    void finishReport();
    void warn(const std::map<std::string, uint64_t>& counts, const std::string& what);
    std::string label() const;

    Workspace& m_workspace;
    const ImportRequest& m_request;
    const ImportProfile& m_profile;
    const ImportFileKinds& m_kinds;
    const Progress& m_progress;
    PlannedDefinitions m_definitions;
    std::vector<std::unique_ptr<FilePlan>> m_plans;
    std::vector<std::optional<std::unordered_set<uint64_t>>> m_shared;
    ImportProfile m_complete; // of the first file, products before mappings
    std::unique_ptr<ProfileFile> m_profileFile;
    std::map<std::string, uint64_t> m_unknownKeys;
    std::vector<MappingFile> m_mappingFiles;
    bool m_hasLinkColumns = false;
    std::string m_offered; // a profile that fits, and was not asked for
    std::vector<std::string> m_notes; // for the report, in front of its other warnings
    ImportReport m_report;
    Rejections m_rejections; // of this side
    bool m_fresh = false;
    std::unique_ptr<ImportReader> m_reader;
    std::unique_ptr<RowDifference> m_difference;
    std::unique_ptr<MappingImport> m_mappings; // null: the files hold products only

    // What the block source gives next.
    bool m_started = false;
    bool m_rowsDone = false;
    bool m_productsDone = false;
    std::vector<Change> m_newDefinitions;
    size_t m_nextDefinition = 0;
    std::optional<Change> m_newProfile;
    ChangeBlock m_held; // products that wait until the definitions are out
};

// The columns that make SKUs: as asked for, as the profile says, as the family has kept it, else the best there is.
Result<std::vector<std::string>> Importing::keyFor(const ImportFile& file, const FileStatistics& statistics)
{
    if (!m_request.key.empty())
        return m_request.key;
    if (!file.profile.key.empty())
        return file.profile.key;
    std::vector<std::string> families;
    if (!file.profile.family.empty()) {
        families.push_back(file.profile.family);
    } else {
        for (const NamedColumn& column : file.columns)
            if (column.target == Target::Family)
                families = statistics.columns[column.cell].values();
    }
    for (const std::string& family : families)
        if (auto key = m_definitions.familyKey(family); !key.empty())
            return key;
    return proposeKey(file, m_progress);
}

Result<void> Importing::planAll(bool whole)
{
    for (const ImportFileKinds::File& file : m_kinds.files) {
        if (auto planned = file.what == "products" ? planOne(file, whole) : planMappingFile(file); !planned)
            return planned;
    }
    return {};
}

Result<void> Importing::planMappingFile(const ImportFileKinds::File& of)
{
    auto complete = mappingProfile(of, m_profile, m_request);
    if (!complete)
        return complete.error();
    if (!m_request.family.empty())
        m_notes.push_back("--family is about products, and was passed over for the " + of.what + " of " + forTerminal(of.path, 200));
    if (m_request.profile.empty())
        offerProfiles(of.path, of.format, complete->matchHeaders);
    if (m_plans.empty() && m_mappingFiles.empty())
        m_complete = std::move(*complete);
    m_mappingFiles.push_back({of.path, of.format, of.what, m_profile, false});
    return {};
}

Result<void> Importing::planOne(const ImportFileKinds::File& of, bool whole)
{
    auto file = openProductFile(of, m_profile, m_request, m_definitions, m_progress, m_unknownKeys);
    if (!file)
        return file.error();
    if (of.mappingsToo && file->otherLines > 0)
        m_mappingFiles.push_back({of.path, of.format, "links", m_profile, true});
    else if (file->otherLines > 0)
        m_notes.push_back(std::to_string(file->otherLines) + (file->otherLines == 1 ? " line of " : " lines of ")
            + forTerminal(of.path, 200) + " are no products and were passed over");
    if (m_request.profile.empty())
        offerProfiles(of.path, of.format, file->form.header);
    const bool generates = !file->skuColumn();
    auto statistics = lookAtRows(*file, m_definitions, whole || generates ? 0 : sampleRows, m_progress);
    if (statistics && !isSettled(*file, *statistics))
        statistics = lookAtRows(*file, m_definitions, 0, m_progress);
    if (!statistics)
        return statistics.error();
    std::vector<std::string> key;
    if (generates) {
        auto chosen = keyFor(*file, *statistics);
        if (!chosen)
            return chosen.error();
        key = std::move(*chosen);
    }
    auto planned = planFile(*file, *statistics, key, m_definitions, m_workspace.definitions());
    if (!planned)
        return planned.error();
    m_hasLinkColumns = m_hasLinkColumns || !planned->plan->links.empty();
    if (m_plans.empty())
        m_complete = std::move(planned->complete);
    if (m_plans.empty() && m_complete.defaultType.empty())
        m_complete.defaultType = m_request.linkType;
    m_plans.push_back(std::move(planned->plan));
    m_shared.emplace_back();
    if (generates && !m_fresh) {
        auto shared = sharedSkus(*m_plans.back(), m_progress);
        if (!shared)
            return shared.error();
        m_shared.back() = std::move(*shared);
    }
    return {};
}

// Files that look like those a profile was saved for are imported with it the same way: who gives none is told so.
void Importing::offerProfiles(const std::string& path, std::string_view format, const std::vector<std::string>& headers)
{
    const std::vector<std::string> names = fittingProfiles(m_workspace.definitions(), format, headers);
    for (size_t i = 0; i < names.size() && i < mostOffers; ++i) {
        const std::string note = "profile " + names[i] + " fits " + forTerminal(path, 200) + "; use --profile " + names[i];
        if (std::find(m_notes.begin(), m_notes.end(), note) == m_notes.end())
            m_notes.push_back(note);
        m_offered = names.front();
    }
}

// The profile stands beside its place, whole, before anything is applied, and comes there once the import is through.
Result<void> Importing::saveProfile()
{
    if (m_request.saveProfile.empty())
        return {};
    if (std::error_code none; m_request.dryRun && std::filesystem::exists(m_request.saveProfile, none))
        return rejected(
            m_request.saveProfile, "EXISTS", "is there already, and a dry run changes nothing", "choose another name for the profile");
    auto file = ProfileFile::write(m_request.saveProfile, m_complete);
    if (!file)
        return file.error();
    m_profileFile = std::move(*file);
    const std::string name = profileNameOf(m_request.saveProfile);
    if (m_request.feed)
        m_notes.push_back("the profile is only at " + forTerminal(m_request.saveProfile, 200) + ": a feed keeps none in the workspace");
    else if (name.empty())
        m_notes.push_back("the profile is not kept in the workspace: its name has other characters than letters, digits, '.', '_', '-'");
    else
        m_definitions.setProfile(name, profileFields(m_complete));
    return {};
}

// Links in columns of product files, and files of mappings: they come after the products, in the same change set.
Result<void> Importing::planMappings(KnownSkus* known)
{
    if (m_mappingFiles.empty() && !m_hasLinkColumns)
        return {};
    MappingImportOptions options;
    options.linkType = m_request.linkType.empty() ? m_profile.defaultType : m_request.linkType;
    options.defaultType = m_profile.defaultType;
    options.replace = m_profile.links == "replace";
    options.dryRun = m_request.dryRun;
    options.cancel = m_progress.cancel;
    options.alsoDefined = [this](ThingKind kind, std::string_view key) { return m_definitions.has(kind, key); };
    const std::string linkType = options.linkType;
    m_mappings = std::make_unique<MappingImport>(m_workspace, m_report, m_rejections, std::move(options));
    if (!linkType.empty())
        if (auto good = m_mappings->checkType(linkType); !good)
            return good;
    for (const auto& plan : m_plans)
        for (const LinkColumn& column : plan->links)
            if (auto good = m_mappings->checkType(column.type); !good) {
                Error error = good.error();
                error.where = forTerminal(plan->path, 200) + ": column " + forTerminal(column.label, 80);
                return error;
            }
    m_mappings->alsoExists([this, known](std::string_view sku) {
        if (m_difference->makes(sku))
            return true;
        const bool refused = m_difference->refuses(sku) || (known && known->rejected.contains(std::string(sku)));
        return !refused && m_reader->seen().has(hashOf(sku));
    });
    m_difference->passLinksTo(*m_mappings);
    return {};
}

std::string Importing::label() const
{
    std::string name = std::filesystem::path(m_request.files.front()).filename().string();
    if (firstInvalidUtf8(name))
        name = "a file";
    std::string text = "Import " + forTerminal(name, 200);
    if (m_request.files.size() > 1)
        text += " and " + std::to_string(m_request.files.size() - 1) + " more";
    return text;
}

void Importing::startReading(KnownSkus* known)
{
    std::vector<ReadingFile> files;
    for (size_t i = 0; i < m_plans.size(); ++i)
        files.push_back({m_plans[i].get(), m_shared[i] ? &*m_shared[i] : nullptr});
    m_reader = std::make_unique<ImportReader>(std::move(files), m_fresh, m_request.stopOnError, m_progress.cancel);
    m_difference = std::make_unique<RowDifference>(m_workspace, m_report, m_rejections, m_fresh, m_request.dryRun);
    if (m_request.feed)
        m_difference->takeAsFeed();
    if (known)
        m_difference->checkParents(*known);
}

Result<ImportReport> Importing::run(bool whole, KnownSkus* known)
{
    auto count = m_workspace.productCount();
    if (!count)
        return count.error();
    m_fresh = *count == 0;
    m_report.dryRun = m_request.dryRun;
    if (auto planned = planAll(whole); !planned)
        return planned.error();
    if (auto saved = saveProfile(); !saved)
        return saved.error();
    startReading(known);
    if (auto planned = planMappings(known); !planned)
        return planned.error();
    m_reader->start();

    ChangeSetHeader header;
    header.author = m_request.author;
    header.label = label();
    header.origin = m_request.feed ? Origin::Feed : Origin::Import;
    ApplyOptions options;
    options.dryRun = m_request.dryRun;
    options.progress.cancel = m_progress.cancel;
    auto applied = m_workspace.apply(
        header, [this](ChangeBlock& block) { return nextBlock(block); }, options);
    m_reader->stop();
    const bool stopped = !applied && applied.error().code == stoppedCode;
    if (!applied && !stopped) {
        Error error = applied.error();
        if (error.kind == ErrorKind::Rejected && !m_offered.empty() && error.code != againCode && error.code != "UNKNOWN_SKU")
            error.tryThis += "; or use --profile " + m_offered + ", which fits";
        return error;
    }
    if (stopped) {
        ImportReport nothing;
        nothing.read = m_report.read; // of mappings; those of products are counted by their reader
        nothing.duplicates = m_report.duplicates;
        nothing.dryRun = m_request.dryRun;
        m_report = std::move(nothing);
    } else {
        m_report.number = applied->number;
    }
    if (m_profileFile)
        if (auto written = m_profileFile->commit(); !written)
            m_notes.push_back("the profile is not at " + m_request.saveProfile + ": it " + written.error().what);
    finishReport();
    return std::move(m_report);
}

// The block source: definitions, products, mappings, and the profile that the workspace is to keep. Definitions wait for the first
// products, because a file of which nothing can be used makes none; so does the profile, which therefore comes last.
Result<bool> Importing::nextBlock(ChangeBlock& block)
{
    if (!m_started) {
        m_started = true;
        auto more = nextProducts(m_held);
        if (!more)
            return more.error();
        for (Change& change : m_definitions.changes()) {
            if (change.kind == ThingKind::Profile)
                m_newProfile = std::move(change);
            else if (*more) // where no product changes, no definition does (formats.md, no-op law)
                m_newDefinitions.push_back(std::move(change));
        }
        if (*more)
            m_definitions.count(m_report); // now: afterwards all of them exist
    }
    block.clear();
    if (m_nextDefinition < m_newDefinitions.size()) {
        block.kind = m_newDefinitions[m_nextDefinition].kind;
        while (m_nextDefinition < m_newDefinitions.size() && m_newDefinitions[m_nextDefinition].kind == block.kind && !block.full())
            block.add(m_newDefinitions[m_nextDefinition++]);
        return true;
    }
    if (m_held.rows() > 0) {
        block = std::move(m_held);
        m_held = ChangeBlock{};
        return true;
    }
    if (!m_productsDone) {
        auto more = nextProducts(block);
        if (!more || *more)
            return more;
        m_productsDone = true;
        if (auto begun = beginMappings(); !begun)
            return begun.error();
    }
    auto more = nextMappings(block);
    if (!more || *more || !m_newProfile || m_report.added + m_report.changed + m_report.unchanged == 0)
        return more;
    block.clear();
    block.kind = ThingKind::Profile;
    block.add(*m_newProfile);
    m_newProfile.reset();
    return true;
}

Result<void> Importing::beginMappings()
{
    for (const MappingFile& file : m_mappingFiles)
        if (auto added = m_mappings->addFile(file, m_progress); !added)
            return added;
    return {};
}

// Somebody answers for every mapping: for a new one of a file that has no place for owners, who brings it in.
void giveOwner(ChangeBlock& block, const std::string& author)
{
    TextColumn& owners = block.columns[block.columnOf("owner")].after;
    const std::string name = jsonString(trimmed(author));
    TextColumn named;
    for (size_t row = 0; row < block.rows(); ++row) {
        const std::string_view owner = owners.at(row);
        named.push(owner.empty() && block.ops[row] == ChangeOp::Create ? std::string_view(name) : owner);
    }
    owners = std::move(named);
}

Result<bool> Importing::nextMappings(ChangeBlock& block)
{
    if (!m_mappings)
        return false;
    auto more = m_mappings->next(block);
    if (more && *more && !m_mappings->namesOwners())
        giveOwner(block, m_request.author);
    if (more && m_request.stopOnError && m_rejections.count)
        return rejected({}, std::string(stoppedCode), "a row was rejected", {});
    return more;
}

Result<bool> Importing::endOfRows() const
{
    if (m_reader->contradicted())
        return rejected({}, std::string(againCode), "the sample was too small", {});
    if (m_reader->stoppedOnError())
        return rejected({}, std::string(stoppedCode), "a row was rejected", {});
    if (m_reader->error())
        return *m_reader->error();
    return true;
}

Result<bool> Importing::nextProducts(ChangeBlock& block)
{
    while (!m_rowsDone) {
        auto rows = m_reader->next();
        if (!rows) {
            if (auto end = endOfRows(); !end)
                return end.error();
            m_rowsDone = true;
            break;
        }
        if (m_progress.report)
            m_progress.report("importing", rows->bytesRead, rows->bytesTotal);
        if (m_progress.cancelled())
            return Error{ErrorKind::Cancelled, "CANCELLED", "import", "cancelled; nothing was changed", "start it again when you like"};
        if (auto taken = m_difference->take(std::move(*rows), block); !taken)
            return taken.error();
        if (m_request.stopOnError && m_rejections.count)
            return rejected({}, std::string(stoppedCode), "a row was rejected", {});
        if (block.rows() > 0)
            return true;
    }
    return m_difference->finish(block);
}

void Importing::warn(const std::map<std::string, uint64_t>& counts, const std::string& what)
{
    for (const auto& [field, count] : counts)
        if (m_report.warnings.size() < mostWarningsKept)
            m_report.warnings.push_back(field + ": " + std::to_string(count) + (count == 1 ? " value " : " values ") + what);
}

void Importing::finishReport()
{
    Rejections& read = m_reader->rejections();
    m_report.rejected = std::move(read.kept);
    m_report.rejected.insert(m_report.rejected.end(), m_rejections.kept.begin(), m_rejections.kept.end());
    const auto placeOf = [this](const RejectedRow& row) {
        const auto file = std::find(m_request.files.begin(), m_request.files.end(), row.file);
        return std::pair(file - m_request.files.begin(), row.row);
    };
    std::stable_sort(m_report.rejected.begin(), m_report.rejected.end(),
        [&](const RejectedRow& left, const RejectedRow& right) { return placeOf(left) < placeOf(right); });
    m_report.rejected.resize(std::min(m_report.rejected.size(), mostRejectedKept));
    m_report.rejectedCount = read.count + m_rejections.count;
    const RowCounts& counts = m_reader->counts();
    m_report.read += counts.read;
    m_report.duplicates += counts.duplicates;
    m_report.unchanged += counts.skipped;
    m_difference->finishReport();
    m_report.warnings.insert(m_report.warnings.begin(), m_notes.begin(), m_notes.end());
    Lookalikes lookalikes = counts.lookalikes;
    lookalikes.add(m_difference->lookalikes());
    if (lookalikes.count > 0)
        m_report.warnings.push_back("SKU_LOOKALIKE: " + std::to_string(lookalikes.count)
            + (lookalikes.count == 1 ? " SKU differs" : " SKUs differ") + " from another only in case or Unicode form: "
            + join(lookalikes.examples, "; ") + (lookalikes.count > lookalikes.examples.size() ? " …" : ""));
    for (const auto& [key, lines] : m_unknownKeys)
        if (m_report.warnings.size() < mostWarningsKept)
            m_report.warnings.push_back("unknown key " + forTerminal(key, 80) + " in " + std::to_string(lines)
                + (lines == 1 ? " line" : " lines") + " is passed over; attributes belong into \"values\"");
    const uint64_t toldApart = counts.toldApart + m_difference->toldApart();
    if (toldApart > 0)
        m_report.warnings.push_back(
            std::to_string(toldApart) + (toldApart == 1 ? " row has" : " rows have") + " the key of another row, told apart by an ordinal");
    warn(counts.keptAsText, "not fitting the attribute's type, kept as text");
    warn(counts.mastered, "not taken, whether or not they differ: the attribute is mastered here, and files never change it (`set` does)");
}

// An export of another system is read as a plain table only where somebody says so.
Result<void> refuseForeignFormats(const ImportRequest& request, const ImportFileKinds& kinds)
{
    if (request.format != "auto" || !request.profile.empty())
        return {};
    for (const ImportFileKinds::File& file : kinds.files) {
        if (file.format == "jsonl")
            continue;
        const auto form = detectDelimited(file.path, {});
        if (const auto system = form ? foreignFormat(form->header) : std::nullopt)
            return rejected(file.path, "FORMAT",
                "looks like an export of " + std::string(*system) + ", which this version does not read as such",
                "use --format csv, and a profile, to read it as a plain table: a product a row");
    }
    return {};
}

} // namespace

Result<ImportReport> importFiles(Workspace& workspace, const ImportRequest& request, const Progress& progress)
{
    if (auto good = checkRequest(request); !good)
        return good.error();
    const auto profile = profileOf(request, workspace.definitions());
    if (!profile)
        return profile.error();
    const auto kinds = kindsOfFiles(request, *profile);
    if (!kinds)
        return kinds.error();
    if (auto own = refuseForeignFormats(request, *kinds); !own)
        return own.error();
    bool whole = false; // look at every row first: a sample was not enough
    std::optional<KnownSkus> known; // reject rows with unknown parents: some row had one
    for (int attempt = 0; attempt < mostAttempts; ++attempt) {
        Importing importing(workspace, request, *profile, *kinds, progress);
        auto report = importing.run(whole, known ? &*known : nullptr);
        if (!report && report.error().code == againCode && !whole) {
            whole = true;
            continue;
        }
        if (!report && report.error().code == "UNKNOWN_SKU" && attempt + 1 < mostAttempts) {
            if (!known)
                known.emplace(KnownSkus{importing.takeSeen(), {}});
            continue;
        }
        return report;
    }
    return rejected(request.files.front(), "CHANGED", "was changed while it was read", "import it again when its writer is done");
}

} // namespace shelf
