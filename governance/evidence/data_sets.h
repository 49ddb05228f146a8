// The data sets of a workspace: what was counted in files of orders, and the evidence that they give together.
#pragma once

#include "governance/evidence/statistics.h"
#include "model/store/workspace.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct DataSet {
    std::string name;
    std::string sha256; // of the file
    std::string counts; // name of the table (count_table.h)
    uint64_t orders = 0, lines = 0;
    uint64_t products = 0, pairs = 0; // that were kept
    uint64_t largeOrders = 0, orderLimit = 0; // orders of more distinct products than this count for no pairs
    uint64_t smallestCell = 0; // counts below it were not kept
    std::string firstDay, lastDay; // of the orders; empty: the file has no dates
    std::string imported; // the day
    uint64_t changedIn = 0;

    const std::string& date() const { return lastDay.empty() ? imported : lastDay; } // how old what it says is
};

std::vector<DataSet> dataSets(const Definitions& definitions); // in byte order of names
FieldMap fieldsOf(const DataSet& set);
Json dataSetJson(const DataSet& set);

// What one data set says of a pair. A count that is absent is below the smallest cell.
struct PairInSet {
    DataSet set;
    std::optional<uint64_t> a, c, both;
};

// What all data sets say of it together.
struct PairEvidence {
    std::vector<PairInSet> sets; // in byte order of names
    uint64_t orders = 0;
    std::optional<uint64_t> a, c, both; // absent: no data set kept it
    // Some data set did not keep one of the counts: it is at least this.
    bool atLeast = false;

    bool complete() const { return a && c && both; }
    PairCounts counts() const { return {orders, a.value_or(0), c.value_or(0), both.value_or(0)}; }
};
// Errors: Workspace DAMAGED.
Result<PairEvidence> pairEvidence(Workspace& workspace, std::string_view skuA, std::string_view skuC);

} // namespace shelf
