// The plan of an import: for each file how it is read and where each column goes. Made from the profile, the workspace's
// definitions and statistics of the columns; then it does not change any more, so that the thread that reads rows and the one
// that writes them can share it.
#pragma once

#include "model/io/import_columns.h"
#include "model/io/import_definitions.h"
#include "model/io/import_known.h"

#include "model/domain/value.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace shelf {

// One column (or one part of a column that is split into several) on its way into a field.
struct PlannedColumn {
    size_t cell = 0; // which cell of the record
    Target target = Target::Ignore;
    std::string label; // the header, for messages
    std::string field; // of the product
    size_t slot = 0; // which of FilePlan::slots
    const CoreField* core = nullptr;
    Attribute attribute; // for Attribute
    ValueReading reading;
    bool emptyClears = false;
    bool mastered = false; // the attribute is mastered here: only counted
    // The type was inferred from a sample: a value that contradicts it means that the whole file must be looked at.
    bool verify = false;
    std::shared_ptr<const KnownTexts> known; // options that exist or are made; null: any
};

// A column whose cells list the SKUs a product is linked to.
struct LinkColumn {
    size_t cell = 0;
    std::string label;
    std::string type;
    std::string separator; // empty: as targetsOf() finds it
    bool emptyClears = false;
};

// A column whose text is split into several attributes: parts[i] is the i-th.
struct SplitColumn {
    size_t cell = 0;
    std::string label;
    std::string separator;
    std::vector<PlannedColumn> parts;
};

struct FilePlan {
    std::string path;
    SourceForm form;
    std::vector<PlannedColumn> columns; // in the order of the cells
    std::vector<SplitColumn> splits;
    std::vector<LinkColumn> links;
    bool replaceLinks = false; // plain lists of links are all there are
    std::vector<std::string> slots; // the fields that rows of this file can touch, in byte order
    std::optional<size_t> skuCell; // none: SKUs are made from keyCells
    std::optional<size_t> actionCell;
    std::vector<size_t> keyCells;
    std::string family; // of every row; empty: from a column or none
    std::map<std::string, std::string, std::less<>> familyMap;
    std::shared_ptr<const KnownTexts> families, categories, channels; // what rows may name
    bool verifyNames = false; // families and categories are those of a sample

    // Slots of fields that get a value where the row gives none, and the canonical JSON of it.
    std::vector<std::pair<size_t, std::string>> constants;
    size_t lifecycleSlot = 0, currencySlot = 0, priceSlot = 0, costSlot = 0, familySlot = 0, categoriesSlot = 0;
    std::string defaultLifecycle, defaultCurrency; // canonical JSON, for new products
    bool primaryCategoryOnly = false; // the file names the primary category, not the list
    bool excelGuard = false;
    bool deleteHard = false;
    bool retireAbsent = false;
};

struct PlannedFile {
    std::unique_ptr<FilePlan> plan;
    ImportProfile complete; // the profile from which alone the file imports the same way
};

// Error: Rejected. `key`: the headers that make the SKU where there is no sku column.
Result<PlannedFile> planFile(const ImportFile& file, const FileStatistics& statistics, const std::vector<std::string>& key,
    PlannedDefinitions& definitions, const Definitions& existing);

// Whether statistics of a sample are enough: no column's type could turn out otherwise with more rows that fit it.
bool isSettled(const ImportFile& file, const FileStatistics& statistics);

} // namespace shelf
