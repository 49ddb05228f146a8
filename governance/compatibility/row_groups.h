// Products grouped by the values they have in some fields: pairs of groups are far fewer than pairs of products.
#pragma once

#include "model/catalog/snapshot.h"

#include <vector>

namespace shelf {

struct GroupField {
    const Column* column = nullptr; // nullptr: no product has a value
    bool inherits = true;
};

class RowGroups {
public:
    RowGroups() = default;
    RowGroups(const Snapshot& catalog, std::vector<Row> rows, const std::vector<GroupField>& fields); // rows sorted

    size_t size() const { return m_counts.size(); }
    uint64_t count(size_t group) const { return m_counts[group]; }
    Code code(size_t group, size_t field) const { return m_codes[group * m_width + field]; }
    std::vector<Code> codes(size_t field) const; // of all groups, with repetitions
    const std::vector<Row>& rows() const { return m_rows; }
    uint32_t groupAt(size_t place) const { return m_groupOf[place]; } // of rows()[place]

private:
    size_t m_width = 0;
    std::vector<Row> m_rows;
    std::vector<uint32_t> m_groupOf;
    std::vector<uint64_t> m_counts;
    std::vector<Code> m_codes; // m_width for each group
};

} // namespace shelf
