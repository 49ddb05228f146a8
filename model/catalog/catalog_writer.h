// What a Catalog is made of. Private to model/catalog.
#pragma once

#include "model/catalog/catalog.h"
#include "model/catalog/column_writer.h"
#include "model/catalog/entries.h"
#include "model/catalog/links_data.h"
#include "model/catalog/mapping_contents.h"
#include "model/catalog/search_text.h"
#include "model/catalog/snapshot_data.h"

#include <map>

namespace shelf {

struct Catalog::Writer {
    std::optional<std::set<std::string>> fields;
    uint64_t journalNumber = 0;
    std::shared_ptr<const Definitions> definitions;
    std::shared_ptr<Dictionary> skus = std::make_shared<Dictionary>();
    ColumnWriter exists;
    Row productCount = 0;
    std::map<std::string, ColumnWriter, std::less<>> columns;
    ColumnWriter* parents = nullptr; // in columns
    std::vector<Row> parentRows = {noRow}; // by code of parents
    std::shared_ptr<const std::vector<Row>> publishedParentRows;
    Grouped<Row> variants;
    size_t variantCount = 0;
    LinksWriter links;
    EntriesWriter entries;
    std::shared_ptr<const NamedColumns> publishedColumns;
    std::shared_ptr<const SkuOrder> skuOrder = std::make_shared<SkuOrder>();
    std::shared_ptr<const SearchText> search = std::make_shared<SearchText>();
    ColumnWriter* names = nullptr; // in columns
    std::set<Row> searchEdited; // since `search` began
    std::shared_ptr<const std::vector<Row>> publishedEdited = std::make_shared<std::vector<Row>>();
    std::string scratch;

    Writer() : links(*skus) { }

    bool keeps(std::string_view field) const { return !fields || field == "parent" || fields->contains(std::string(field)); }
    Row rowOf(std::string_view sku);
    ColumnWriter* column(std::string_view field); // nullptr: not kept
    void set(ColumnWriter& column, Row row, std::string_view json);
    void setParent(Row row, std::string_view json);
    void noteForSearch(Row row, int depth = 0); // it, and what takes its name, is found by other words now
    void publishSearch(Snapshot::Data& data);
    void setExists(Row row, bool now);
    void clear(Row row);
    void takeColumn(const ChangeBlock& block, const FieldColumn& changed, const std::vector<Row>& rows);
    Link linkOf(const MappingContent& content, Row source, Row target, uint16_t type);
    EntryPtr entryOf(const std::string& id, MappingKind kind, const MappingContent& content, std::string_view frozen);
    void putLink(const LinkId& id, const MappingContents& contents);
    const std::shared_ptr<const NamedColumns>& publishColumns();
    void publishProducts(Snapshot::Data& data);
};

} // namespace shelf
