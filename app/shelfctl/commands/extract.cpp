// shelfctl extract: writes the working content to a file for editing elsewhere.
#include "model/io/extract.h"

#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/review/selection.h"
#include "model/domain/text.h"

#include <memory>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, file;
    std::optional<std::string> what, where, format;
    bool forExcel = false;
};

template <typename Value> struct Choice {
    std::string_view name;
    Value value;
};

constexpr Choice<ExtractWhat> kinds[] = {{"products", ExtractWhat::Products}, {"links", ExtractWhat::Links},
    {"link-rules", ExtractWhat::LinkRules}, {"compat", ExtractWhat::Compat}, {"bundles", ExtractWhat::Bundles},
    {"upgrades", ExtractWhat::Upgrades}};
constexpr Choice<ExtractFormat> formats[] = {{"csv", ExtractFormat::Csv}, {"tsv", ExtractFormat::Tsv}, {"jsonl", ExtractFormat::JsonLines}};

template <typename Value, size_t count>
Result<Value> chosen(const Choice<Value> (&choices)[count], std::string_view name, const std::string& where, const std::string& what)
{
    std::vector<std::string> names;
    for (const Choice<Value>& choice : choices) {
        if (choice.name == name)
            return choice.value;
        names.emplace_back(choice.name);
    }
    const auto near = nearest(name, names);
    return usageError(
        where, "\"" + forTerminal(name, 60) + "\" is " + what, near ? "did you mean " + *near + "?" : "use one of " + join(names, ", "));
}

// By --format, else by how the file's name ends.
Result<ExtractFormat> formatOf(const Options& options)
{
    const std::string name = options.format.value_or("auto");
    if (name != "auto")
        return chosen(formats, name, "--format", "no format that can be written");
    const size_t dot = options.file.rfind('.');
    std::string ending = folded(dot == std::string::npos ? std::string_view() : std::string_view(options.file).substr(dot + 1));
    if (ending == "ndjson")
        ending = "jsonl";
    for (const auto& format : formats)
        if (format.name == ending)
            return format.value;
    return usageError("--format", "the name of the file does not say which format it is to have", "end it in .csv, .tsv or .jsonl, or say");
}

Result<ExtractRequest> requestFrom(const Options& options)
{
    ExtractRequest request;
    if (!options.what)
        return usageError("extract", "nothing says what to extract", "use --what products, links, compat, bundles or upgrades");
    const auto what = chosen(kinds, *options.what, "--what", "nothing that can be extracted");
    if (!what)
        return what.error();
    const auto format = formatOf(options);
    if (!format)
        return format.error();
    const auto file = newPath(options.file, "the file");
    if (!file)
        return file.error();
    const auto where = expressionText(options.where);
    if (!where)
        return where.error();
    if (!where->empty() && (*what == ExtractWhat::Compat || *what == ExtractWhat::LinkRules))
        return usageError("--where", "an expression is about products, and rules name none", "leave it out");
    request.file = *file;
    request.what = *what;
    request.format = *format;
    request.forExcel = options.forExcel;
    request.where = *where;
    return request;
}

void addNotes(const Context& context, const ExtractReport& report, const std::string& file)
{
    if (report.trouble)
        context.note("--where", *report.trouble);
    if (report.unsaid > 0)
        context.note(file,
            counted(report.unsaid, "value") + " cannot stand in a table and " + (report.unsaid == 1 ? "is" : "are")
                + " marked [[keep]], the first at " + report.firstUnsaid + "; jsonl has everything");
    if (report.leftOut > 0)
        context.note(file,
            counted(report.leftOut, "mapping") + " cannot stand in a table and " + (report.leftOut == 1 ? "is" : "are")
                + " left out, the first is " + report.firstLeftOut + "; jsonl has everything");
}

Result<Outcome> extractFile(Context& context, const Options& options)
{
    auto request = requestFrom(options);
    if (!request)
        return request.error();
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    if (!request->where.empty() && request->what != ExtractWhat::Products) {
        auto selection = MappingSelection::parse(workspace, request->where);
        if (!selection)
            return selection.error();
        const auto shared = std::make_shared<MappingSelection>(std::move(*selection));
        request->selects = [shared](const MappingState& mapping) { return shared->has(mapping); };
    }
    const auto report = extract(workspace, *request, context.progress());
    if (!report)
        return report.error();
    addNotes(context, *report, options.file);
    Outcome outcome;
    outcome.document.set("records", Json::number(static_cast<int64_t>(report->records)));
    outcome.document.set("bytes", Json::number(static_cast<int64_t>(report->bytes)));
    outcome.document.set("file", Json::string(request->file));
    if (!report->profile.empty())
        outcome.document.set("profile", Json::string(report->profile));
    outcome.document.set("unsaid", Json::number(static_cast<int64_t>(report->unsaid)));
    outcome.document.set("left_out", Json::number(static_cast<int64_t>(report->leftOut)));
    outcome.text = counted(report->records, "record") + " in " + request->file + "\n";
    if (!report->profile.empty())
        outcome.text += "import it with --profile " + report->profile + "\n";
    return outcome;
}

} // namespace

void addExtract(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("extract", "Write the working content to a file for editing elsewhere; importing it again changes nothing",
            "shelfctl extract shop.shelf cameras.csv --what products --where \"family = 'camera'\" --for-excel")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->file, "FILE", "The file to make; it must not exist")
        .option(options->what, "--what", "WHAT", "What to extract; link rules as jsonl only")
        .choices({"products", "links", "link-rules", "compat", "bundles", "upgrades"})
        .option(options->where, "--where", "EXPR", "Only these products; of mappings, those whose source or all whose products satisfy it")
        .option(options->format, "--format", "FORMAT", "By default auto: as the name of the file ends")
        .choices({"auto", "csv", "tsv", "jsonl"})
        .flag(options->forExcel, "--for-excel", "For spreadsheets: formulas guarded, and a profile beside it to import it with")
        .run([options](Context& context) { return extractFile(context, *options); });
}

} // namespace shelf::cli
