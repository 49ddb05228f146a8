// The fast path of imports: all links of a block that makes plain new ones as rows at once.
#pragma once

#include "model/change/mapping_state.h"
#include "model/store/query.h"
#include "model/store/reference_checks.h"

#include <memory>
#include <string>
#include <vector>

namespace shelf {

// Failures throw.
class MappingBlockInsert {
public:
    explicit MappingBlockInsert(SQLite::Database& database) : m_database(database) { }

    // What a block comes to, made ready without the database: a block may be prepared on another thread while the one before it is
    // written. Not plain: some row is anything else than a new link with simple values; such a block is to be taken row by row,
    // which also says what is wrong with it.
    struct Prepared {
        bool plain = false;
        TextColumn drafts; // of a plain block, one a row
    };
    // Notes what the links of a plain block name in `references`, and nothing of another.
    static Prepared prepare(const ChangeBlock& block, ReferenceChecks& references);

    // The rows of a plain block become drafts of their author, as reduce() would make them. A link that is there already is a
    // constraint failure.
    void insert(const ChangeBlock& block, const Prepared& prepared, const ChangeContext& context);

private:
    SQLite::Database& m_database;
    std::unique_ptr<Query> m_statement;
};

} // namespace shelf
