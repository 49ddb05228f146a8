// A workspace file that was damaged anywhere is refused or read, never trusted: opening, checking, reading, taking back and
// changing it give a result or an error, and a workspace that then calls itself whole has a journal that verifies.
//
// The input is a list of patches of the stored workspace: three bytes of offset, one of length, and so many bytes; a length of 255
// cuts the file off there instead.
#include "model/domain/mapping.h"
#include "model/store/workspace.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>

namespace {

using namespace shelf;

const std::string& wholeFile()
{
    static const std::string bytes = [] {
        std::ifstream in(SHELF_FUZZ_WORKSPACE, std::ios::binary);
        std::string read{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        if (read.empty())
            std::abort(); // nothing to damage
        return read;
    }();
    return bytes;
}

std::string patched(const uint8_t* data, size_t size)
{
    std::string bytes = wholeFile();
    for (size_t at = 0; at + 4 <= size;) {
        const size_t offset = (size_t(data[at]) << 16 | size_t(data[at + 1]) << 8 | data[at + 2]) % (wholeFile().size() + 1);
        const size_t length = data[at + 3];
        at += 4;
        if (length == 255) {
            bytes.resize(std::min(bytes.size(), offset));
            continue;
        }
        for (size_t i = 0; i < length && at < size; ++i, ++at)
            if (offset + i < bytes.size())
                bytes[offset + i] = static_cast<char>(data[at]);
    }
    return bytes;
}

// A folder in memory where there is one, gone at the end.
class Folder {
public:
    Folder() : m_path(std::filesystem::exists("/dev/shm") ? "/dev/shm/fuzz_workspace.XXXXXX" : "/tmp/fuzz_workspace.XXXXXX")
    {
        if (!mkdtemp(m_path.data()))
            std::abort();
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::string& path() const { return m_path; }

private:
    std::string m_path;
};

void readAll(Workspace& workspace)
{
    size_t bytes = 0;
    (void)workspace.forEachProduct([&](const Thing& product) {
        bytes += product.fields.toJson().size();
        return true;
    });
    (void)workspace.forEachMapping({}, [&](const MappingState& state) {
        bytes += state.working().size();
        return true;
    });
    HistoryFilter filter;
    filter.details = 100;
    (void)workspace.history(filter);
    filter.thing = "L1";
    (void)workspace.history(filter);
    (void)workspace.mappingsNaming("L1");
    (void)workspace.productAsOf("L1", 1);
    (void)workspace.mappingAsOf("link:L1:accessory:L2", 4);
    (void)workspace.releases();
}

void changeIt(Workspace& workspace)
{
    (void)workspace.undo("mia", 2, {true, {}});
    for (int i = 0; i < 3; ++i)
        (void)workspace.undo("mia");
    (void)workspace.redo("mia");
    const auto product = workspace.product("L3");
    if (!product || !*product)
        return;
    ChangeSet set;
    set.header.author = "mia";
    set.add(
        {ThingKind::Product, "L3", ChangeOp::Edit, (*product)->revision, {{"stock", std::string((*product)->fields.get("stock")), "77"}}});
    (void)workspace.apply(set);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    static const Folder folder;
    const std::string path = folder.path() + "/w.shelf";
    for (const char* suffix : {"", "-wal", "-shm", "-journal"})
        std::filesystem::remove(path + suffix);
    std::ofstream(path, std::ios::binary) << patched(data, size);
    auto opened = Workspace::open(path);
    if (!opened)
        return 0;
    Workspace& workspace = **opened;
    const auto report = workspace.check(true);
    readAll(workspace);
    changeIt(workspace);
    if (report && report->ok()) {
        const auto journal = workspace.verifyJournal();
        if (journal && !journal->ok())
            std::abort(); // it was whole, and what we did to it was not
    }
    return 0;
}
