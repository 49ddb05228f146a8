#include "model/io/extract.h"

#include "model/domain/text.h"
#include "model/io/extract_file.h"
#include "model/io/extract_tables.h"
#include "model/io/json_lines_writer.h"
#include "model/query/product_query.h"

#include <chrono>

namespace shelf {

namespace {

constexpr std::string_view reading = "extracting";

Error cancelled(const std::string& file)
{
    return {ErrorKind::Cancelled, "CANCELLED", file, "cancelled; nothing was written", "start it again when you like"};
}

Error changedMeanwhile(const std::string& file)
{
    return {ErrorKind::Workspace, "BUSY", file, "the workspace was changed while it was read", "try again"};
}

MappingKind kindOf(ExtractWhat what)
{
    switch (what) {
    case ExtractWhat::Compat:
        return MappingKind::Compat;
    case ExtractWhat::Bundles:
        return MappingKind::Bundle;
    case ExtractWhat::Upgrades:
        return MappingKind::Upgrade;
    case ExtractWhat::LinkRules:
        return MappingKind::LinkRule;
    default:
        return MappingKind::Link;
    }
}

std::string_view nameOf(ExtractWhat what)
{
    switch (what) {
    case ExtractWhat::Products:
        return "products";
    case ExtractWhat::Links:
        return "links";
    case ExtractWhat::LinkRules:
        return "link-rules";
    case ExtractWhat::Compat:
        return "compat";
    case ExtractWhat::Bundles:
        return "bundles";
    case ExtractWhat::Upgrades:
        return "upgrades";
    }
    return {};
}

class Extraction {
public:
    Extraction(Workspace& workspace, const ExtractRequest& request, const Progress& progress, ExtractFile& file)
        : m_workspace(workspace), m_request(request), m_progress(progress),
          m_file(file), m_style{request.format == ExtractFormat::Tsv ? '\t' : ',', request.forExcel}
    {
    }

    Result<void> write()
    {
        const bool lines = m_request.format == ExtractFormat::JsonLines;
        if (m_request.what == ExtractWhat::Products)
            return lines ? writeProductLines() : writeProductTable();
        return lines ? writeMappingLines() : writeMappingTable();
    }

    ExtractReport& report() { return m_report; }
    ImportProfile profile() const;

private:
    Result<void> writeProductLines();
    Result<void> writeProductTable();
    Result<void> writeMappingLines();
    Result<void> writeMappingTable();
    void writeHeader(DelimitedWriter& writer, std::vector<std::string> header);
    Result<void> scan(const Workspace::ProductVisitor& visit);
    Result<void> scanMappings(const std::function<bool(const MappingState&)>& visit);

    Workspace& m_workspace;
    const ExtractRequest& m_request;
    const Progress& m_progress;
    ExtractFile& m_file;
    const DelimitedStyle m_style;
    ExtractReport m_report;
    std::vector<std::string> m_header;
    std::vector<std::pair<std::string, ColumnRule>> m_rules;
};

Result<void> Extraction::scan(const Workspace::ProductVisitor& visit)
{
    const auto outcome = scanThings(m_workspace, m_request.where, visit, m_progress);
    if (!outcome)
        return outcome.error();
    m_report.trouble = outcome->trouble;
    return {};
}

// The mappings asked for, in order of their ids; the visitor returns false to stop.
Result<void> Extraction::scanMappings(const std::function<bool(const MappingState&)>& visit)
{
    uint64_t done = 0;
    bool stopped = false;
    auto last = std::chrono::steady_clock::now();
    const std::string prefix = std::string(mappingKindName(kindOf(m_request.what))) + ":";
    const auto each = [&](const MappingState& mapping) {
        if ((++done & 1023) == 0) {
            if (m_progress.cancelled()) {
                stopped = true;
                return false;
            }
            const auto now = std::chrono::steady_clock::now();
            if (m_progress.report && now - last > std::chrono::milliseconds(250)) {
                last = now;
                m_progress.report(reading, done, 0);
            }
        }
        if (mapping.workingRetired() || (m_request.selects && !m_request.selects(mapping)))
            return true;
        return visit(mapping);
    };
    if (auto visited = m_workspace.forEachMapping(prefix, each); !visited)
        return visited;
    return stopped ? Result<void>(cancelled(m_request.file)) : Result<void>();
}

Result<void> Extraction::writeProductLines()
{
    return scan([this](const Thing& product) {
        appendProductLine(m_file.buffer(), product);
        ++m_report.records;
        return m_file.written();
    });
}

void Extraction::writeHeader(DelimitedWriter& writer, std::vector<std::string> header)
{
    for (const std::string& name : header)
        writer.plain(name);
    writer.endRow();
    m_header = std::move(header);
}

Result<void> Extraction::writeProductTable()
{
    FieldNames fields;
    std::vector<std::string> last; // neighbours are much alike
    bool lists = false;
    const auto look = [&](const Thing& product) {
        size_t position = 0;
        for (const auto& [name, json] : product.fields) {
            if (position >= last.size() || last[position] != name) {
                last.resize(std::max(last.size(), position + 1));
                last[position] = name;
                fields.insert(name);
            }
            ++position;
            if (name == "categories" && !lists)
                lists = json.find_first_of("|,\\") != std::string::npos; // several, or one with a separator in it
        }
        return true;
    };
    if (auto looked = scan(look); !looked)
        return looked;
    ProductTable table(m_workspace.definitions(), fields, lists);
    DelimitedWriter writer(m_file.buffer(), m_style);
    writeHeader(writer, table.header());
    m_rules = table.rules();
    bool fits = true;
    const auto add = [&](const Thing& product) {
        fits = table.addRow(writer, product, m_report);
        ++m_report.records;
        return fits && m_file.written();
    };
    if (auto added = scan(add); !added)
        return added;
    return fits ? Result<void>() : Result<void>(changedMeanwhile(m_request.file));
}

Result<void> Extraction::writeMappingLines()
{
    const MappingKind kind = kindOf(m_request.what);
    return scanMappings([this, kind](const MappingState& mapping) {
        appendMappingLine(m_file.buffer(), mapping, kind);
        ++m_report.records;
        return m_file.written();
    });
}

Result<void> Extraction::writeMappingTable()
{
    const MappingKind kind = kindOf(m_request.what);
    FieldNames needs;
    const auto look = [&](const MappingState& mapping) {
        MappingTable::noteNeeds(mapping, kind, needs);
        return true;
    };
    if (auto looked = scanMappings(look); !looked)
        return looked;
    MappingTable table(kind, needs);
    DelimitedWriter writer(m_file.buffer(), m_style);
    writeHeader(writer, table.header());
    bool fits = true;
    const auto add = [&](const MappingState& mapping) {
        fits = table.addRows(writer, mapping, m_report);
        return fits && m_file.written();
    };
    if (auto added = scanMappings(add); !added)
        return added;
    return fits ? Result<void>() : Result<void>(changedMeanwhile(m_request.file));
}

// All that an import needs to read the file as it was meant.
ImportProfile Extraction::profile() const
{
    ImportProfile profile;
    profile.matchHeaders = m_header;
    profile.format = "csv";
    profile.what = nameOf(m_request.what);
    // Delimiter and encoding are left to be detected: a spreadsheet may save the file with others.
    profile.headerRow = 1;
    profile.decimal = '.';
    profile.excelGuard = true;
    profile.columns = m_rules;
    return profile;
}

Result<void> publish(ExtractFile& file, std::optional<ExtractFile>& profile)
{
    if (auto finished = file.finish(); !finished)
        return finished;
    if (!profile)
        return file.publish();
    if (auto beside = profile->publish(); !beside)
        return beside;
    auto published = file.publish();
    if (!published)
        profile->withdraw();
    return published;
}

} // namespace

std::string extractProfilePath(const std::string& file)
{
    const size_t slash = file.rfind('/');
    const size_t dot = file.rfind('.');
    const bool hasEnding = dot != std::string::npos && dot > 0 && (slash == std::string::npos || dot > slash + 1);
    return file.substr(0, hasEnding ? dot : file.size()) + ".profile.yaml";
}

Result<ExtractReport> extract(Workspace& workspace, const ExtractRequest& request, const Progress& progress)
{
    const bool table = request.format != ExtractFormat::JsonLines;
    if (request.forExcel && !table)
        return Error{ErrorKind::Usage, "FORMAT", request.file, "JSON Lines are not for spreadsheets", "use csv or tsv"};
    if (request.what == ExtractWhat::LinkRules && table)
        return Error{ErrorKind::Usage, "FORMAT", request.file, "link rules fit no table", "use jsonl"};
    std::optional<ExtractFile> profile;
    auto file = ExtractFile::begin(request.file);
    if (!file)
        return file.error();
    const std::string profilePath = extractProfilePath(request.file);
    if (request.forExcel) {
        auto beside = ExtractFile::begin(profilePath);
        if (!beside)
            return beside.error();
        profile.emplace(std::move(*beside));
    }
    Extraction extraction(workspace, request, progress, *file);
    if (auto written = extraction.write(); !written)
        return written.error();
    if (progress.cancelled())
        return cancelled(request.file);
    if (profile) {
        profile->buffer() = profileText(extraction.profile());
        extraction.report().profile = profilePath;
    }
    extraction.report().bytes = file->bytes();
    if (auto published = publish(*file, profile); !published)
        return published.error();
    return std::move(extraction.report());
}

} // namespace shelf
