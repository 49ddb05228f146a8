// Records -> typed rows in blocks of a change set: every row as if its product were new. What becomes of it where the product is
// there already is decided by import_difference.h.
#pragma once

#include "model/change/change_set.h"
#include "model/io/import.h"
#include "model/io/import_plan.h"
#include "model/io/import_seen.h"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace shelf {

// What a block of values cannot say about a cell or a row.
enum class RowNoteKind : uint8_t {
    Clear,  // the field loses its value
    Add,    // the list in the block is added to what is there
    Remove, // the list in the block is taken from what is there
    Delete, // the product goes
};
struct RowNote {
    uint32_t row = 0;
    uint32_t slot = 0;
    RowNoteKind kind = RowNoteKind::Clear;
};

struct RowBlock {
    ChangeBlock block;              // Create rows; a column for each of the plan's slots, in their order
    std::vector<RowNote> notes;     // in order of rows
    std::vector<uint64_t> lines;    // on which each row's record begins; only where rows may be rejected later
    const FilePlan* plan = nullptr;
    bool grouped = false;           // rows whose generated SKUs are equal to another's: matched by content first
    uint64_t bytesRead = 0, bytesTotal = 0; // of the file, for progress
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

// Counts by column header, for warnings.
struct RowCounts {
    uint64_t read = 0, duplicates = 0, skipped = 0, toldApart = 0;
    std::map<std::string, uint64_t> keptAsText; // values that do not fit their attribute
    std::map<std::string, uint64_t> mastered;   // values that were left alone
};

// How many rows a generated SKU was given to.
using SkuOrdinals = std::unordered_map<uint64_t, uint32_t>;

class RowBuilder {
public:
    // `fresh`: the workspace has no products, so that rows are complete with their defaults. `ordinals`: rows with equal generated
    // SKUs get ordinals in their order; null: they keep it.
    RowBuilder(const FilePlan& plan, SeenRows& seen, Rejections& rejections, RowCounts& counts, bool fresh, SkuOrdinals* ordinals = nullptr);

    enum class Outcome {
        Added,
        NotAdded,    // rejected, skipped, or identical to an earlier row
        Contradicts, // the plan was made from a sample, and this record shows that it is wrong
    };
    Outcome add(const Record& record, std::string_view generatedSku = {}); // one is given where the plan has no sku column

    bool full() const;
    bool empty() const { return m_rows.block.keys.size() == 0; }
    RowBlock take();

private:
    struct Cell {
        std::string_view text;
        CellMark mark = CellMark::None;
    };
    bool checkRecord(const Record& record);
    Cell cellOf(const Record& record, size_t cell);
    bool readSku(const Record& record, std::string_view given);
    enum class Action { Upsert, Delete, Skip, Unknown };
    Action actionOf(const Record& record);
    Outcome addCells(const Record& record);
    Outcome addCell(const PlannedColumn& column, Cell cell, const Record& record);
    Outcome addAttribute(const PlannedColumn& column, std::string_view text, bool plain);
    Outcome addCore(const PlannedColumn& column, std::string_view text, const Record& record);
    Outcome addMoney(const PlannedColumn& column, std::string_view text, const Record& record);
    Outcome addFamily(const PlannedColumn& column, std::string_view text, const Record& record);
    Outcome addCategories(const PlannedColumn& column, std::string_view text, const Record& record);
    Outcome reject(const Record& record, const std::string& column, std::string code, std::string message);
    Outcome keepAsText(const PlannedColumn& column, std::string_view text, bool plain);
    void addNote(size_t slot, RowNoteKind kind);
    void complete();
    void forgetRow();
    std::string& bytes(size_t slot) { return m_rows.block.columns[slot].after.bytes(); }
    bool rowHas(size_t slot) const;
    void startBlock();

    const FilePlan& m_plan;
    SeenRows& m_seen;
    Rejections& m_rejections;
    RowCounts& m_counts;
    const bool m_fresh;
    SkuOrdinals* m_ordinals;
    RowBlock m_rows;
    std::vector<uint32_t> m_begins; // where this row's text begins, by slot
    size_t m_notesBefore = 0;
    std::string m_scratch, m_sku, m_familyJson;
    size_t m_bytes = 0;
};

} // namespace shelf
