#include "governance/compatibility/rule_sides.h"

#include "model/domain/json.h"

#include <array>

namespace shelf {

namespace {

constexpr std::string_view categoryPrefix = "category:";

std::vector<uint8_t> listsBelow(const Snapshot& catalog, const Column& column, std::string_view path)
{
    std::vector<uint8_t> isIn(column.valueCount() + 1);
    const Dictionary& values = column.values();
    for (Code code = 1; code <= column.valueCount(); ++code)
        for (const Code element : values.elements(code))
            if (const auto category = values.elementValues().text(element);
                category == path || catalog.definitions().categoryIsBelow(category, path))
                isIn[code] = 1;
    return isIn;
}

} // namespace

RuleSide::RuleSide(const Snapshot& catalog, std::string_view spec) : m_isCategory(spec.starts_with(categoryPrefix))
{
    const std::string_view field = m_isCategory ? "categories" : "family";
    m_column = catalog.column(field);
    m_inherits = inheritsField(field);
    if (!m_column)
        return;
    if (m_isCategory) {
        m_isIn = listsBelow(catalog, *m_column, spec.substr(categoryPrefix.size()));
    } else if (const Code code = m_column->values().findText(spec); code && code <= m_column->valueCount()) {
        m_codes.push_back(code);
    }
}

bool RuleSide::hasCode(Code code) const
{
    return m_isCategory ? code < m_isIn.size() && m_isIn[code] : code && code == family();
}

bool RuleSide::has(const Snapshot& catalog, Row row) const
{
    return hasCode(catalog.value(m_column, row, m_inherits));
}

std::vector<Row> RuleSide::rows(const Snapshot& catalog) const
{
    std::vector<Row> rows;
    if (!m_column || (!m_isCategory && family() == 0))
        return rows;
    std::array<Code, chunkRows> buffer;
    for (Row chunk = 0; chunk < catalog.chunks(); ++chunk) {
        const auto codes = catalog.chunk(m_column, chunk, buffer.data(), m_inherits);
        const Row first = chunk * chunkRows;
        const Row count = std::min<Row>(chunkRows, catalog.rows() - first);
        for (Row i = 0; i < count; ++i)
            if (hasCode(codes[i]) && catalog.exists(first + i))
                rows.push_back(first + i);
    }
    return rows;
}

} // namespace shelf
