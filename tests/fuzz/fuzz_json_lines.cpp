// Whatever the bytes: lines of JSON are read to their end, each is an object or says why not, and importing them as products and
// mappings into a small workspace (as a dry run) is done or refused with a reason, and changes nothing.
#include "model/io/import.h"
#include "model/io/json_lines_reader.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

using namespace shelf;

void readLines(const std::string& text)
{
    auto reader = JsonLinesReader::ofBytes(text);
    JsonLine line;
    uint64_t last = 0;
    while (reader.next(line)) {
        if (line.number <= last || (line.good() ? !line.object.isObject() : line.message.empty()))
            std::abort();
        last = line.number;
    }
}

// One for all runs: a dry run leaves it as it was.
struct SmallShop {
    std::string folder, file;
    std::unique_ptr<Workspace> workspace;

    SmallShop()
    {
        std::string name = (std::filesystem::temp_directory_path() / "fuzz-json-lines.XXXXXX").string();
        if (!mkdtemp(name.data()))
            std::abort();
        folder = name;
        file = folder + "/in.jsonl";
        auto made = Workspace::create(folder + "/shop.shelf");
        if (!made)
            std::abort();
        workspace = std::move(*made);
        ChangeSet set;
        set.header.author = "mia";
        for (const char* sku : {"A", "B", "C", "17"})
            set.add({ThingKind::Product, sku, ChangeOp::Create, 0, {{"name", {}, "\"A thing\""}}});
        if (!workspace->apply(set))
            std::abort();
    }
    ~SmallShop()
    {
        workspace.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
};

void import(const std::string& text)
{
    static SmallShop shop;
    std::ofstream(shop.file, std::ios::binary | std::ios::trunc) << text;
    const auto head = shop.workspace->journalHead();
    ImportRequest request;
    request.files = {shop.file};
    request.format = "jsonl";
    request.author = "mia";
    request.dryRun = true;
    const auto report = importFiles(*shop.workspace, request);
    if (!report && (report.error().what.empty() || report.error().where.empty()))
        std::abort();
    if (report && report->rejected.size() > report->rejectedCount)
        std::abort();
    const auto after = shop.workspace->journalHead();
    if (!head || !after || *head != *after)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    readLines(text);
    import(text);
    return 0;
}
