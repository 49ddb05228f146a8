// A product of a snapshot as an expression reads it: with its parent's values where its own are empty, and counts of its links and
// mappings (of the working view).
#pragma once

#include "model/catalog/snapshot.h"
#include "model/expression/expression.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace shelf {

// Share of a product's required attributes that are filled, as completenessOf in model/query/product_query.h has it. Not for several
// threads at once.
class SnapshotCompleteness {
public:
    explicit SnapshotCompleteness(const Snapshot& snapshot) : m_snapshot(snapshot) { }
    double of(Row row, std::string_view channel); // empty channel: the lowest; 0 where it is not sold there
    // By the channels it is sold in, in byte order of their codes.
    const std::vector<std::pair<std::string, double>>& all(Row row);

private:
    // What a family wants in one channel: of each attribute the columns any of which fills it.
    struct Wanted {
        std::string channel;
        std::vector<std::vector<std::pair<const Column*, bool>>> attributes; // and whether variants take it from parents
    };
    const std::vector<Wanted>* wantedOf(std::string_view family);
    void addColumns(const std::string& code, const std::string& channel, std::vector<std::pair<const Column*, bool>>& columns) const;

    const Snapshot& m_snapshot;
    std::map<std::string, std::vector<Wanted>, std::less<>> m_families;
    std::vector<std::pair<std::string, double>> m_shares;
};

class SnapshotRow : public ExpressionRow {
public:
    explicit SnapshotRow(const Snapshot& snapshot) : m_snapshot(snapshot), m_completeness(snapshot) { }
    void bind(Row row) { m_row = row; }
    Row row() const { return m_row; }

    std::string_view sku() const override { return m_snapshot.sku(m_row); }
    std::string_view field(std::string_view name) const override;
    double completeness(std::string_view channel) const override { return m_completeness.of(m_row, channel); }
    int64_t linkCount(std::string_view type) const override;
    int64_t mappingCount(std::string_view status) const override;

private:
    const Snapshot& m_snapshot;
    mutable SnapshotCompleteness m_completeness;
    Row m_row = 0;
};

// The first of a list's texts, as JSON; empty for anything else.
std::string_view firstText(const Column& column, Code code);

} // namespace shelf
