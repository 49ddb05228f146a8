// Definitions (attributes, families, policies …) as rows. Failures throw.
#pragma once

#include "model/domain/thing.h"
#include "model/store/query.h"

#include <optional>
#include <vector>

namespace shelf {

class DefinitionRows {
public:
    explicit DefinitionRows(SQLite::Database& database);
    std::optional<Thing> find(ThingKind kind, std::string_view key);
    std::vector<Thing> all(); // by kind and key
    void put(const Thing& definition); // inserts or replaces
    void remove(ThingKind kind, std::string_view key);

private:
    SQLite::Database& m_database;
    Query m_find, m_put, m_remove;
};

} // namespace shelf
