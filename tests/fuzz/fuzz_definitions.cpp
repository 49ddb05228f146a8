// Definition files: any bytes are either refused with a place, or give nodes that our writer writes back the same, and items that
// a workspace takes or refuses without being changed.
#include "model/io/definitions_apply.h"
#include "model/io/yaml_writer.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>

using namespace shelf;

namespace {

bool same(const YamlNode& a, const YamlNode& b)
{
    if (a.type != b.type || a.text != b.text || a.items.size() != b.items.size())
        return false;
    for (size_t i = 0; i < a.items.size(); ++i)
        if ((a.isMap() && a.keys[i].text != b.keys[i].text) || !same(a.items[i], b.items[i]))
            return false;
    return true;
}

// As the writer would have made it: texts quoted where they need to be.
YamlNode rewritten(const YamlNode& node)
{
    if (node.isScalar())
        return yamlText(node.text);
    YamlNode copy = node.isMap() ? yamlMap() : node.isSequence() ? yamlList() : YamlNode();
    for (size_t i = 0; i < node.items.size(); ++i) {
        if (node.isMap())
            addTo(copy, node.keys[i].text, rewritten(node.items[i]));
        else
            copy.items.push_back(rewritten(node.items[i]));
    }
    return copy;
}

void writeAndRead(const YamlNode& root)
{
    std::string out;
    writeYamlEntry(out, {"root", false, {}}, rewritten(root), 0);
    const auto again = parseYaml(out, "again", {size_t(64) << 20, 1'000'000, 40});
    if (!again || !again->find("root") || !same(*again->find("root"), root))
        std::abort();
}

Workspace& workspace()
{
    static const auto opened = [] {
        std::string folder = (std::filesystem::temp_directory_path() / "shelf-fuzz-XXXXXX").string();
        if (!mkdtemp(folder.data()))
            std::abort();
        auto made = Workspace::create(folder + "/w.shelf");
        std::filesystem::remove_all(folder); // the open file stays usable until the program ends
        if (!made)
            std::abort();
        return std::move(*made);
    }();
    return *opened;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto root = parseYaml(text, "input");
    if (root)
        writeAndRead(*root);
    else if (root.error().where.empty() || root.error().what.empty())
        std::abort();
    DefinitionItems items;
    const auto added = items.addText(text, "input");
    if (!added)
        return 0;
    ApplyOptions options;
    options.dryRun = true;
    const auto applied = applyDefinitions(workspace(), items, "mia", "fuzz", options);
    if (!applied && applied.error().kind != ErrorKind::Rejected && applied.error().kind != ErrorKind::System)
        std::abort();
    return 0;
}
