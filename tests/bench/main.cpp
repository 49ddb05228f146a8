// shelfbench: measures every row of the speed goals that can be measured, each beside its peer where that is installed.
#include "model/domain/json.h"
#include "tests/bench/bench.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <unistd.h>

namespace shelf::bench {

namespace {

struct Options {
    uint64_t products = 1'000'000;
    uint64_t links = 0;
    uint64_t seed = 1;
    int rounds = 3;
    std::vector<std::string> only;
    std::string folder, make;
    bool json = false;
};

// Four digits are more than a noisy machine can tell.
std::string rounded(double value)
{
    char text[64];
    const double size = value < 0 ? -value : value;
    std::snprintf(text, sizeof text, size >= 1000 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f", value);
    return text;
}

void printTable(const std::vector<Figure>& figures)
{
    std::printf("%-20s %14s %-10s %-22s %14s %8s %8s\n", "what", "ours", "unit", "peer", "peer's", "ratio", "reach");
    for (const Figure& figure : figures) {
        const auto ratio = figure.ratio();
        std::printf("%-20s %14s %-10s %-22s %14s %8s %8s%s\n", figure.name.c_str(), rounded(figure.value).c_str(), figure.unit.c_str(),
            figure.peer.empty() ? "-" : figure.peer.c_str(), figure.peerValue ? rounded(*figure.peerValue).c_str() : "-",
            ratio ? rounded(*ratio).c_str() : "-", figure.reach ? rounded(*figure.reach).c_str() : "-",
            ratio && figure.reach ? (*ratio >= *figure.reach ? "  reached" : "  missed") : "");
        if (!figure.note.empty())
            std::printf("%-20s   %s\n", "", figure.note.c_str());
    }
    std::printf("\nA ratio above 1: ours is better. Medians, ours and the peer's in turn.\nNot measured:\n");
    for (const Missing& missing : missingRows())
        std::printf("  %s: %s\n", missing.name.c_str(), missing.because.c_str());
}

void printJson(const std::vector<Figure>& figures)
{
    Json list = Json::array();
    for (const Figure& figure : figures) {
        Json row = Json::object();
        row.set("name", Json::string(figure.name));
        row.set("value", Json::number(std::strtod(rounded(figure.value).c_str(), nullptr)));
        row.set("unit", Json::string(figure.unit));
        row.setIf("peer", figure.peer);
        if (figure.peerValue)
            row.set("peer_value", Json::number(std::strtod(rounded(*figure.peerValue).c_str(), nullptr)));
        if (const auto ratio = figure.ratio())
            row.set("ratio", Json::number(std::strtod(rounded(*ratio).c_str(), nullptr)));
        if (figure.reach)
            row.set("reach", Json::number(std::strtod(rounded(*figure.reach).c_str(), nullptr)));
        row.setIf("note", figure.note);
        list.append(std::move(row));
    }
    std::printf("%s\n", list.writeIndented().c_str());
}

int fail(const Error& error)
{
    std::fprintf(stderr, "shelfbench: %s: %s; %s\n", error.where.c_str(), error.what.c_str(), error.tryThis.c_str());
    return 5;
}

bool isWanted(const RowGroup& group, const Options& options)
{
    return options.only.empty() || std::any_of(group.names.begin(), group.names.end(), [&](const std::string& name) {
        return std::find(options.only.begin(), options.only.end(), name) != options.only.end();
    });
}

int makeFiles(const Options& options, const CatalogSize& size)
{
    const std::pair<const char*, Result<void> (*)(const std::string&, const CatalogSize&)> files[] = {
        {"products.csv", writeProducts}, {"links.csv", writeLinks}, {"bundles.csv", writeBundles}, {"upgrades.csv", writeUpgrades}};
    std::filesystem::create_directories(options.make);
    for (const auto& [name, write] : files)
        if (const auto written = write(options.make + "/" + name, size); !written)
            return fail(written.error());
    return 0;
}

int run(const Options& options, const std::string& program)
{
    CatalogSize size = CatalogSize::of(options.products);
    size.seed = options.seed;
    if (options.links)
        size.links = options.links;
    if (!options.make.empty())
        return makeFiles(options, size);
    std::string folder =
        (std::filesystem::path(options.folder.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(options.folder))
            / "shelfbench.XXXXXX")
            .string();
    if (!mkdtemp(folder.data()))
        return fail({ErrorKind::System, "SYSTEM", folder, "cannot be made", "name a folder that can be written to with --folder"});
    Bench bench(folder, (std::filesystem::path(program).parent_path() / "shelfctl").string(), size, options.rounds);
    std::vector<Figure> figures;
    std::optional<Error> trouble;
    for (const RowGroup& group : rowGroups()) {
        if (!isWanted(group, options))
            continue;
        bench.say(group.names.front() + " …");
        auto measured = group.measure(bench);
        if (!measured) {
            trouble = measured.error();
            break;
        }
        for (Figure& figure : *measured)
            if (options.only.empty() || std::find(options.only.begin(), options.only.end(), figure.name) != options.only.end())
                figures.push_back(std::move(figure));
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    if (trouble)
        return fail(*trouble);
    if (options.json)
        printJson(figures);
    else
        printTable(figures);
    return 0;
}

} // namespace

} // namespace shelf::bench

int main(int argc, char** argv)
{
    using namespace shelf::bench;
    Options options;
    CLI::App app("Measures Shelfwright beside its peers on a catalog made from a seed", "shelfbench");
    std::vector<std::string> names;
    for (const RowGroup& group : rowGroups())
        names.insert(names.end(), group.names.begin(), group.names.end());
    app.add_option("--products", options.products, "Products of the reference catalog; links are five times, bundles a tenth as many")
        ->check(CLI::Range(uint64_t(100), uint64_t(100'000'000)));
    app.add_option("--links", options.links, "Links, where not five a product");
    app.add_option("--seed", options.seed, "Another seed makes another catalog");
    app.add_option("--rounds", options.rounds, "How often each is measured; the median counts")->check(CLI::Range(1, 100));
    app.add_option("--only", options.only, "Only this row (may be given several times)")->check(CLI::IsMember(names));
    app.add_option("--folder", options.folder, "Where the data is made, and removed again")->check(CLI::ExistingDirectory);
    app.add_option("--make", options.make, "Only write the catalog's files into this folder");
    app.add_flag("--json", options.json, "Print one JSON document");
    CLI11_PARSE(app, argc, argv);
    // Workspaces are put back to former states here, which nobody has to be warned of.
    setenv("XDG_STATE_HOME", "/dev/null", 1);
    std::error_code ignored;
    return run(options, std::filesystem::read_symlink("/proc/self/exe", ignored).string());
}
