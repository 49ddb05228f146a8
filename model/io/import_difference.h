// Rows against the catalog: what is new, what changes, what stays. Works on the thread the workspace belongs to.
#pragma once

#include "model/io/import_mappings.h"
#include "model/io/import_rows.h"
#include "model/io/import_skus.h"
#include "model/store/workspace.h"

#include <deque>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace shelf {

// What is known of the SKUs of an import from an attempt that failed because a parent did not exist: what the files hold, and
// which of their rows were rejected. With it, rows whose parent is nowhere can be rejected one by one.
struct KnownSkus {
    SeenRows inFiles;
    std::unordered_set<std::string> rejected;
};

class RowDifference {
public:
    // `fresh`: the workspace has no products. `reportChanges`: list the changes (a dry run does).
    RowDifference(Workspace& workspace, ImportReport& report, Rejections& rejections, bool fresh, bool reportChanges);

    // Rows whose parent is neither in the files nor in the workspace are rejected.
    void checkParents(KnownSkus& known) { m_known = &known; }

    // Rows of products that are not there are rejected: a feed adds none.
    void takeAsFeed() { m_feed = true; }

    // Takes what rows say about links.
    void passLinksTo(MappingImport& mappings) { m_mappings = &mappings; }
    // Whether rows of this import make this SKU, other than as the files have it; whether one that the files have is not made.
    bool makes(std::string_view sku) const { return m_made.contains(std::string(sku)); }
    bool refuses(std::string_view sku) const { return m_refused.contains(std::string(sku)); }
    const Lookalikes& lookalikes() const { return m_lookalikes; }

    // Turns rows into changes. `out` is empty afterwards where nothing changes, or where the rows wait for finish().
    Result<void> take(RowBlock&& rows, ChangeBlock& out);
    // Once all is done: puts what goes in front of the report's changes.
    void finishReport();
    // At the end: grouped rows, then what `absent: retire` retires. False: nothing is left.
    Result<bool> finish(ChangeBlock& out);

    uint64_t toldApart() const { return m_toldApart; } // rows whose generated SKU has an ordinal

private:
    struct Row { // one row of a block, to be compared with a product
        const RowBlock* rows = nullptr;
        size_t index = 0;
        std::vector<RowNote> notes;
        std::vector<const RowLinks*> links;
        std::string key;
    };
    // Rows one after the other, with what belongs to each.
    template <typename Visit> Result<void> forEachRow(const RowBlock& rows, const Visit& visit) const;
    void passLinks(const Row& row);
    Result<bool> checkNewSku(const Row& row);
    Result<void> compareRow(Row& row, ChangeBlock& out);
    Result<void> emitCreate(const Row& row, ChangeBlock& out);
    Result<void> emitDelete(const Row& row, const Thing& product, ChangeBlock& out);
    std::vector<FieldChange> changesTo(const Row& row, const Thing& product) const;
    bool namesAll(const Row& row, const Thing& product) const;
    std::string afterOf(const Row& row, size_t slot, std::string_view given, const Thing& product) const;
    void emitEdit(const Thing& product, std::vector<FieldChange> fields, ChangeBlock& out);
    void emit(Change&& change, ChangeBlock& out);
    bool passThrough(RowBlock& rows, ChangeBlock& out);
    void reportFields(const Change& change, std::vector<FieldChangeReport>& to) const;
    Result<bool> parentExists(const Row& row);
    Result<void> matchGroups();
    Result<void> findAbsent();
    void report(const Change& change);
    void isPresent(const std::string& sku);

    Workspace& m_workspace;
    ImportReport& m_report;
    Rejections& m_rejections;
    const bool m_fresh;
    const bool m_reportChanges;
    bool m_feed = false;
    KnownSkus* m_known = nullptr;
    MappingImport* m_mappings = nullptr;
    std::unordered_set<std::string> m_made; // SKUs made of key columns, where links are imported too
    std::unordered_set<std::string> m_refused; // SKUs of rows that were rejected here, or that are deleted
    std::optional<SeenRows> m_skus; // of the workspace and this import, once one is asked for
    SkuForms m_forms; // of the same
    Lookalikes m_lookalikes;
    std::vector<FieldChangeReport> m_removals; // deletions and retirements, which a dry run lists first
    std::deque<RowBlock> m_grouped;
    std::vector<Change> m_pending; // from grouped rows and absent products, to be given block by block
    size_t m_nextPending = 0;
    bool m_finishing = false;
    uint64_t m_toldApart = 0;
    std::unordered_set<std::string> m_present; // SKUs of this import, where absent ones are to be retired
    std::vector<const FilePlan*> m_retiring;
};

} // namespace shelf
