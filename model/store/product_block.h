// The fast path of imports: all products of a block of creations as rows at once.
#pragma once

#include "model/change/change_set.h"
#include "model/store/query.h"

#include <memory>
#include <string>
#include <vector>

namespace shelf {

// The rows of a block in order of their SKUs.
std::vector<uint32_t> rowsBySku(const ChangeBlock& block);
// The JSON text of each row's attributes, before or after the change.
enum class BlockSide { Before, After };
TextColumn attributeTexts(const ChangeBlock& block, BlockSide side);

// Keeps the statement for the columns that the blocks of one change set have in common. Failures throw.
class ProductBlockInsert {
public:
    explicit ProductBlockInsert(SQLite::Database& database) : m_database(database) { }

    // What can be worked out without the database, on any thread.
    struct Prepared {
        std::vector<uint32_t> rows; // in order of their SKUs
        TextColumn attributes; // the JSON text of each row's attributes
    };
    static Prepared prepare(const ChangeBlock& block);

    // revision 1, changed_in `number`. A SKU that is there already is a constraint failure.
    void insert(const ChangeBlock& block, const Prepared& prepared, uint64_t number);

private:
    Query& statementFor(const std::vector<size_t>& columns);

    SQLite::Database& m_database;
    std::unique_ptr<Query> m_statement;
    std::vector<size_t> m_columns;
};

} // namespace shelf
