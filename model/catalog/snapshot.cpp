#include "model/catalog/snapshot.h"

#include "model/catalog/links_data.h"
#include "model/catalog/search_text.h"
#include "model/catalog/snapshot_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace shelf {

namespace {

const std::shared_ptr<const Snapshot::Data>& noData()
{
    static const auto none = std::make_shared<const Snapshot::Data>();
    return none;
}

} // namespace

bool inheritsField(std::string_view field)
{
    static constexpr std::array<std::string_view, 5> own = {"aliases", "gtin", "parent", "stock", "stock_since"};
    return std::find(own.begin(), own.end(), field) == own.end();
}

Code Snapshot::Data::inherited(const Column& column, Row row) const
{
    Row ancestor = parentOf(row);
    for (int depth = 0; ancestor != noRow && depth < deepestAncestry; ++depth, ancestor = parentOf(ancestor))
        if (const Code code = column.at(ancestor))
            return code;
    return 0;
}

Snapshot::Snapshot() : m_data(noData()) { }

uint64_t Snapshot::journalNumber() const
{
    return m_data->journalNumber;
}

const Definitions& Snapshot::definitions() const
{
    return *m_data->definitions;
}

Row Snapshot::rows() const
{
    return m_data->rows;
}

Row Snapshot::productCount() const
{
    return m_data->productCount;
}

bool Snapshot::exists(Row row) const
{
    return m_data->has(row);
}

Row Snapshot::find(std::string_view sku) const
{
    const Code code = m_data->skus->findText(sku);
    return code && code <= m_data->rows && exists(code - 1) ? code - 1 : noRow;
}

std::string_view Snapshot::sku(Row row) const
{
    return row < m_data->rows ? m_data->skus->text(row + 1) : std::string_view();
}

const Column* Snapshot::column(std::string_view field) const
{
    const auto& columns = *m_data->columns;
    const auto found = std::lower_bound(
        columns.begin(), columns.end(), field, [](const auto& column, std::string_view name) { return column.first < name; });
    return found != columns.end() && found->first == field ? found->second.get() : nullptr;
}

std::vector<std::string_view> Snapshot::fields() const
{
    std::vector<std::string_view> names;
    for (const auto& [name, column] : *m_data->columns)
        names.push_back(name);
    return names;
}

Code Snapshot::value(std::string_view field, Row row) const
{
    return value(column(field), row, inheritsField(field));
}

Code Snapshot::value(const Column* column, Row row, bool inherits) const
{
    if (!column)
        return 0;
    const Code code = column->at(row);
    return code || !inherits ? code : m_data->inherited(*column, row);
}

std::string_view Snapshot::text(std::string_view field, Row row) const
{
    const Column* found = column(field);
    return found ? found->values().text(value(found, row, inheritsField(field))) : std::string_view();
}

double Snapshot::number(std::string_view field, Row row) const
{
    const Column* found = column(field);
    return found ? found->values().number(value(found, row, inheritsField(field))) : std::numeric_limits<double>::quiet_NaN();
}

std::span<const Code> Snapshot::chunk(const Column* column, Row index, Code* buffer, bool inherits) const
{
    if (!column) {
        std::fill_n(buffer, chunkRows, 0);
        return {buffer, chunkRows};
    }
    const auto own = column->chunk(index, buffer);
    const Column* parents = m_data->parent;
    if (!inherits || !parents || parents->chunkIsEmpty(index))
        return own;
    if (own.data() != buffer)
        std::copy_n(own.data(), chunkRows, buffer);
    const Row first = index * chunkRows;
    for (Row place = 0; place < chunkRows; ++place)
        if (!buffer[place] && parents->at(first + place))
            buffer[place] = m_data->inherited(*column, first + place);
    return {buffer, chunkRows};
}

Row Snapshot::parent(Row row) const
{
    return m_data->parentOf(row);
}

std::span<const Row> Snapshot::variants(Row parent) const
{
    return m_data->variants.of(parent);
}

bool Snapshot::hasVariants() const
{
    return m_data->variantCount > 0;
}

bool Snapshot::isActive(Row row) const
{
    const Code code = value(m_data->lifecycle, row);
    return !code || code == m_data->active;
}

bool Snapshot::isRetired(Row row) const
{
    const Code code = value(m_data->lifecycle, row);
    return code && code == m_data->retired;
}

bool Snapshot::soldIn(Row row, std::string_view channel) const
{
    const Code code = value(m_data->channels, row);
    if (!code)
        return true;
    const Dictionary& lists = m_data->channels->values();
    const auto elements = lists.elements(code);
    const Code wanted = lists.elementValues().findText(channel);
    return elements.empty() || (wanted && std::find(elements.begin(), elements.end(), wanted) != elements.end());
}

const Links& Snapshot::links() const
{
    return m_data->links;
}

std::string Snapshot::linkId(const Link& link) const
{
    return LinkId{std::string(sku(link.source)), links().typeCode(link.type), std::string(sku(link.target)),
        linkVariant(links().details().json(link.details))}
        .text();
}

FieldMap Snapshot::linkContent(const Link& link) const
{
    auto details = FieldMap::fromJson(links().details().json(link.details));
    FieldMap content = details ? *std::move(details) : FieldMap();
    if (link.rank && !content.has("rank"))
        content.set("rank", std::to_string(link.rank));
    content.setText("source", sku(link.source));
    content.setText("target", sku(link.target));
    content.setText("type", links().typeCode(link.type));
    return content;
}

const std::vector<EntryPtr>& Snapshot::entries() const
{
    return m_data->entries->all;
}

std::span<const EntryPtr> Snapshot::entriesOf(MappingKind kind) const
{
    const auto [begin, count] = m_data->entries->kinds[static_cast<size_t>(kind)];
    return std::span(m_data->entries->all).subspan(begin, count);
}

std::vector<EntryPtr> Snapshot::entriesNaming(Row product) const
{
    const auto naming = m_data->naming.of(product);
    return {naming.begin(), naming.end()};
}

EntryPtr Snapshot::entry(std::string_view id, View view) const
{
    const auto& all = m_data->entries->all;
    auto found =
        std::lower_bound(all.begin(), all.end(), id, [](const EntryPtr& entry, std::string_view wanted) { return entry->id < wanted; });
    for (; found != all.end() && (*found)->id == id; ++found)
        if ((*found)->in(view))
            return *found;
    return nullptr;
}

std::shared_ptr<const std::vector<Row>> Snapshot::skuOrder() const
{
    return m_data->skuOrder->get(*m_data->skus, m_data->rows);
}

std::vector<Row> Snapshot::search(std::string_view text, size_t limit) const
{
    return m_data->search ? m_data->search->find(*this, text, limit) : std::vector<Row>();
}

} // namespace shelf
