#include "model/io/import.h"

#include "model/domain/text.h"
#include "model/io/delimited_csvw.h"
#include "model/io/import_difference.h"
#include "model/io/import_mappings.h"
#include "model/io/import_reader.h"
#include "model/io/key.h"

#include <algorithm>
#include <filesystem>

namespace shelf {

namespace {

constexpr size_t mostRejectedKept = 1000;
constexpr size_t mostWarningsKept = 100;
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
    Importing(Workspace& workspace, const ImportRequest& request, const ImportProfile& profile, const Progress& progress)
        : m_workspace(workspace), m_request(request), m_profile(profile), m_progress(progress), m_definitions(workspace.definitions())
    {
    }

    // `whole`: look at every row before anything is planned. `known`: reject rows with unknown parents.
    Result<ImportReport> run(bool whole, KnownSkus* known);
    SeenRows takeSeen() { return std::move(m_reader->seen()); }
    const ImportProfile& completeProfile() const { return m_complete; }

private:
    Result<ImportFile> openFile(const std::string& path) const;
    Result<void> planAll(bool whole);
    Result<std::vector<std::string>> keyFor(const ImportFile& file, const FileStatistics& statistics);
    Result<bool> nextBlock(ChangeBlock& block);
    Result<bool> nextProducts(ChangeBlock& block);
    Result<bool> endOfRows() const;
    void finishReport();
    void warn(const std::map<std::string, uint64_t>& counts, const std::string& what);
    std::string label() const;

    Workspace& m_workspace;
    const ImportRequest& m_request;
    const ImportProfile& m_profile;
    const Progress& m_progress;
    PlannedDefinitions m_definitions;
    std::vector<std::unique_ptr<FilePlan>> m_plans;
    std::vector<std::optional<std::unordered_set<uint64_t>>> m_shared;
    ImportProfile m_complete;
    ImportReport m_report;
    Rejections m_rejections; // of this side
    bool m_fresh = false;
    std::unique_ptr<ImportReader> m_reader;
    std::unique_ptr<RowDifference> m_difference;

    // What the block source gives next.
    bool m_started = false;
    bool m_rowsDone = false;
    std::vector<Change> m_newDefinitions;
    size_t m_nextDefinition = 0;
    ChangeBlock m_held; // products that wait until the definitions are out
};

Result<ImportFile> Importing::openFile(const std::string& path) const
{
    ImportFile file;
    file.path = path;
    file.profile = m_profile;
    if (!m_request.family.empty()) {
        file.profile.family = m_request.family;
        file.profile.familyColumn.clear();
    }
    if (auto described = addCsvwDescription(path, file.profile); !described)
        return described.error();
    DelimitedHints hints;
    hints.delimiter = file.profile.delimiter;
    hints.quote = file.profile.quote;
    hints.encoding = file.profile.encoding;
    hints.headerRow = file.profile.headerRow;
    auto form = detectDelimited(path, hints);
    if (!form)
        return form.error();
    file.form = std::move(*form);
    auto columns = nameColumns(path, file.form, file.profile);
    if (!columns)
        return columns.error();
    file.columns = std::move(*columns);
    return file;
}

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
    for (const std::string& path : m_request.files) {
        auto file = openFile(path);
        if (!file)
            return file.error();
        const bool generates = !file->skuColumn();
        auto statistics = lookAtRows(*file, m_workspace.definitions(), whole || generates ? 0 : sampleRows, m_progress);
        if (statistics && !isSettled(*file, *statistics))
            statistics = lookAtRows(*file, m_workspace.definitions(), 0, m_progress);
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
        if (m_plans.empty())
            m_complete = std::move(planned->complete);
        m_plans.push_back(std::move(planned->plan));
        m_shared.emplace_back();
        if (generates && !m_fresh) {
            auto shared = sharedSkus(*m_plans.back(), m_progress);
            if (!shared)
                return shared.error();
            m_shared.back() = std::move(*shared);
        }
    }
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

Result<ImportReport> Importing::run(bool whole, KnownSkus* known)
{
    auto count = m_workspace.productCount();
    if (!count)
        return count.error();
    m_fresh = *count == 0;
    m_report.dryRun = m_request.dryRun;
    if (auto planned = planAll(whole); !planned)
        return planned.error();

    std::vector<ReadingFile> files;
    for (size_t i = 0; i < m_plans.size(); ++i)
        files.push_back({m_plans[i].get(), m_shared[i] ? &*m_shared[i] : nullptr});
    m_reader = std::make_unique<ImportReader>(std::move(files), m_fresh, m_request.stopOnError, m_progress.cancel);
    m_difference = std::make_unique<RowDifference>(m_workspace, m_report, m_rejections, m_fresh, m_request.dryRun);
    if (known)
        m_difference->checkParents(*known);
    m_reader->start();

    ChangeSetHeader header;
    header.author = m_request.author;
    header.label = label();
    header.origin = Origin::Import;
    ApplyOptions options;
    options.dryRun = m_request.dryRun;
    options.progress.cancel = m_progress.cancel;
    auto applied = m_workspace.apply(
        header, [this](ChangeBlock& block) { return nextBlock(block); }, options);
    m_reader->stop();
    if (!applied && applied.error().code == stoppedCode) {
        m_report = ImportReport{};
        m_report.dryRun = m_request.dryRun;
        finishReport();
        return std::move(m_report);
    }
    if (!applied)
        return applied.error();
    m_report.number = applied->number;
    finishReport();
    return std::move(m_report);
}

// The block source: definitions, then products. Both wait for the first products, because a file of which nothing can be used
// makes no definitions either.
Result<bool> Importing::nextBlock(ChangeBlock& block)
{
    if (!m_started) {
        m_started = true;
        auto more = nextProducts(m_held);
        if (!more)
            return more.error();
        if (*more || m_report.unchanged > 0) {
            m_newDefinitions = m_definitions.changes();
            m_definitions.count(m_report); // now: afterwards all of them exist
        }
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
    return nextProducts(block);
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
    m_report.read = counts.read;
    m_report.duplicates = counts.duplicates;
    m_report.unchanged += counts.skipped;
    const uint64_t toldApart = counts.toldApart + m_difference->toldApart();
    if (toldApart > 0)
        m_report.warnings.push_back(
            std::to_string(toldApart) + (toldApart == 1 ? " row has" : " rows have") + " the key of another row, told apart by an ordinal");
    warn(counts.keptAsText, "not fitting the attribute's type, kept as text");
    warn(counts.mastered, "left alone, because the attribute is mastered here");
}

Result<void> checkRequest(const ImportRequest& request)
{
    const auto wrong = [](const std::string& where, const std::string& what, const std::string& tryThis) {
        return Error{ErrorKind::Usage, "USAGE", where, what, tryThis};
    };
    if (request.files.empty())
        return wrong("import", "names no file", "name at least one");
    return {};
}

Result<void> checkProfile(const ImportProfile& profile, const std::string& path)
{
    if (!profile.format.empty() && profile.format != "csv" && profile.format != "jsonl")
        return rejected(
            path, "PROFILE", "is for files of format " + forTerminal(profile.format, 40) + ", which this version does not read", "use csv");
    return {};
}

} // namespace

Result<ImportReport> importFiles(Workspace& workspace, const ImportRequest& request, const Progress& progress)
{
    if (auto good = checkRequest(request); !good)
        return good.error();
    ImportProfile profile;
    if (!request.profile.empty()) {
        auto read = readProfile(request.profile);
        if (!read)
            return read.error();
        profile = std::move(*read);
        if (auto good = checkProfile(profile, request.profile); !good)
            return good.error();
    }
    ImportRequest asked = request;
    if (asked.what == "auto" && !profile.what.empty())
        asked.what = profile.what;
    std::string format = asked.format;
    if (asked.what == "auto") {
        auto what = whatOfFile(asked.files.front(), profile, format);
        if (!what)
            return what.error();
        asked.what = *what;
    }
    if (asked.what != "products")
        return importMappingFiles(workspace, asked, profile, progress);
    bool whole = false; // look at every row first: a sample was not enough
    std::optional<KnownSkus> known; // reject rows with unknown parents: some row had one
    for (int attempt = 0; attempt < mostAttempts; ++attempt) {
        Importing importing(workspace, request, profile, progress);
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
        if (report && !request.saveProfile.empty())
            if (auto written = writeProfile(request.saveProfile, importing.completeProfile()); !written)
                return written.error();
        return report;
    }
    return rejected(request.files.front(), "CHANGED", "was changed while it was read", "import it again when its writer is done");
}

} // namespace shelf
