// shelfctl import: brings products and mappings in from files.
#include "model/io/import.h"

#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/order_import.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"
#include "model/query/product_query.h"

#include <algorithm>

namespace shelf::cli {

namespace {

constexpr size_t shownRejects = 20;
constexpr size_t shownNames = 12;

struct Options {
    std::string workspace;
    std::vector<std::string> files;
    std::optional<std::string> format, what, profile, saveProfile, family, key, linkType, mode, onError;
    OrderOptions orders;
    bool dryRun = false;
    bool feed = false;
};

bool isOfOrders(const Options& options)
{
    return options.what == "orders";
}

Result<void> checkOptions(const Options& options)
{
    if (options.onError && *options.onError != "skip" && *options.onError != "stop")
        return usageError("--on-error", "\"" + *options.onError + "\" is no way to go on", "use skip or stop");
    for (const auto* path : {&options.profile, &options.saveProfile})
        if (*path && trimmed(**path).empty())
            return usageError(
                path == &options.profile ? "--profile" : "--save-profile", "the name of the profile is empty", "name a YAML file");
    if (options.saveProfile)
        if (auto safe = refuseWorkspaceFile("--save-profile", *options.saveProfile); !safe)
            return safe;
    for (const std::string& file : options.files)
        if (trimmed(file).empty())
            return usageError("import", "the name of a file is empty", "name the files to import");
    return {};
}

Result<ImportRequest> requestFrom(const Context& context, const Options& options)
{
    if (const auto supported = checkOptions(options); !supported)
        return supported.error();
    const auto author = context.person();
    if (!author)
        return author.error();
    ImportRequest request;
    request.files = options.files;
    request.format = options.format.value_or("auto");
    request.what = options.what.value_or("auto");
    request.linkType = options.linkType.value_or("");
    request.mode = options.mode.value_or("");
    request.profile = options.profile.value_or("");
    request.saveProfile = options.saveProfile.value_or("");
    request.family = options.family.value_or("");
    if (options.key)
        for (std::string& header : splitColumns(*options.key))
            if (!header.empty())
                request.key.push_back(std::move(header));
    request.dryRun = options.dryRun;
    request.feed = options.feed;
    request.stopOnError = options.onError == "stop";
    request.author = *author;
    const auto good = isOfOrders(options) ? checkOrderRequest(request) : checkRequest(request);
    if (!good)
        return good.error();
    return request;
}

Json rejectedJson(const std::vector<RejectedRow>& rows)
{
    Json list = Json::array();
    for (const RejectedRow& row : rows) {
        Json entry = Json::object();
        entry.set("file", Json::string(row.file));
        entry.set("row", Json::number(int64_t(row.row)));
        entry.set("column", Json::string(row.column));
        entry.set("code", Json::string(row.code));
        entry.set("message", Json::string(row.message));
        list.append(std::move(entry));
    }
    return list;
}

Json changesJson(const std::vector<FieldChangeReport>& changes)
{
    Json list = Json::array();
    for (const FieldChangeReport& change : changes) {
        Json entry = Json::object();
        entry.set("id", Json::string(change.id));
        entry.set("field", Json::string(change.field));
        entry.set("before", Json::string(change.before));
        entry.set("after", Json::string(change.after));
        list.append(std::move(entry));
    }
    return list;
}

Json reportJson(const ImportReport& report)
{
    const auto count = [](uint64_t number) { return Json::number(static_cast<int64_t>(number)); };
    Json json = Json::object(), created = Json::object();
    json.set("read", count(report.read));
    json.set("added", count(report.added));
    json.set("changed", count(report.changed));
    json.set("unchanged", count(report.unchanged));
    json.set("rejected", rejectedJson(report.rejected));
    json.set("rejected_count", count(report.rejectedCount));
    json.set("duplicates", count(report.duplicates));
    created.set("families", count(report.createdFamilies));
    created.set("attributes", count(report.createdAttributes));
    created.set("categories", count(report.createdCategories));
    created.set("options", count(report.createdOptions));
    created.set("names", Json::strings(report.createdNames));
    json.set("created", std::move(created));
    json.set("links_added", count(report.linksAdded));
    json.set("links_removed", count(report.linksRemoved));
    json.set("bundles_added", count(report.bundlesAdded));
    json.set("upgrades_added", count(report.upgradesAdded));
    json.set("warnings", Json::strings(report.warnings));
    json.set("dry_run", Json::boolean(report.dryRun));
    json.set("changeset", changesetJson(report.number));
    if (report.dryRun)
        json.set("changes", changesJson(report.changes));
    return json;
}

std::string placeOf(const RejectedRow& row)
{
    return row.file + ":" + std::to_string(row.row) + (row.column.empty() ? "" : ":" + row.column);
}

// The first rejected rows, and what else is worth saying.
std::string notesText(const ImportReport& report)
{
    std::string text;
    for (size_t i = 0; i < report.rejected.size() && i < shownRejects; ++i)
        text += "rejected: " + forTerminal(placeOf(report.rejected[i]), 200) + ": " + report.rejected[i].code + ": "
            + forTerminal(report.rejected[i].message) + "\n";
    for (const std::string& warning : report.warnings)
        text += "note: " + forTerminal(warning) + "\n";
    return text;
}

std::string reportText(const ImportReport& report)
{
    std::string text = notesText(report);
    if (!report.createdNames.empty()) {
        const size_t shown = std::min(report.createdNames.size(), shownNames);
        const std::vector<std::string> names(report.createdNames.begin(), report.createdNames.begin() + static_cast<std::ptrdiff_t>(shown));
        const uint64_t all = report.createdFamilies + report.createdAttributes + report.createdCategories;
        text += "made: " + forTerminal(join(names, ", "), 1000) + (all > shown ? " and " + std::to_string(all - shown) + " more" : "")
            + (report.createdOptions > 0 ? "; " + counted(report.createdOptions, "option") : "") + "\n";
    }
    text += counted(report.read, "row") + " read: " + std::to_string(report.added) + " added, " + std::to_string(report.changed)
        + " changed, " + std::to_string(report.unchanged) + " unchanged, " + std::to_string(report.rejectedCount) + " rejected, "
        + counted(report.duplicates, "duplicate");
    const auto also = [&text](uint64_t count, const char* one, const char* many, const char* what) {
        if (count > 0)
            text += "; " + counted(count, one, many) + " " + what;
    };
    also(report.linksAdded, "link", "links", "added");
    also(report.linksRemoved, "link", "links", "removed");
    also(report.bundlesAdded, "bundle", "bundles", "added");
    also(report.upgradesAdded, "upgrade path", "upgrade paths", "added");
    return text + (report.dryRun ? "; a dry run, nothing is changed\n" : changesetText(report.number) + "\n");
}

std::optional<Error> errorOf(const ImportReport& report, bool stops)
{
    if (report.rejectedCount == 0)
        return std::nullopt;
    const bool nothing = stops || report.allRejected();
    Error error;
    error.kind = nothing ? ErrorKind::Rejected : ErrorKind::Refused;
    error.code = nothing ? "ALL_REJECTED" : "SOME_REJECTED";
    error.what = counted(report.rejectedCount, "row was", "rows were") + " rejected";
    if (!report.rejected.empty()) {
        const RejectedRow& first = report.rejected.front();
        error.where = placeOf(first);
        error.code = report.rejectedCount == 1 ? first.code : error.code;
        error.what = report.rejectedCount == 1 ? first.message : error.what + ", the first because " + first.message;
    }
    error.tryThis = report.dryRun ? "mend them, or import without --dry-run to take the other rows"
        : nothing                 ? "mend them and import again; nothing was changed"
                                  : "mend them and import again; the other rows are in";
    return error;
}

Result<Outcome> import(Context& context, const Options& options)
{
    const auto request = requestFrom(context, options);
    if (!request)
        return request.error();
    const auto counting = countingFrom(options.orders, isOfOrders(options));
    if (!counting)
        return counting.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    if (isOfOrders(options)) {
        auto orders = importOrders(**opened, {*request, options.orders.name.value_or(""), *counting}, context.progress());
        if (!orders)
            return orders.error();
        Outcome outcome;
        outcome.document = reportJson(orders->import);
        addOrders(outcome.document, *orders);
        outcome.text = notesText(orders->import) + ordersText(*orders);
        outcome.error = errorOf(orders->import, request->stopOnError);
        if (outcome.error && orders->import.number) // the file as mended is another file, and would count a second time
            outcome.error->tryThis = "the other lines are counted; to count the file once it is mended, `undo` first";
        return outcome;
    }
    const auto report = importFiles(**opened, *request, context.progress());
    if (!report)
        return report.error();
    Outcome outcome;
    outcome.document = reportJson(*report);
    outcome.text = reportText(*report);
    outcome.error = errorOf(*report, request->stopOnError);
    return outcome;
}

} // namespace

void addImport(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("import", "Bring products and mappings in from files, and count pairs in orders",
            "shelfctl import shop.shelf cpu.csv --family cpu --dry-run")
        .argument(options->workspace, "WS", "The workspace")
        .arguments(options->files, "FILE", "The files to read")
        .option(options->format, "--format", "FORMAT", "By default auto: by what the file holds")
        .choices({"auto", "csv", "tsv", "jsonl"})
        .option(options->what, "--what", "WHAT", "What the rows are, where the headers do not say it")
        .choices({"auto", "products", "links", "compat", "bundles", "upgrades", "orders"})
        .option(
            options->profile, "--profile", "P.yaml", "How to read the files: a file, or a profile kept in the workspace by --save-profile")
        .option(options->family, "--family", "F", "The family of every row")
        .option(options->key, "--key", "COL,..", "The columns that make the SKU where the file has none")
        .option(options->linkType, "--link-type", "T", "The type of links that name none")
        .option(options->mode, "--mode", "MODE", "What a list of links does")
        .choices({"merge", "replace"})
        .flag(options->dryRun, "--dry-run", "Say what would change, change nothing")
        .option(options->onError, "--on-error", "WAY", "With a rejected row: skip it (default), or stop and import nothing")
        .choices({"skip", "stop"})
        .flag(options->feed, "--feed", "A feed of another system: prices, stock and attributes that are not mastered here, nothing else")
        .option(options->orders.name, "--dataset", "NAME", "Of orders: the name of the data set (by default the file's)")
        .option(options->orders.minCell, "--min-cell", "N", "Of orders: keep no count below N (5)")
        .option(options->orders.largestOrder, "--largest-order", "N",
            "Of orders: those with more than N different products count for no pairs (100)")
        .option(options->saveProfile, "--save-profile", "P.yaml", "Write down how the files were read, and keep it in the workspace")
        .run([options](Context& context) { return import(context, *options); });
}

} // namespace shelf::cli
