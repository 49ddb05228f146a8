// Rows of a delimited file that speaks of mappings: cells by the name of what they hold, and content keys as edits.
#pragma once

#include "model/io/delimited_detect.h"
#include "model/io/import_columns.h"
#include "model/io/import_mapping_context.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

class MappingFileRows {
public:
    // `own`: names that the caller reads itself; every other column must be a content key of `kind`, or is ignored with a warning.
    // Errors: Rejected (no header, a column the profile names is absent …), System.
    static Result<MappingFileRows> open(
        MappingContext& context, const MappingFile& file, MappingKind kind, const std::vector<std::string_view>& own);

    bool next(const Progress& progress); // false at the end, or after an error
    const std::optional<Error>& error() const { return m_error; }
    uint64_t line() const { return m_record.line; }

    int column(std::string_view name) const; // -1: there is none
    const std::string& label(int column) const { return m_columns[static_cast<size_t>(column)].label; }
    const ColumnRule& rule(int column) const { return m_columns[static_cast<size_t>(column)].rule; }

    struct Cell {
        std::string_view text; // a constant of the profile where the column is absent or empty
        CellMark mark = CellMark::None;
        bool empty() const { return text.empty() && mark == CellMark::None; }
    };
    // Valid until the next cell is asked for; of column -1: empty. Without spaces around it, unless it is wanted exactly.
    Cell cell(int column, bool exact = false);
    Cell cell(std::string_view name) { return cell(column(name)); }

    // The edits of all content columns. False: a cell is wrong, and the row is rejected.
    bool edits(ContentEdits& edits, bool& unchecked);
    // One cell as the JSON of a content key's type; nullopt: the row is rejected.
    std::optional<std::string> json(ContentType type, int column, std::string_view text);
    void reject(int column, std::string code, std::string message);
    uint16_t origin() const { return m_origin; }
    void setOriginColumns(std::string source, std::string target);

private:
    struct Column {
        size_t cell = 0;
        std::string label;
        std::string name; // of what it holds
        std::string language; // of a text by language
        ColumnRule rule;
        const ContentKey* key = nullptr; // where edits() reads it
        std::string constant; // where the cell is empty
    };
    MappingFileRows(MappingContext& context, const MappingFile& file) : m_context(context), m_profile(file.profile) { }
    Result<void> nameColumns(const MappingFile& file, MappingKind kind, const std::vector<std::string_view>& own);
    bool checkRecord();
    bool edit(int column, ContentEdits& edits);

    MappingContext& m_context;
    ImportProfile m_profile;
    DelimitedForm m_form;
    OpenedDelimited m_opened;
    std::vector<Column> m_columns;
    Record m_record;
    uint16_t m_origin = 0;
    std::string m_scratch;
    std::optional<Error> m_error;
    uint64_t m_read = 0;
};

} // namespace shelf
