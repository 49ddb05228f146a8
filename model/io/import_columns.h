// Which column of a file is what: by a profile, by the names of the core fields, else an attribute of the same name.
#pragma once

#include "model/domain/product.h"
#include "model/io/import_definitions.h"
#include "model/io/infer.h"
#include "model/io/profile.h"
#include "model/io/record_source.h"
#include "model/store/workspace.h"

#include <string>
#include <vector>

namespace shelf {

enum class Target { Ignore, Sku, Action, Core, Category, Categories, Family, Attribute, Split, Links };

struct NamedColumn {
    size_t cell = 0;
    std::string label; // the header as it was; "column 3" where it was empty
    Target target = Target::Ignore;
    std::string code; // of the core field or attribute; the type of links
    std::string unit; // of "weight [kg]"
    const CoreField* core = nullptr;
    ColumnRule rule;
};

// One file to import: its form, its profile (with the request's own options on top), its columns.
struct ImportFile {
    std::string path;
    SourceForm form;
    ImportProfile profile;
    std::vector<NamedColumn> columns; // one a header
    uint64_t otherLines = 0; // JSON Lines: those that are no products
    std::optional<size_t> skuColumn() const;
};

// Error: Rejected (a column named in the profile is absent …).
Result<std::vector<NamedColumn>> nameColumns(const std::string& path, const SourceForm& form, const ImportProfile& profile);

// What a first look at a file's rows found.
struct FileStatistics {
    std::vector<ColumnStatistics> columns; // one a header
    std::vector<std::vector<ColumnStatistics>> parts; // one a header: of a column that is split, one a part
    uint64_t records = 0;
    bool whole = false; // all records were looked at
};

inline constexpr uint64_t sampleRows = 20000;

// Looks at the first `limit` records, or all (0).
Result<FileStatistics> lookAtRows(const ImportFile& file, const PlannedDefinitions& definitions, uint64_t limit, const Progress& progress);

// The text of a cell as the importer takes it: marks like [[clear]], the escape of "[[", the quote that protects a spreadsheet.
CellMark readMark(std::string_view& text); // takes the mark off; Mistyped: it is none, but looks like one
// The mark that somebody who wrote a mistyped one may have meant.
std::string nearestMark(std::string_view text);
// The parts of a cell that is split into `count`: without spaces around them; the last one has the rest.
std::vector<std::string_view> splitParts(std::string_view text, std::string_view separator, size_t count);

} // namespace shelf
