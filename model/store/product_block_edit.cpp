#include "model/store/product_block_edit.h"

#include "model/store/product_block.h"
#include "model/store/product_columns.h"
#include "model/store/workspace_impl.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr int firstRead = 3; // result column after id, sku, revision
constexpr size_t manyRemovals = 32768; // from here on the index may be made anew instead of being kept

bool changes(const FieldColumn& column, size_t row)
{
    return column.beforeAt(row) != column.afterAt(row);
}

bool namesOneTwice(const ChangeBlock& block, const std::vector<uint32_t>& rows)
{
    for (size_t i = 1; i < rows.size(); ++i)
        if (block.keys.at(rows[i]) == block.keys.at(rows[i - 1]))
            return true;
    return false;
}

bool revisionFits(const ChangeBlock& block, uint32_t row, uint64_t revision)
{
    return block.baseRevisions[row] == anyRevision || block.baseRevisions[row] == revision;
}

std::string namesOf(const std::vector<size_t>& columns)
{
    std::string names;
    for (const size_t index : columns)
        names.append(", ").append(productColumns[index].field);
    return names;
}

} // namespace

ProductCursor::ProductCursor(SQLite::Database& database, const std::string& columns)
    : m_walk(database, "SELECT id, sku, revision" + columns + " FROM product WHERE id >= ?1 ORDER BY id"),
      m_id(database, "SELECT id FROM product WHERE sku = ?1")
{
}

bool ProductCursor::find(std::string_view sku)
{
    if (m_open) {
        m_open = m_walk.step();
        if (m_open && m_walk.text(1) == sku)
            return true;
    }
    const QueryScope scope(m_id);
    m_id.bind(1, sku);
    if (!m_id.step())
        return false;
    m_walk.reset();
    m_walk.bind(1, m_id.integer(0));
    m_open = m_walk.step();
    return m_open && m_walk.text(1) == sku;
}

void ProductCursor::close()
{
    m_walk.reset();
    m_open = false;
}

void ProductBlockEdit::prepareEdit(const std::vector<Column>& core, bool attributes)
{
    std::string key = attributes ? "+" : "-";
    std::vector<size_t> indices;
    for (const Column& column : core) {
        key += std::to_string(column.index) + (column.everywhere ? "!" : "?");
        indices.push_back(column.index);
    }
    if (m_editRead && key == m_editKey)
        return;
    m_editKey = key;
    m_editRead = std::make_unique<ProductCursor>(m_database, namesOf(indices) + (attributes ? ", attributes" : ""));
    // Each column has two parameters: its value, and whether this row changes it.
    std::string sql = "UPDATE product SET revision = ?2, changed_in = ?3";
    int parameter = 4;
    for (const Column& column : core) {
        const std::string name(productColumns[column.index].field), value = "?" + std::to_string(parameter);
        sql += ", " + name + " = ";
        sql += column.everywhere ? value : "iif(?" + std::to_string(parameter + 1) + ", " + value + ", " + name + ")";
        parameter += 2;
    }
    if (attributes)
        sql += ", attributes = ?" + std::to_string(parameter);
    m_editWrite = std::make_unique<Query>(m_database, sql + " WHERE id = ?1");
}

bool ProductBlockEdit::readForEdit(const ChangeBlock& block, const std::vector<Column>& core,
    const std::vector<const FieldColumn*>& attributes, std::vector<Found>& found, TextColumn& texts)
{
    const auto rows = rowsBySku(block);
    if (namesOneTwice(block, rows))
        return false;
    const int attributesColumn = firstRead + static_cast<int>(core.size());
    for (const uint32_t row : rows) {
        if (!m_editRead->find(block.keys.at(row)))
            return false;
        const Query& now = m_editRead->row();
        const auto revision = static_cast<uint64_t>(now.integer(2));
        if (!revisionFits(block, row, revision))
            return false;
        for (size_t i = 0; i < core.size(); ++i)
            if (changes(*core[i].values, row)
                && !productColumnIs(now, firstRead + static_cast<int>(i), core[i].index, core[i].values->beforeAt(row)))
                return false;
        found.push_back({now.integer(0), row, revision});
        if (attributes.empty())
            continue;
        auto fields = FieldMap::fromJson(now.text(attributesColumn));
        if (!fields)
            return false;
        for (const FieldColumn* column : attributes) {
            if (!changes(*column, row))
                continue;
            if (fields->get(column->field) != column->beforeAt(row))
                return false;
            fields->set(column->field, column->afterAt(row));
        }
        texts.push(fields->toJson());
    }
    return true;
}

void ProductBlockEdit::writeEdit(const ChangeBlock& block, std::vector<Column>& core, bool attributes, const std::vector<Found>& found,
    const TextColumn& texts, uint64_t number)
{
    std::vector<uint32_t> order(found.size());
    for (uint32_t i = 0; i < order.size(); ++i)
        order[i] = i;
    const auto byId = [&found](uint32_t a, uint32_t b) { return found[a].id < found[b].id; };
    if (!std::is_sorted(order.begin(), order.end(), byId))
        std::sort(order.begin(), order.end(), byId);
    Query& write = *m_editWrite;
    const QueryScope scope(write);
    write.bind(3, static_cast<int64_t>(number));
    for (const uint32_t position : order) {
        const Found& product = found[position];
        write.bind(1, product.id).bind(2, static_cast<int64_t>(product.revision + 1));
        int parameter = 4;
        for (Column& column : core) {
            const bool changed = column.everywhere || changes(*column.values, product.row);
            if (!column.everywhere)
                write.bind(parameter + 1, int64_t(changed));
            if (changed)
                bindProductColumn(
                    write, parameter, column.index, column.values->afterAt(product.row), column.buffer, block.keys.at(product.row));
            parameter += 2;
        }
        if (attributes)
            write.bind(parameter, texts.at(position));
        write.run();
    }
}

bool ProductBlockEdit::edit(ChangeBlock& block, uint64_t number)
{
    std::vector<Column> core;
    std::vector<const FieldColumn*> attributes;
    for (const FieldColumn& column : block.columns) {
        size_t changing = 0;
        for (size_t row = 0; row < block.rows(); ++row)
            changing += changes(column, row);
        if (changing == 0)
            continue;
        if (const auto index = productColumnIndex(column.field))
            core.push_back({*index, &column, changing == block.rows(), {}});
        else
            attributes.push_back(&column);
    }
    prepareEdit(core, !attributes.empty());
    std::vector<Found> found;
    found.reserve(block.rows());
    TextColumn texts;
    const bool fits = readForEdit(block, core, attributes, found, texts);
    m_editRead->close();
    if (!fits)
        return false;
    for (const Found& product : found)
        block.baseRevisions[product.row] = product.revision;
    writeEdit(block, core, !attributes.empty(), found, texts, number);
    return true;
}

bool ProductBlockEdit::remove(ChangeBlock& block)
{
    std::array<const FieldColumn*, productColumns.size()> core{};
    for (const FieldColumn& column : block.columns) {
        if (!column.after.allEmpty())
            return false;
        if (const auto index = productColumnIndex(column.field))
            core[*index] = &column;
    }
    const auto rows = rowsBySku(block);
    if (namesOneTwice(block, rows))
        return false;
    if (!m_removeRead) {
        std::vector<size_t> all(productColumns.size());
        for (size_t i = 0; i < all.size(); ++i)
            all[i] = i;
        m_removeRead = std::make_unique<ProductCursor>(m_database, namesOf(all) + ", attributes");
    }
    const TextColumn texts = attributeTexts(block, BlockSide::Before);
    constexpr int attributesColumn = firstRead + static_cast<int>(productColumns.size());
    std::vector<std::pair<int64_t, uint64_t>> found; // id and revision
    found.reserve(rows.size());
    const auto fits = [&](uint32_t row) {
        if (!m_removeRead->find(block.keys.at(row)))
            return false;
        const Query& now = m_removeRead->row();
        if (!revisionFits(block, row, static_cast<uint64_t>(now.integer(2))) || now.text(attributesColumn) != texts.at(row))
            return false;
        for (size_t i = 0; i < core.size(); ++i)
            if (!productColumnIs(now, firstRead + static_cast<int>(i), i, core[i] ? core[i]->beforeAt(row) : std::string_view()))
                return false;
        found.emplace_back(now.integer(0), static_cast<uint64_t>(now.integer(2)));
        return true;
    };
    const bool all = std::all_of(rows.begin(), rows.end(), fits);
    m_removeRead->close();
    if (!all)
        return false;
    m_removed.reserve(m_removed.size() + found.size());
    for (size_t i = 0; i < rows.size(); ++i) {
        block.baseRevisions[rows[i]] = found[i].second;
        m_removed.push_back(found[i].first);
    }
    return true;
}

void ProductBlockEdit::flush(ProductRows& rows)
{
    if (m_removed.empty())
        return;
    std::vector<int64_t> ids = std::move(m_removed);
    m_removed.clear();
    std::sort(ids.begin(), ids.end());
    if (std::adjacent_find(ids.begin(), ids.end()) != ids.end())
        throw StoreFailure({ErrorKind::Rejected, "STALE", "change set", "it removes the same product twice", "make the change anew"});
    const uint64_t all = ids.size() >= manyRemovals ? rows.count() : UINT64_MAX;
    if (ids.size() == all) {
        rows.removeAll();
        return;
    }
    const bool mostOfThem = all != UINT64_MAX && ids.size() > all / 2;
    if (mostOfThem)
        rows.dropIndex();
    Query remove(m_database, "DELETE FROM product WHERE id = ?1");
    for (const int64_t id : ids)
        remove.bind(1, id).run();
    if (mostOfThem)
        rows.restoreIndex();
}

} // namespace shelf
