#include "model/catalog/catalog.h"

#include "model/catalog/catalog_writer.h"
#include "model/catalog/entry_parse.h"
#include "model/domain/json.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr size_t mostEditedForSearch = 4096; // products looked at one by one, beside the text of all

} // namespace

Row Catalog::Writer::rowOf(std::string_view sku)
{
    scratch.clear();
    appendJsonString(scratch, sku);
    return skus->intern(scratch) - 1;
}

ColumnWriter* Catalog::Writer::column(std::string_view field)
{
    const auto known = columns.find(field);
    if (known != columns.end())
        return &known->second;
    if (!keeps(field))
        return nullptr;
    ColumnWriter& made = columns[std::string(field)];
    if (field == "parent")
        parents = &made;
    if (field == "name")
        names = &made;
    return &made;
}

void Catalog::Writer::set(ColumnWriter& column, Row row, std::string_view json)
{
    if (&column == parents) {
        setParent(row, json);
        return;
    }
    const Code code = column.intern(json);
    if (&column == names && column.at(row) != code)
        noteForSearch(row);
    column.set(row, code);
}

void Catalog::Writer::setParent(Row row, std::string_view json)
{
    const Code before = parents->at(row), after = parents->intern(json);
    if (before == after)
        return;
    noteForSearch(row);
    while (parentRows.size() <= parents->values().size())
        parentRows.push_back(rowOf(parents->values().text(static_cast<Code>(parentRows.size()))));
    if (before) {
        std::erase(variants.edit(parentRows[before]), row);
        --variantCount;
    }
    if (after) {
        auto& rows = variants.edit(parentRows[after]);
        rows.insert(std::lower_bound(rows.begin(), rows.end(), row), row);
        ++variantCount;
    }
    parents->set(row, after);
}

void Catalog::Writer::noteForSearch(Row row, int depth)
{
    if (searchEdited.size() > mostEditedForSearch)
        return; // a new text is made then
    searchEdited.insert(row);
    if (depth < deepestAncestry)
        for (const Row variant : variants.of(row))
            noteForSearch(variant, depth + 1);
    publishedEdited = nullptr;
}

void Catalog::Writer::publishSearch(Snapshot::Data& data)
{
    if (searchEdited.size() > mostEditedForSearch) {
        search = std::make_shared<SearchText>();
        searchEdited.clear();
        publishedEdited = nullptr;
    }
    if (!publishedEdited)
        publishedEdited = std::make_shared<std::vector<Row>>(searchEdited.begin(), searchEdited.end());
    data.search = search;
    data.searchEdited = publishedEdited;
    data.skuOrder = skuOrder;
}

void Catalog::Writer::setExists(Row row, bool now)
{
    if ((exists.at(row) != 0) == now)
        return;
    noteForSearch(row);
    exists.set(row, now);
    productCount += now ? 1 : -1;
}

void Catalog::Writer::clear(Row row)
{
    for (auto& [field, column] : columns)
        if (column.at(row))
            set(column, row, {});
}

void Catalog::Writer::takeColumn(const ChangeBlock& block, const FieldColumn& changed, const std::vector<Row>& rows)
{
    ColumnWriter* column = nullptr;
    for (size_t i = 0; i < rows.size(); ++i) {
        const std::string_view after = changed.afterAt(i);
        if (block.ops[i] == ChangeOp::Delete || (after.empty() && changed.beforeAt(i).empty()))
            continue;
        if (!column && !(column = this->column(changed.field)))
            return;
        set(*column, rows[i], after);
    }
}

Link Catalog::Writer::linkOf(const MappingContent& content, Row source, Row target, uint16_t type)
{
    Link link;
    link.source = source;
    link.target = target;
    link.type = type;
    const PackedRank rank = packedRank(content.fields->get("rank"));
    link.rank = rank.rank;
    FieldMap details;
    for (const auto& [field, json] : *content.fields)
        if (field != "source" && field != "target" && field != "type" && (field != "rank" || !rank.exact))
            details.append(field, json);
    link.details = links.details(details.toJson());
    link.approved = content.approved;
    link.edited = content.edited;
    link.flags = content.flags;
    link.status = static_cast<uint8_t>(content.status);
    return link;
}

EntryPtr Catalog::Writer::entryOf(const std::string& id, MappingKind kind, const MappingContent& content, std::string_view frozen)
{
    auto entry = std::make_shared<Entry>();
    entry->id = id;
    entry->kind = kind;
    entry->flags = content.flags;
    entry->status = content.status;
    entry->approved = content.approved;
    entry->edited = content.edited;
    entry->content = *content.fields;
    entry->reach = content.reach;
    parseEntry(*entry, [this](std::string_view sku) { return rowOf(sku); });
    if (content.flags & InApproved)
        parseFrozen(*entry, frozen, [this](std::string_view sku) { return rowOf(sku); });
    return entry;
}

void Catalog::Writer::putLink(const LinkId& id, const MappingContents& contents)
{
    const Row source = rowOf(id.source), target = rowOf(id.target);
    const uint16_t type = links.type(id.type);
    std::array<Link, 2> made;
    for (size_t i = 0; i < contents.count; ++i)
        made[i] = linkOf(contents.items[i], source, target, type);
    links.put(source, target, type, id.variant, std::span(made).first(contents.count));
}

const std::shared_ptr<const NamedColumns>& Catalog::Writer::publishColumns()
{
    bool changed = !publishedColumns || publishedColumns->size() != columns.size();
    auto made = std::make_shared<NamedColumns>();
    made->reserve(columns.size());
    size_t place = 0;
    for (auto& [field, writer] : columns) {
        const auto& column = writer.publish();
        changed = changed || (*publishedColumns)[place++].second != column;
        made->emplace_back(field, column);
    }
    if (changed)
        publishedColumns = std::move(made);
    return publishedColumns;
}

void Catalog::Writer::publishProducts(Snapshot::Data& data)
{
    data.productCount = productCount;
    data.exists = exists.publish();
    data.columns = publishColumns();
    const auto find = [&](std::string_view field) -> const Column* {
        const auto found = columns.find(field);
        return found == columns.end() ? nullptr : found->second.publish().get();
    };
    data.parent = find("parent");
    data.lifecycle = find("lifecycle");
    data.channels = find("channels");
    if (data.lifecycle) {
        data.active = data.lifecycle->values().find("\"active\"");
        data.retired = data.lifecycle->values().find("\"retired\"");
    }
    if (!publishedParentRows || publishedParentRows->size() != parentRows.size())
        publishedParentRows = std::make_shared<std::vector<Row>>(parentRows);
    data.parentRows = publishedParentRows;
    if (variants.grownTooFar())
        variants.merge(skus->size());
    data.variants = variants.publish();
    data.variantCount = variantCount;
}
Catalog::Catalog(Definitions definitions, std::optional<std::set<std::string>> fields) : m(std::make_unique<Writer>())
{
    m->fields = std::move(fields);
    setDefinitions(std::move(definitions));
}

Catalog::~Catalog() = default;

void Catalog::putProduct(const Thing& product)
{
    const Row row = m->rowOf(product.key);
    m->setExists(row, true);
    for (auto& [field, column] : m->columns)
        if (column.at(row) && !product.fields.has(field))
            m->set(column, row, {});
    for (const auto& [field, json] : product.fields)
        if (ColumnWriter* column = m->column(field))
            m->set(*column, row, json);
}

void Catalog::removeProduct(std::string_view sku)
{
    const Row row = m->rowOf(sku);
    m->clear(row);
    m->setExists(row, false);
}

void Catalog::take(const ChangeBlock& products)
{
    std::vector<Row> rows(products.rows());
    for (size_t i = 0; i < rows.size(); ++i)
        rows[i] = m->rowOf(products.keys.at(i));
    std::vector<Row> sorted = rows;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
        // A product twice in one block: one after the other.
        for (size_t i = 0; i < rows.size(); ++i) {
            ChangeBlock one;
            one.kind = products.kind;
            one.add(products.row(i));
            take(one);
        }
        return;
    }
    for (size_t i = 0; i < rows.size(); ++i) {
        if (products.ops[i] != ChangeOp::Edit)
            m->clear(rows[i]);
        m->setExists(rows[i], products.ops[i] != ChangeOp::Delete);
    }
    for (const FieldColumn& column : products.columns)
        m->takeColumn(products, column, rows);
}

void Catalog::setDefinitions(Definitions definitions)
{
    m->definitions = std::make_shared<Definitions>(std::move(definitions));
}

void Catalog::putMapping(const MappingState& mapping, Days edited, std::string_view frozen)
{
    const MappingContents contents = contentsOf(mapping, edited);
    const auto kind = mappingKindOf(mapping.id);
    if (kind == MappingKind::Link) {
        if (const auto id = LinkId::parse(mapping.id))
            m->putLink(*id, contents);
    } else if (kind) {
        std::vector<EntryPtr> entries;
        for (size_t i = 0; i < contents.count; ++i)
            entries.push_back(m->entryOf(mapping.id, *kind, contents.items[i], frozen));
        m->entries.put(mapping.id, std::move(entries));
    }
}

void Catalog::setJournalNumber(uint64_t number)
{
    m->journalNumber = number;
}

Snapshot Catalog::snapshot()
{
    auto data = std::make_shared<Snapshot::Data>();
    data->journalNumber = m->journalNumber;
    data->definitions = m->definitions;
    m->publishProducts(*data);
    m->skus->publish();
    data->skus = m->skus;
    data->rows = m->skus->size();
    data->links = m->links.publish(data->rows);
    data->entries = m->entries.publish();
    data->naming = m->entries.publishNaming(data->rows);
    m->publishSearch(*data);
    return Snapshot(std::move(data));
}

size_t Catalog::bytes() const
{
    size_t total = m->skus->bytes() + m->exists.bytes() + m->links.bytes() + m->entries.bytes();
    for (const auto& [field, column] : m->columns)
        total += field.size() + column.bytes();
    return total + m->parentRows.capacity() * sizeof(Row) + m->variantCount * sizeof(Row);
}

} // namespace shelf
