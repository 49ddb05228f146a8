// What definition files hold, item by item, before anything is looked up: every item with its file and position.
#pragma once

#include "model/io/definitions_sections.h"
#include "model/io/yaml_archive.h"
#include "model/io/yaml_reader.h"
#include "model/store/workspace.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shelf {

struct DefinitionItem {
    const DefinitionSection* section = nullptr;
    uint32_t file = 0;
    size_t place = 0; // in the archive
    YamlMark mark;
    std::string key; // its code, id or SKU; empty for links
};

class DefinitionItems {
public:
    // Takes in one file; all or nothing only together with the caller, who stops at the first error. Errors: Rejected with
    // file:line:column, System, Cancelled.
    Result<void> addFile(const std::string& path, const Progress& progress = {});
    Result<void> addText(std::string_view text, const std::string& name, const Progress& progress = {});

    const std::vector<DefinitionItem>& items() const { return m_items; }
    YamlNode node(const DefinitionItem& item) const { return m_archive.at(item.place); }
    const std::string& fileOf(const DefinitionItem& item) const { return m_files[item.file]; }
    bool hasProduct(std::string_view sku) const { return m_products.contains(std::string(sku)); }
    std::vector<std::string> productSkus(size_t limit) const; // for "did you mean"

private:
    Result<void> addPrepared(std::string_view text, const std::string& name, const Progress& progress);
    Result<void> addItem(const DefinitionSection& section, YamlNode&& node);
    Result<void> addPolicies(const DefinitionSection& section, const YamlNode& node);
    Result<void> keep(const DefinitionSection& section, const YamlNode& node, std::string key);
    Error wrong(YamlMark mark, std::string_view code, std::string what, std::string tryThis) const;

    std::vector<std::string> m_files;
    YamlArchive m_archive;
    std::vector<DefinitionItem> m_items;
    std::unordered_map<std::string, size_t> m_products; // SKU -> index of its item
    std::unordered_map<std::string, size_t> m_others; // section and key -> index
};

} // namespace shelf
