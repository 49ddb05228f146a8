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

    // Rows of a block that makes new links with nothing but simple values in them become drafts of their author, as reduce() would
    // make them; what they name is noted in `references`. False, and nothing done, where a row is anything else: the block is then
    // to be taken row by row, which also says what is wrong with it. A link that is there already is a constraint failure.
    bool insert(const ChangeBlock& block, const ChangeContext& context, ReferenceChecks& references);

private:
    SQLite::Database& m_database;
    std::unique_ptr<Query> m_statement;
    TextColumn m_drafts;
};

} // namespace shelf
