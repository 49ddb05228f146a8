// A column as a question about many products reads it: inherited values in their places, `category` as the first of the categories.
// Private to model/query.
#pragma once

#include "model/catalog/row_set.h"
#include "model/expression/snapshot_row.h"

#include <string>
#include <vector>

namespace shelf {

class CodeColumn {
public:
    CodeColumn(const Snapshot& snapshot, const std::string& field)
        : m_isCategory(field == "category"), m_inherits(inheritsField(field)),
          m_column(snapshot.column(m_isCategory ? "categories" : field))
    {
    }

    const Dictionary* values() const // of the codes; nullptr where no product ever had one
    {
        return !m_column ? nullptr : m_isCategory ? &m_column->values().elementValues() : &m_column->values();
    }
    Code codeCount() const // codes are not above this
    {
        return !m_column ? 0 : m_isCategory ? m_column->values().elementValues().size() : m_column->valueCount();
    }

    // visit(row, code) for each of them, in order of rows.
    template <typename Visit> void forEach(const Snapshot& snapshot, const RowSet& among, Visit&& visit) const
    {
        std::vector<Code> buffer(chunkRows);
        std::vector<Code> firsts; // of lists of categories, by their codes
        if (m_isCategory && m_column)
            for (Code code = 0; code <= m_column->valueCount(); ++code)
                firsts.push_back(values()->find(firstText(*m_column, code)));
        SnapshotRow product(snapshot);
        for (Row chunk = 0; chunk < snapshot.chunks(); ++chunk) {
            const Row begin = chunk * chunkRows;
            if (!among.anyIn(begin, begin + chunkRows))
                continue;
            const auto codes = snapshot.chunk(m_column, chunk, buffer.data(), m_inherits);
            among.forEachIn(begin, begin + chunkRows, [&](Row row) {
                Code code = codes[row - begin];
                if (!firsts.empty()) {
                    const bool isEmptyList = code && !firsts[code];
                    code = firsts[code];
                    if (isEmptyList && snapshot.parent(row) != noRow) { // a parent's first category then
                        product.bind(row);
                        code = values()->find(product.field("category"));
                    }
                }
                visit(row, code);
            });
        }
    }

private:
    bool m_isCategory, m_inherits;
    const Column* m_column;
};

} // namespace shelf
