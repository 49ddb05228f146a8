#include "model/store/product_block.h"

#include "model/store/product_columns.h"

#include <algorithm>

namespace shelf {

namespace {

// Whether every row of the column has the same value, as the family and the currency of an import usually have.
bool isConstant(const TextColumn& column, size_t rows)
{
    const auto first = column.at(0);
    for (size_t row = 1; row < rows; ++row)
        if (column.at(row) != first)
            return false;
    return true;
}

// Rows are taken in another order than they lie in: without asking for them ahead, most of the time would be waiting for memory.
class Ahead {
public:
    Ahead(const std::vector<uint32_t>& rows, std::vector<const TextColumn*> columns) : m_rows(rows), m_columns(std::move(columns)) { }

    void look(size_t position) const
    {
        constexpr size_t endsAhead = 16, textsAhead = 8, line = 64;
        if (position + endsAhead < m_rows.size())
            for (const TextColumn* column : m_columns)
                if (const uint32_t row = m_rows[position + endsAhead]; row < column->size())
                    __builtin_prefetch(column->ends().data() + row);
        if (position + textsAhead >= m_rows.size())
            return;
        for (const TextColumn* column : m_columns) {
            const auto text = column->at(m_rows[position + textsAhead]);
            for (size_t at = 0; at < text.size(); at += line)
                __builtin_prefetch(text.data() + at);
        }
    }

private:
    const std::vector<uint32_t>& m_rows;
    std::vector<const TextColumn*> m_columns;
};

} // namespace

// An index made from sorted runs takes a third of the time.
std::vector<uint32_t> rowsBySku(const ChangeBlock& block)
{
    std::vector<std::pair<std::string_view, uint32_t>> keys;
    keys.reserve(block.rows());
    for (uint32_t row = 0; row < block.rows(); ++row)
        keys.emplace_back(block.keys.at(row), row);
    std::sort(keys.begin(), keys.end());
    std::vector<uint32_t> rows;
    rows.reserve(keys.size());
    for (const auto& [sku, row] : keys)
        rows.push_back(row);
    return rows;
}

// The texts are written row by row as the columns lie, which is kind to the cache.
TextColumn attributeTexts(const ChangeBlock& block, BlockSide side)
{
    std::vector<std::pair<std::string, const TextColumn*>> columns; // with its `"code":`, in byte order of codes
    for (const auto& column : block.columns)
        if (!productColumnIndex(column.field))
            columns.emplace_back(column.field, side == BlockSide::After ? &column.after : &column.before);
    std::sort(columns.begin(), columns.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& column : columns)
        column.first = jsonString(column.first) + ":";
    TextColumn texts;
    std::string& bytes = texts.bytes();
    bytes.reserve(block.rows() * (16 + 16 * columns.size()));
    for (size_t row = 0; row < block.rows(); ++row) {
        bytes += '{';
        bool first = true;
        for (const auto& [prefix, column] : columns) {
            const auto value = column->at(row);
            if (value.empty())
                continue;
            if (!first)
                bytes += ',';
            first = false;
            bytes.append(prefix).append(value);
        }
        bytes += '}';
        texts.endRow();
    }
    return texts;
}

Query& ProductBlockInsert::statementFor(const std::vector<size_t>& columns)
{
    if (!m_statement || m_columns != columns) {
        std::string names = "sku, revision, changed_in, attributes";
        std::string parameters = "?1, ?2, ?3, ?4";
        for (size_t i = 0; i < columns.size(); ++i) {
            names.append(", ").append(productColumns[columns[i]].field);
            parameters += ", ?" + std::to_string(5 + i);
        }
        m_statement = std::make_unique<Query>(m_database, "INSERT INTO product(" + names + ") VALUES(" + parameters + ")");
        m_columns = columns;
    }
    return *m_statement;
}

ProductBlockInsert::Prepared ProductBlockInsert::prepare(const ChangeBlock& block)
{
    return {rowsBySku(block), attributeTexts(block, BlockSide::After)};
}

void ProductBlockInsert::insert(const ChangeBlock& block, const Prepared& prepared, uint64_t number)
{
    const auto& rows = prepared.rows;
    const TextColumn& texts = prepared.attributes;
    std::vector<size_t> columns;
    std::vector<const TextColumn*> values;
    for (const auto& column : block.columns) {
        if (const auto index = productColumnIndex(column.field)) {
            columns.push_back(*index);
            values.push_back(&column.after);
        }
    }
    std::vector<std::string> buffers(columns.size());
    Query& statement = statementFor(columns);
    statement.bind(2, int64_t(1)).bind(3, static_cast<int64_t>(number));
    std::vector<size_t> varying;
    std::vector<const TextColumn*> touched = {&block.keys, &texts};
    for (size_t i = 0; i < columns.size(); ++i) {
        if (isConstant(*values[i], rows.size())) {
            bindProductColumn(statement, 5 + static_cast<int>(i), columns[i], values[i]->at(0), buffers[i], block.keys.at(0));
        } else {
            varying.push_back(i);
            touched.push_back(values[i]);
        }
    }
    const Ahead ahead(rows, touched);
    for (size_t position = 0; position < rows.size(); ++position) {
        ahead.look(position);
        const uint32_t row = rows[position];
        const auto sku = block.keys.at(row);
        statement.bind(1, sku).bind(4, texts.at(row));
        for (const size_t i : varying)
            bindProductColumn(statement, 5 + static_cast<int>(i), columns[i], values[i]->at(row), buffers[i], sku);
        statement.run();
    }
}

} // namespace shelf
