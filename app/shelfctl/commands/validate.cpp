// shelfctl validate: runs the rules and says whether the gate is open.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::vector<std::string> rules, skus;
    std::optional<std::string> changedIn, format, out;
    bool onlyNew = false, gate = false;
};

Result<uint64_t> countSubjects(Workspace& workspace)
{
    const auto products = workspace.productCount();
    if (!products)
        return products.error();
    uint64_t mappings = 0;
    const auto scanned = workspace.forEachMapping("", [&mappings](const MappingState&) {
        ++mappings;
        return true;
    });
    if (!scanned)
        return scanned.error();
    return *products + mappings;
}

Json report(uint64_t checked, int64_t elapsed)
{
    Json json = Json::object(), counts = Json::object(), gate = Json::object();
    for (const char* severity : {"blocker", "error", "warning", "info", "waived"})
        counts.set(severity, Json::number(int64_t(0)));
    gate.set("open", Json::boolean(true));
    gate.set("conditions", Json::array());
    json.set("checked", Json::number(int64_t(checked)));
    json.set("elapsed_ms", Json::number(elapsed));
    json.set("counts", std::move(counts));
    json.set("findings", Json::array());
    json.set("gate", std::move(gate));
    return json;
}

Json sarif()
{
    Json driver = Json::object(), tool = Json::object(), run = Json::object(), json = Json::object();
    driver.set("name", Json::string("Shelfwright"));
    driver.set("version", Json::string(SHELF_VERSION));
    driver.set("rules", Json::array());
    tool.set("driver", std::move(driver));
    run.set("tool", std::move(tool));
    run.set("results", Json::array());
    json.set("$schema", Json::string("https://json.schemastore.org/sarif-2.1.0.json"));
    json.set("version", Json::string("2.1.0"));
    json.set("runs", Json::array({std::move(run)}));
    return json;
}

Result<std::string> rendered(const std::string& format, const Json& document)
{
    if (format == "json")
        return document.write() + "\n";
    if (format == "sarif")
        return sarif().writeIndented() + "\n";
    if (format == "csv")
        return std::string("id,rule,severity,kind,subject,message,waived,first_seen\n");
    if (format == "text")
        return document["checked"].text() + " checked; this version has no rules yet, so there are no findings and the gate is open\n";
    return usageError("--format", "there is no format \"" + forTerminal(format, 60) + "\" for findings", "use text, json, csv or sarif");
}

Error outError(const std::string& file, int reason)
{
    return {ErrorKind::System, "OUT", file, std::string("it could not be written: ") + std::strerror(reason), "name another file"};
}

Result<void> writeOut(const std::string& file, const std::string& text)
{
    if (trimmed(file).empty())
        return usageError("--out", "the name of the file is empty", "name a file to write to");
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0666);
    if (descriptor < 0)
        return outError(file, errno);
    Output output = Output::toDescriptor(descriptor);
    output.write(text);
    const bool written = output.flush();
    const bool closed = ::close(descriptor) == 0;
    if (!written)
        return outError(file, output.systemError());
    if (!closed)
        return outError(file, errno);
    return {};
}

Result<Outcome> validate(Context& context, const Options& options)
{
    if (!options.rules.empty())
        return rejected("UNKNOWN_RULE", options.rules.front(), "there is no rule of this name", "leave --rule out to run all rules");
    const auto changedIn = optionalNumber("--changed-in", options.changedIn, INT64_MAX);
    if (!changedIn)
        return changedIn.error();
    if (options.out) // before the workspace is open: closing another descriptor of it would give up its locks
        if (const auto safe = refuseWorkspaceFile("--out", *options.out); !safe)
            return safe.error();
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto start = std::chrono::steady_clock::now();
    for (const std::string& sku : options.skus) {
        const auto product = (*opened)->product(sku);
        if (!product)
            return product.error();
        if (!*product)
            return unknownSku(**opened, sku);
    }
    const auto checked = options.skus.empty() ? countSubjects(**opened) : Result<uint64_t>(options.skus.size());
    if (!checked)
        return checked.error();
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
    Outcome outcome;
    outcome.document = report(*checked, elapsed.count());
    const std::string format = options.format.value_or(context.options.json ? "json" : "text");
    const auto text = rendered(format, outcome.document);
    if (!text)
        return text.error();
    if (options.out) {
        if (const auto written = writeOut(*options.out, *text); !written)
            return written.error();
    } else {
        outcome.text = *text;
    }
    if (context.options.json && format == "sarif")
        outcome.document = sarif();
    return outcome;
}

} // namespace

void addValidate(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("validate", "Run the rules and say whether the gate is open", "shelfctl validate shop.shelf --gate --json")
        .argument(options->workspace, "WS", "The workspace")
        .repeated(options->rules, "--rule", "ID", "Only this rule")
        .repeated(options->skus, "--sku", "SKU", "Only this product")
        .option(options->changedIn, "--changed-in", "CS", "Only what this change set can have affected")
        .flag(options->onlyNew, "--new", "Only findings that are new")
        .flag(options->gate, "--gate", "Exit 1 where the gate is closed")
        .option(options->format, "--format", "FORMAT", "How findings are told")
        .choices({"text", "json", "csv", "sarif"})
        .option(options->out, "--out", "FILE", "Write the report to this file")
        .run([options](Context& context) { return validate(context, *options); });
}

} // namespace shelf::cli
