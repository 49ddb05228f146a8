// Records -> typed rows in blocks of a change set: every row as if its product were new. What becomes of it where the product is
// there already is decided by import_difference.h.
#pragma once

#include "model/io/import_cells.h"
#include "model/io/import_mappings.h"
#include "model/io/import_seen.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace shelf {

// What a row says about its product's links.
struct RowLinks {
    uint32_t row = 0;
    LinkList list; // the source is the row's key
};

struct RowBlock {
    ChangeBlock block; // Create rows; a column for each of the plan's slots, in their order
    std::vector<RowNote> notes; // in order of rows
    std::vector<RowLinks> links; // in order of rows
    std::vector<uint64_t> lines; // on which each row's record begins
    const FilePlan* plan = nullptr;
    bool grouped = false; // rows whose generated SKUs are equal to another's: matched by content first
    uint64_t bytesRead = 0, bytesTotal = 0; // of the file, for progress
};

// How many rows a generated SKU was given to.
using SkuOrdinals = std::unordered_map<uint64_t, uint32_t>;

class RowBuilder {
public:
    // `ordinals`: rows with equal generated SKUs get ordinals in their order; null: they keep it. `forms`: SKUs that look like an
    // earlier one are noticed; null: somebody else does it.
    RowBuilder(const FilePlan& plan, SeenRows& seen, Rejections& rejections, RowCounts& counts, bool fresh, SkuOrdinals* ordinals = nullptr,
        SkuForms* forms = nullptr);

    RowOutcome add(const Record& record, std::string_view generatedSku = {}); // one is given where the plan has no sku column

    bool full() const;
    RowBlock take(); // without rows where none were added

private:
    // A row that is written, but not yet looked for among those seen before: that look goes to distant memory, and is made for
    // several rows at a time.
    struct Pending {
        TextHash key;
        uint64_t content = 0;
    };
    bool checkRecord(const Record& record);
    bool readSku(const Record& record, std::string_view given);
    enum class Action { Upsert, Delete, Skip, Unknown };
    Action actionOf(const Record& record);
    void noteSeen(const Record& record);
    uint64_t contentOf(const Record& record);
    void settle();
    bool isMangled(const Pending& pending, size_t row, SkuForms::Shape shape);
    void addLinks(const Record& record);
    void addOrdinal();
    void drop(const std::vector<bool>& keep);

    const FilePlan& m_plan;
    SeenRows& m_seen;
    Rejections& m_rejections;
    RowCounts& m_counts;
    const bool m_fresh;
    SkuOrdinals* m_ordinals;
    SkuForms* m_forms;
    const SkuForms::Known m_isSeen;
    CellWriter m_cells;
    RowColumns m_keys{1};
    std::vector<uint64_t> m_lines;
    std::vector<RowLinks> m_links;
    std::vector<Pending> m_pending;
    std::string m_sku, m_joined;
};

} // namespace shelf
