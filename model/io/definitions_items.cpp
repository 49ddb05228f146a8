#include "model/io/definitions_items.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

// Definitions are taken in item by item: a file may be large, one item may not.
constexpr YamlLimits itemLimits{size_t(512) << 20, 250'000, 32};
constexpr std::string_view versionKey = "shelfwright";

std::vector<std::string> sectionNames()
{
    std::vector<std::string> names;
    for (const DefinitionSection& section : definitionSections())
        names.emplace_back(section.name);
    return names;
}

} // namespace

Error DefinitionItems::wrong(YamlMark mark, std::string_view code, std::string what, std::string tryThis) const
{
    return {ErrorKind::Rejected, std::string(code), yamlWhere(m_files.back(), mark), std::move(what), std::move(tryThis)};
}

Result<void> DefinitionItems::addFile(const std::string& path, const Progress& progress)
{
    const Result<std::string> text = readYamlText(path, itemLimits.bytes);
    return text ? addPrepared(*text, path, progress) : Result<void>(text.error());
}

Result<void> DefinitionItems::addText(std::string_view text, const std::string& name, const Progress& progress)
{
    const Result<std::string> prepared = prepareYamlText(std::string(text), name);
    return prepared ? addPrepared(*prepared, name, progress) : Result<void>(prepared.error());
}

Result<void> DefinitionItems::addPrepared(std::string_view text, const std::string& name, const Progress& progress)
{
    m_files.push_back(name);
    bool hasVersion = false;
    const DefinitionSection* current = nullptr;
    size_t taken = 0;
    YamlVisitor visitor;
    visitor.section = [&](const YamlKey& key) -> Result<void> {
        current = definitionSection(key.text);
        if (current || key.text == versionKey)
            return {};
        const auto near = nearest(key.text, sectionNames());
        return wrong(key.mark, "UNKNOWN_KEY", "there is no key `" + forTerminal(key.text, 80) + "` in a definitions file",
            near ? "did you mean `" + *near + "`?" : "known keys: " + join(sectionNames(), ", "));
    };
    visitor.item = [&](const YamlKey& key, YamlNode&& node, bool inList) -> Result<void> {
        if (++taken % 1024 == 0 && progress.cancelled())
            return Error{ErrorKind::Cancelled, "CANCELLED", name, "cancelled; nothing was changed", "start it again when you like"};
        if (!current) {
            hasVersion = true;
            if (inList || !node.isScalar() || node.text != "1")
                return wrong(node.mark, "VERSION", "this program reads definitions of version 1 only", "write `shelfwright: 1`");
            return {};
        }
        if (inList)
            return addItem(*current, std::move(node));
        if (node.isNull())
            return {};
        if (current->kind == ThingKind::Policy && node.isMap())
            return addPolicies(*current, node);
        return wrong(node.mark, "WRONG_TYPE", "`" + key.text + "` must be a list, not " + std::string(node.typeName()),
            "write its items on lines that begin with '- '");
    };
    if (auto parsed = parseYamlSections(text, name, itemLimits, visitor); !parsed)
        return parsed;
    if (!hasVersion)
        return wrong({}, "VERSION", "this is no definitions file: `shelfwright: 1` is missing", "add the line `shelfwright: 1`");
    return {};
}

Result<void> DefinitionItems::addPolicies(const DefinitionSection& section, const YamlNode& node)
{
    for (size_t i = 0; i < node.items.size(); ++i) {
        YamlNode item;
        item.type = YamlNode::Type::Map;
        item.mark = node.keys[i].mark;
        item.keys.push_back({"value", false, node.keys[i].mark});
        item.items.push_back(node.items[i]);
        if (auto kept = keep(section, item, node.keys[i].text); !kept)
            return kept;
    }
    return {};
}

Result<void> DefinitionItems::addItem(const DefinitionSection& section, YamlNode&& node)
{
    if (!node.isMap())
        return wrong(node.mark, "WRONG_TYPE",
            "an item of `" + std::string(section.name) + "` must be a map, not " + std::string(node.typeName()),
            "write it as { key: value }");
    if (section.mapping == MappingKind::Link)
        return keep(section, node, {});
    // Things that are called by a name or an id may be called by a code as well.
    const YamlNode* called = node.find(section.key);
    std::string_view name = section.key;
    if (!called && isDefinition(section.kind)) {
        called = node.find("code");
        name = called ? "code" : name;
    }
    if (!called || called->isNull() || (called->isScalar() && called->text.empty()))
        return wrong(called ? called->mark : node.mark, "MISSING_KEY", "this item has no `" + std::string(section.key) + "`", "add it");
    if (!called->isScalar())
        return wrong(called->mark, "WRONG_TYPE", "`" + std::string(name) + "` must be a text, not " + std::string(called->typeName()),
            "write a text");
    return keep(section, node, called->text);
}

Result<void> DefinitionItems::keep(const DefinitionSection& section, const YamlNode& node, std::string key)
{
    const size_t index = m_items.size();
    if (!key.empty()) {
        const YamlNode* variant = section.mapping ? node.find("variant") : nullptr;
        const bool isProduct = section.kind == ThingKind::Product;
        std::string unique = isProduct ? key : std::string(section.name) + '\n' + key + '\n' + (variant ? variant->text : std::string());
        auto& seen = isProduct ? m_products : m_others;
        const auto [place, isNew] = seen.emplace(std::move(unique), index);
        if (!isNew) {
            const DefinitionItem& first = m_items[place->second];
            return wrong(node.mark, "DUPLICATE",
                "'" + forTerminal(key, 80) + "' is defined a second time; first in " + yamlWhere(fileOf(first), first.mark),
                "join the two");
        }
    }
    m_items.push_back({&section, static_cast<uint32_t>(m_files.size() - 1), m_archive.add(node), node.mark, std::move(key)});
    return {};
}

std::vector<std::string> DefinitionItems::productSkus(size_t limit) const
{
    std::vector<std::string> skus;
    for (const DefinitionItem& item : m_items) {
        if (skus.size() >= limit)
            break;
        if (item.section->kind == ThingKind::Product)
            skus.push_back(item.key);
    }
    return skus;
}

} // namespace shelf
