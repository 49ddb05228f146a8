// What a snapshot holds. Private to model/catalog.
#pragma once

#include "model/catalog/entries.h"
#include "model/catalog/pages.h"
#include "model/catalog/sku_order.h"
#include "model/catalog/snapshot.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace shelf {

inline constexpr int deepestAncestry = 8; // a loop of parents must not hang anything; as in model/query/product_row.cpp

using NamedColumns = std::vector<std::pair<std::string, std::shared_ptr<const Column>>>; // in byte order of names

struct Snapshot::Data {
    uint64_t journalNumber = 0;
    std::shared_ptr<const Definitions> definitions = std::make_shared<Definitions>();
    std::shared_ptr<const Dictionary> skus = std::make_shared<Dictionary>(); // a product's row is its SKU's code − 1
    Row rows = 0;
    Row productCount = 0;
    std::shared_ptr<const Column> exists = std::make_shared<Column>(); // codes are 0 and 1, without values
    std::shared_ptr<const NamedColumns> columns = std::make_shared<NamedColumns>();

    // Columns that are looked at all the time, or nullptr; codes in `lifecycle`.
    const Column* parent = nullptr;
    const Column* lifecycle = nullptr;
    const Column* channels = nullptr;
    Code active = 0, retired = 0;

    std::shared_ptr<const std::vector<Row>> parentRows = std::make_shared<std::vector<Row>>(); // by code of `parent`, from 1
    Grouped<Row> variants;
    size_t variantCount = 0;

    Links links;
    std::shared_ptr<const Entries> entries = std::make_shared<Entries>();
    Grouped<EntryPtr> naming;
    std::shared_ptr<const SkuOrder> skuOrder = std::make_shared<SkuOrder>();
    std::shared_ptr<const SearchText> search;
    std::shared_ptr<const std::vector<Row>> searchEdited = std::make_shared<std::vector<Row>>(); // since `search` began; sorted

    bool has(Row row) const { return exists->at(row) != 0; }
    // The parent that counts, or noRow.
    Row parentOf(Row row) const
    {
        const Code code = parent ? parent->at(row) : 0;
        if (!code)
            return noRow;
        const Row found = (*parentRows)[code];
        return has(found) ? found : noRow;
    }
    Code inherited(const Column& column, Row row) const;
};

} // namespace shelf
