// Mappings as rows: the present state, every approved version, every decision. Failures throw.
#pragma once

#include "model/change/mapping_state.h"
#include "model/store/query.h"

#include <functional>
#include <optional>
#include <vector>

namespace shelf {

class MappingRows {
public:
    explicit MappingRows(SQLite::Database& database);

    std::optional<MappingState> find(std::string_view id);
    bool empty();
    void visit(std::string_view prefix, const std::function<bool(const MappingState&)>& visit); // by id
    std::vector<ApprovedVersion> versions(std::string_view id, std::vector<uint64_t>* changedIn = nullptr); // oldest first
    std::vector<Decision> decisions(std::string_view id);
    uint64_t versionRows();

    // Writes the state; where `before` had an older approved version, the new one becomes a row of its own.
    void put(const MappingState& state, const MappingState& before);
    void putDecision(std::string_view id, uint64_t changedIn, const Decision& decision);
    void remove(std::string_view id);

private:
    SQLite::Database& m_database;
    Query m_find, m_any, m_put, m_remove, m_putVersion, m_putDecision;
};

} // namespace shelf
