// Cells -> canonical JSON values of a row, column by column.
#pragma once

#include "model/io/delimited_reader.h"
#include "model/io/import.h"
#include "model/io/import_plan.h"
#include "model/io/import_row_columns.h"
#include "model/io/import_skus.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// What a block of values cannot say about a cell or a row.
enum class RowNoteKind : uint8_t {
    Clear, // the field loses its value
    Add, // the list in the block is added to what is there
    Remove, // the list in the block is taken from what is there
    Edit, // the block has two lists: the first is added to what is there, the second taken from it
    Delete, // the product goes
};
struct RowNote {
    uint32_t row = 0;
    uint32_t slot = 0;
    RowNoteKind kind = RowNoteKind::Clear;
};

// Rejected rows, as many as are kept, and how many there are.
struct Rejections {
    std::vector<RejectedRow> kept;
    uint64_t count = 0;
    void add(RejectedRow row)
    {
        ++count;
        if (kept.size() < 1000)
            kept.push_back(std::move(row));
    }
};

// Counts, the last two by field.
struct RowCounts {
    uint64_t read = 0, duplicates = 0, skipped = 0, toldApart = 0;
    Lookalikes lookalikes;
    std::map<std::string, uint64_t> keptAsText; // values that do not fit their attribute
    std::map<std::string, uint64_t> mastered; // values that were left alone
};

enum class RowOutcome {
    Added,
    NotAdded, // rejected, skipped, or identical to an earlier row
    Contradicts, // the plan was made from a sample, and this record shows that it is wrong
};

class CellWriter {
public:
    // `fresh`: the workspace has no products, so that rows are complete with their defaults.
    CellWriter(const FilePlan& plan, Rejections& rejections, RowCounts& counts, bool fresh);

    // Writes a record's values into the row being written; on another outcome than Added the caller forgets the row.
    RowOutcome write(const Record& record);
    RowColumns& columns() { return m_columns; }
    size_t columnsBytes() const { return m_columns.bytes(); }
    std::vector<RowNote>& notes() { return m_notes; }

    struct Cell {
        std::string_view text;
        CellMark mark = CellMark::None;
    };
    Cell cellOf(const Record& record, size_t cell); // valid until the next one
    void addNote(size_t slot, RowNoteKind kind);
    RowOutcome reject(const Record& record, const std::string& column, std::string code, std::string message);

private:
    // How a column's cells are written where nothing about them is special.
    enum class Quick : uint8_t { No, Text, Choice, Integer, Number };
    Quick quickOf(const PlannedColumn& column) const;
    bool writeQuick(const PlannedColumn& column, Quick quick, std::string_view text);
    RowOutcome writeSplit(const SplitColumn& column, const Record& record);
    RowOutcome writeCell(const PlannedColumn& column, Cell cell, const Record& record);
    RowOutcome writeAttribute(const PlannedColumn& column, std::string_view text);
    RowOutcome writeCore(const PlannedColumn& column, std::string_view text, const Record& record);
    RowOutcome writeList(const PlannedColumn& column, Cell cell, const Record& record);
    RowOutcome checkElements(const PlannedColumn& column, const std::vector<std::string>& elements, const Record& record);
    RowOutcome writeMoney(const PlannedColumn& column, std::string_view text, const Record& record);
    RowOutcome writeFamily(const PlannedColumn& column, std::string_view text, const Record& record);
    void writeText(size_t slot, std::string_view text);
    void complete();
    void clear(size_t slot);

    const FilePlan& m_plan;
    Rejections& m_rejections;
    RowCounts& m_counts;
    const bool m_fresh;
    RowColumns m_columns;
    std::vector<Quick> m_quick; // one for each of the plan's columns
    std::vector<RowNote> m_notes;
    std::vector<size_t> m_cleared; // slots that the row being written clears
    std::string m_scratch, m_json, m_familyJson;
};

} // namespace shelf
