// Import of mappings: links, link rules, compatibility rules, bundles and upgrade paths, from rows of delimited files, from lines of
// JSON, and from the link cells of product rows (formats.md). What differs from the working content becomes a draft: an import
// approves nothing. Columns and keys that a file does not name are kept.
#pragma once

#include "model/io/import.h"
#include "model/io/import_cells.h"
#include "model/io/profile.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// What a list of targets does to the links of one type that its product has.
enum class ListMode : uint8_t {
    Merge, // named ones are added or re-ranked, others kept
    Replace, // and those that are not named go: a draft that was never approved at once, others are retired by a draft
    Set, // the same, said by the cell itself: [[set]]
    Add, // those that are not there come behind the others: [[add]]
    Remove, // the named ones go: [[remove]]
    Clear, // all go: [[clear]]
};

// What one cell of a product's row says about its links. Targets in their order, which is their rank.
struct LinkList {
    std::string file;
    uint64_t line = 0;
    std::string column; // its header, for messages
    std::string source; // the product's SKU
    std::string type; // a code, an inverse, or "FORMAT:NAME" for an outside name that several types share ("magento:related")
    ListMode mode = ListMode::Merge;
    std::vector<std::string> targets;
};

// The SKUs in a cell: one a line where it has several lines, else separated by `separator` (a profile's `split`), or where that is
// empty by '|' if there is one ("\\|" and "\\\\" are escapes), else by ','.
std::vector<std::string> targetsOf(std::string_view cell, std::string_view separator = {});

struct MappingImportOptions {
    std::string linkType; // of rows that name none: --link-type, or a profile's default_type
    std::string defaultType; // of a new pair under an outside name that several types share; empty: linkType
    bool replace = false; // plain lists in cells: Replace instead of Merge
    bool dryRun = false; // fill ImportReport::changes
    const std::atomic<bool>* cancel = nullptr;
    // Definitions that come with the same import, besides those of the workspace; empty: none.
    std::function<bool(ThingKind kind, std::string_view key)> alsoDefined;
};

struct MappingFile {
    std::string path;
    std::string format; // "csv", "jsonl"
    std::string what; // "links", "compat", "bundles", "upgrades"; of a JSON Lines file: of lines that do not say their kind
    ImportProfile profile;
    bool productsElsewhere = false; // JSON Lines: lines that are products are read by somebody else; else they are rejected
};

class MappingImport {
public:
    // All must outlive it. Counts what it does in the report (added, changed, unchanged only for what addFile() brought), and
    // adds to `rejections` what it rejects.
    MappingImport(Workspace& workspace, ImportReport& report, Rejections& rejections, MappingImportOptions options = {});
    ~MappingImport();
    MappingImport(const MappingImport&) = delete;
    MappingImport& operator=(const MappingImport&) = delete;

    // SKUs that this import makes itself; asked besides the workspace, which is not asked at all where it had no products.
    void alsoExists(std::function<bool(std::string_view sku)> exists);
    // Error: Rejected UNKNOWN_LINK_TYPE with the nearest name, for a type a profile or a column header names.
    Result<void> checkType(std::string_view type) const;

    void add(const LinkList& list);
    // Reads the whole file into memory, compactly (some 50 bytes a link). Errors: Rejected where the file is not what it claims to
    // be; System; Cancelled. Rows that cannot be used are rejections.
    Result<void> addFile(const MappingFile& file, const Progress& progress = {});

    // Blocks of a change set, false at the end. To be called inside Workspace::apply, after the blocks of products: what is there is
    // looked up in the workspace then.
    Result<bool> next(ChangeBlock& block);
    bool namesOwners() const; // a file has a place for owners, filled or not

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace shelf
