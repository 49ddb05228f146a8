// The fast path of bulk edits and deletions, and of taking them back: a block of products compared with their rows column by
// column, then written in the order in which the rows lie. Where anything does not match, nothing is written, and the caller goes
// through the block product by product, which names what is in the way.
#pragma once

#include "model/change/change_set.h"
#include "model/store/product_rows.h"
#include "model/store/query.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

// Reads products by SKU; quickly where they lie in the order in which they are asked for. Failures throw.
class ProductCursor {
public:
    // `columns`: what is read beside the id, the SKU and the revision, which are result columns 0, 1 and 2.
    ProductCursor(SQLite::Database& database, const std::string& columns);
    bool find(std::string_view sku); // then row() is the product, until the next find() or close()
    const Query& row() const { return m_walk; }
    void close();

private:
    Query m_walk, m_id;
    bool m_open = false;
};

// Both fill in the revisions of rows made on any revision (workspace_impl.h). Failures throw.
class ProductBlockEdit {
public:
    explicit ProductBlockEdit(SQLite::Database& database) : m_database(database) { }

    // A block that only edits. False: nothing was written.
    bool edit(ChangeBlock& block, uint64_t number);
    // A block that only deletes. False: nothing was noted. The rows stay until flush(), which must come before anything else
    // looks at products.
    bool remove(ChangeBlock& block);
    void flush(ProductRows& rows);
    bool hasRemovals() const { return !m_removed.empty(); }

private:
    struct Column {
        size_t index = 0; // of productColumns
        const FieldColumn* values = nullptr;
        bool everywhere = false; // every row of the block changes it
        std::string buffer;
    };
    struct Found {
        int64_t id = 0;
        uint32_t row = 0; // of the block
        uint64_t revision = 0;
    };
    void prepareEdit(const std::vector<Column>& core, bool attributes);
    bool readForEdit(const ChangeBlock& block, const std::vector<Column>& core, const std::vector<const FieldColumn*>& attributes,
        std::vector<Found>& found, TextColumn& texts);
    void writeEdit(const ChangeBlock& block, std::vector<Column>& core, bool attributes, const std::vector<Found>& found,
        const TextColumn& texts, uint64_t number);

    SQLite::Database& m_database;
    std::string m_editKey; // which columns the statements for edits are for
    std::unique_ptr<ProductCursor> m_editRead, m_removeRead;
    std::unique_ptr<Query> m_editWrite;
    std::vector<int64_t> m_removed; // ids
};

} // namespace shelf
