// The catalog in memory as it was after one change set: immutable, cheap to copy, read from any thread without locks.
#pragma once

#include "model/catalog/column.h"
#include "model/catalog/entry.h"
#include "model/catalog/links.h"
#include "model/domain/definitions.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

class SearchText;

class Snapshot {
public:
    Snapshot();
    uint64_t journalNumber() const; // the last change set in it
    const Definitions& definitions() const;

    // --- products ---------------------------------------------------------------------------------------------------------
    Row rows() const; // places, of deleted products too: always ask exists()
    Row chunks() const { return (rows() + chunkRows - 1) / chunkRows; }
    Row productCount() const;
    bool exists(Row row) const;
    Row find(std::string_view sku) const; // of a product that exists; else noRow
    std::string_view sku(Row row) const; // of places without a product, too

    // A core field or an attribute code ("name", "socket", "name@de"); nullptr where no product ever had a value. Pointers live as
    // long as any copy of this snapshot.
    const Column* column(std::string_view field) const;
    std::vector<std::string_view> fields() const; // of all columns, in byte order
    // A product's own value, and the one that counts: a variant's empty value is its parent's. 0 where there is none, or for nullptr.
    Code own(const Column* column, Row row) const { return column ? column->at(row) : 0; }
    Code value(std::string_view field, Row row) const;
    // `inherits` says whether the field is one that variants take from parents (inheritsField).
    Code value(const Column* column, Row row, bool inherits = true) const;
    // Convenience: values as texts and numbers, inherited where that applies.
    std::string_view text(std::string_view field, Row row) const;
    double number(std::string_view field, Row row) const; // NaN
    // Codes of a chunk with inheritance applied where any of its rows is a variant.
    std::span<const Code> chunk(const Column* column, Row index, Code* buffer, bool inherits = true) const;

    Row parent(Row row) const; // that exists; else noRow
    std::span<const Row> variants(Row parent) const; // sorted; of products that name it
    bool hasVariants() const; // any in the whole catalog

    std::string_view family(Row row) const { return text("family", row); }
    std::string_view lifecycle(Row row) const { return text("lifecycle", row); } // empty: none given, which counts as active
    bool isActive(Row row) const; // lifecycle active, or none given
    bool isRetired(Row row) const;
    bool soldIn(Row row, std::string_view channel) const; // no channels: all

    // --- mappings ---------------------------------------------------------------------------------------------------------
    const Links& links() const;
    std::string linkId(const Link& link) const;
    FieldMap linkContent(const Link& link) const; // whole, with source, type, target, rank
    // Bundles, ladders, link rules, compatibility rules in byte order of ids; of both views.
    const std::vector<EntryPtr>& entries() const;
    std::span<const EntryPtr> entriesOf(MappingKind kind) const;
    std::vector<EntryPtr> entriesNaming(Row product) const; // of both views, in byte order of ids
    EntryPtr entry(std::string_view id, View view) const; // nullptr

    // All places in byte order of their SKUs, and perhaps some that came later; made at the first call.
    std::shared_ptr<const std::vector<Row>> skuOrder() const;

    // Rows whose folded "SKU name" contains every word of `text` (folded), in order of rows; at most `limit`.
    std::vector<Row> search(std::string_view text, size_t limit) const;

    struct Data;
    explicit Snapshot(std::shared_ptr<const Data> data) : m_data(std::move(data)) { }
    const Data& data() const { return *m_data; } // model/catalog only

private:
    std::shared_ptr<const Data> m_data;
};

// Whether variants take this field from their parents: everything but what is a product's own (its number, stock …).
bool inheritsField(std::string_view field);

} // namespace shelf
