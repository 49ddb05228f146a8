// What the rules of this area share: which columns there are, which products have a value that a rule minds (decided once per
// distinct value), and how products, fields and amounts are called in messages.
#pragma once

#include "governance/rules/rule.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf::attr {

struct ScannedColumn {
    std::string_view field; // views the snapshot
    const Column* column = nullptr;
    const Attribute* attribute = nullptr; // nullptr: a core field
};
// Every attribute's columns ("socket", "name@de") that some product has or had a value in.
std::vector<ScannedColumn> attributeColumns(const Snapshot& catalog);
// What people wrote for shoppers to read: name and brand, in every language, and the attributes of type text.
std::vector<ScannedColumn> textColumns(const Snapshot& catalog);

std::string productLabel(const Snapshot& catalog, Row row); // "CAM-1 (Camera one)", or the SKU alone
std::string fieldLabel(const Definitions& definitions, std::string_view field); // "Socket (socket)", "name", "Name in de (name@de)"
std::string channelLabel(const Definitions& definitions, std::string_view channel); // "Web shop"
std::string listed(const std::vector<std::string>& parts, size_t most = 5); // "a, b and 3 more"
std::string moneyText(const Snapshot& catalog, const Column* column, Row row); // "499.9 EUR", with the currency of the product
std::string_view dateText(const Snapshot& catalog, const Column* column, Row row); // empty where there is none

// The product whose value of this field counts for `row`: itself or an ancestor; noRow where there is none.
Row ownerOf(const Snapshot& catalog, const Column* column, Row row);

// A step that sets one field of a product; empty JSON takes it away.
FixStep setField(std::string_view sku, std::string_view field, std::string json);
// The product and the column (detail names the field) of a finding; noRow or nullptr where they are gone.
struct Place {
    Row row = noRow;
    const Column* column = nullptr;
    Code code = 0; // its own value there
};
Place placeOf(const Snapshot& catalog, const Finding& finding, std::string_view field);

inline constexpr uint32_t pollEvery = 4096; // values or rows between two looks at whether the run was cancelled

// visit(row) for every product in the run.
template <typename Visit> void eachProduct(const RuleRun& run, const Visit& visit)
{
    if (!run.everything()) {
        run.forEachProduct(visit);
        return;
    }
    const Snapshot& catalog = run.catalog();
    for (Row row = 0; row < catalog.rows(); ++row) {
        if (row % pollEvery == 0 && run.cancelled())
            return;
        if (catalog.exists(row))
            visit(row);
    }
}

// visit(row, code) for every product in the whole catalog (rules of Unit::Catalog always run over all of it) with an own value for which
// `minded` (by code) is set.
template <typename Visit> void eachMinded(const RuleRun& run, const Column& column, const std::vector<uint8_t>& minded, const Visit& visit)
{
    const Snapshot& catalog = run.catalog();
    std::vector<Code> buffer(chunkRows);
    for (Row index = 0; index < catalog.chunks(); ++index) {
        if (run.cancelled())
            return;
        if (column.chunkIsEmpty(index))
            continue;
        const auto codes = column.chunk(index, buffer.data());
        for (Row place = 0; place < chunkRows; ++place) {
            const Row row = index * chunkRows + place;
            if (minded[codes[place]] && row < catalog.rows() && catalog.exists(row))
                visit(row, codes[place]);
        }
    }
}

// visit(row, code) for every product in the run whose own value of this column is bad. A variant that takes a bad value from its
// parent is not visited: the parent is. `isBad(code)` is asked once per distinct value where the run is about everything.
template <typename IsBad, typename Visit> void scanOwn(const RuleRun& run, const Column* column, const IsBad& isBad, const Visit& visit)
{
    if (!column)
        return;
    if (!run.everything()) {
        run.forEachProduct([&](Row row) {
            if (const Code code = column->at(row); code && isBad(code))
                visit(row, code);
        });
        return;
    }
    std::vector<uint8_t> bad(size_t(column->valueCount()) + 1);
    bool any = false;
    for (Code code = 1; code <= column->valueCount(); ++code) {
        if (code % pollEvery == 0 && run.cancelled())
            return;
        bad[code] = isBad(code);
        any |= bad[code] != 0;
    }
    if (any)
        eachMinded(run, *column, bad, visit);
}

} // namespace shelf::attr
