// Files that hold mappings and no products: what they are, and their import as one change set.
#include "model/domain/text.h"
#include "model/io/delimited_csvw.h"
#include "model/io/delimited_detect.h"
#include "model/io/import_mappings.h"
#include "model/io/json_lines_reader.h"

#include <algorithm>
#include <filesystem>

namespace shelf {

namespace {

constexpr size_t mostRejectedKept = 1000;
constexpr std::string_view stoppedCode = "STOPPED"; // a row was rejected, and nothing shall be imported then

bool beginsWithBrace(const std::string& path, Result<void>& opened)
{
    auto source = TextSource::open(path);
    if (!source) {
        opened = source.error();
        return false;
    }
    char head[4096];
    const auto size = (*source)->read(head, sizeof head);
    if (!size) {
        opened = size.error();
        return false;
    }
    const std::string_view text(head, *size);
    const size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '{';
}

// The kind of the first line that says one.
Result<std::string> whatOfLines(const std::string& path)
{
    auto reader = JsonLinesReader::open(path);
    if (!reader)
        return reader.error();
    JsonLine line;
    for (int count = 0; count < 100 && reader->next(line); ++count) {
        const Json& object = line.object;
        const Json& kind = object.contains("_kind") ? object["_kind"]
            : object.contains("mapping")            ? object["mapping"]["kind"]
                                                    : object["kind"];
        const bool deletes = object["op"].isString() && object["id"].isString();
        if (kind.isString() || deletes)
            return std::string(kind.text() == "product" ? "products"
                    : kind.text() == "compat"           ? "compat"
                    : kind.text() == "bundle"           ? "bundles"
                    : kind.text() == "upgrade"          ? "upgrades"
                                                        : "links");
        if (object.contains("source") && object.contains("target"))
            return std::string("links");
        if (object.contains("sku"))
            return std::string("products");
    }
    return std::string("products");
}

std::string labelOf(const std::vector<std::string>& files)
{
    std::string name = std::filesystem::path(files.front()).filename().string();
    if (firstInvalidUtf8(name))
        name = "a file";
    std::string text = "Import " + forTerminal(name, 200);
    if (files.size() > 1)
        text += " and " + std::to_string(files.size() - 1) + " more";
    return text;
}

void sortRejections(ImportReport& report, const std::vector<std::string>& files)
{
    const auto placeOf = [&](const RejectedRow& row) {
        return std::pair(std::find(files.begin(), files.end(), row.file) - files.begin(), row.row);
    };
    std::stable_sort(report.rejected.begin(), report.rejected.end(),
        [&](const RejectedRow& left, const RejectedRow& right) { return placeOf(left) < placeOf(right); });
    report.rejected.resize(std::min(report.rejected.size(), mostRejectedKept));
}

Result<void> addFiles(MappingImport& importing, const ImportRequest& request, const ImportProfile& profile, const Progress& progress)
{
    for (const std::string& path : request.files) {
        MappingFile file{path, request.format, request.what, profile, false};
        if (file.format == "auto" && !profile.format.empty())
            file.format = profile.format;
        if (file.format == "tsv") {
            file.profile.delimiter = '\t';
            file.format = "csv";
        } else if (file.format == "json-lines") {
            file.format = "jsonl";
        }
        auto what = whatOfFile(path, file.profile, file.format);
        if (!what)
            return what.error();
        if (file.what == "auto" || file.what.empty())
            file.what = *what;
        if (file.what == "products")
            return Error{ErrorKind::Rejected, "WHAT", path, "holds neither links, compatibility rules, bundles nor upgrade paths",
                "say what it holds with --what"};
        if (auto added = importing.addFile(file, progress); !added)
            return added;
    }
    return {};
}

} // namespace

std::string_view whatOf(const std::vector<std::string>& headers)
{
    std::vector<std::string> names;
    for (const std::string& header : headers)
        names.push_back(codeFor(header));
    const auto has = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    // Products may have attributes of any name.
    constexpr std::string_view fields[] = {"name", "family", "category", "categories", "lifecycle", "price"};
    const bool product = has("sku") && std::any_of(std::begin(fields), std::end(fields), has);
    if ((has("source") && has("target") && !has("sku")) || (has("sku") && has("linked_sku")))
        return "links";
    if (has("path") && has("step") && has("sku") && !product)
        return "upgrades";
    if (has("left") && has("right") && has("left_attribute"))
        return "compat";
    // A whole Magento export holds products too, some of which are bundles.
    if ((has("bundle") && has("sku") && !product) || (has("bundle_options") && has("sku") && !has("family"))
        || (has("bundle_values") && has("sku") && !has("product_type")))
        return "bundles";
    return "products";
}

Result<std::string> whatOfFile(const std::string& path, const ImportProfile& profile, std::string& format)
{
    if (format == "auto" || format.empty()) {
        Result<void> opened;
        const bool lines = profile.format == "jsonl" || (profile.format.empty() && beginsWithBrace(path, opened));
        if (!opened)
            return opened.error();
        format = lines ? "jsonl" : "csv";
    }
    if (format == "jsonl")
        return whatOfLines(path);
    format = "csv";
    ImportProfile described = profile;
    if (auto csvw = addCsvwDescription(path, described); !csvw)
        return csvw.error();
    const auto form = detectDelimited(path, {described.delimiter, described.quote, described.encoding, described.headerRow});
    if (!form)
        return form.error();
    std::vector<std::string> names;
    for (const std::string& header : form->header) {
        const ColumnRule* rule = described.column(header);
        if (!rule || !rule->ignore)
            names.push_back(rule && !rule->to.empty() ? rule->to : header);
    }
    return std::string(whatOf(names));
}

Result<ImportReport> importMappingFiles(
    Workspace& workspace, const ImportRequest& request, const ImportProfile& profile, const Progress& progress)
{
    ImportReport report;
    report.dryRun = request.dryRun;
    Rejections rejections;
    MappingImportOptions options;
    options.defaultType = profile.defaultType;
    options.linkType = request.linkType.empty() ? profile.defaultType : request.linkType;
    options.replace = request.mode.empty() ? profile.links == "replace" : request.mode == "replace";
    options.dryRun = request.dryRun;
    options.cancel = progress.cancel;
    MappingImport importing(workspace, report, rejections, options);
    if (!options.linkType.empty())
        if (auto known = importing.checkType(options.linkType); !known)
            return known.error();
    if (auto added = addFiles(importing, request, profile, progress); !added)
        return added.error();

    ChangeSetHeader header;
    header.author = request.author;
    header.label = labelOf(request.files);
    header.origin = Origin::Import;
    ApplyOptions apply;
    apply.dryRun = request.dryRun;
    apply.progress = progress;
    const auto blocks = [&](ChangeBlock& block) -> Result<bool> {
        auto more = importing.next(block);
        if (more && request.stopOnError && rejections.count > 0)
            return Error{ErrorKind::Rejected, std::string(stoppedCode), {}, "a row was rejected", {}};
        return more;
    };
    const auto applied = workspace.apply(header, blocks, apply);
    if (!applied && applied.error().code != stoppedCode)
        return applied.error();
    if (applied) {
        report.number = applied->number;
    } else {
        const uint64_t read = report.read, duplicates = report.duplicates;
        report = ImportReport{};
        report.read = read;
        report.duplicates = duplicates;
        report.dryRun = request.dryRun;
    }
    report.rejected = std::move(rejections.kept);
    report.rejectedCount = rejections.count;
    sortRejections(report, request.files);
    return report;
}

} // namespace shelf
