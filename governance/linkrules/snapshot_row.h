// A product of the in-memory catalog as an expression reads it.
#pragma once

#include "model/catalog/snapshot.h"
#include "model/expression/expression.h"

namespace shelf {

class SnapshotProduct : public ExpressionRow {
public:
    explicit SnapshotProduct(const Snapshot& catalog) : m_catalog(catalog) { }
    void bind(Row row) { m_row = row; }

    std::string_view sku() const override { return m_catalog.sku(m_row); }
    std::string_view field(std::string_view name) const override;
    double completeness(std::string_view channel) const override;
    int64_t linkCount(std::string_view type) const override;
    int64_t mappingCount(std::string_view status) const override;

private:
    const Snapshot& m_catalog;
    Row m_row = noRow;
};

} // namespace shelf
