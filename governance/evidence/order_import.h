// Import of orders: order lines become counts of pairs, and those a data set of the workspace, in one change set. What is kept names no
// order and no person, and neither does anything that is logged, journalled or written meanwhile.
#pragma once

#include "governance/evidence/data_sets.h"
#include "governance/evidence/order_pairs.h"
#include "model/io/import.h"

#include <string>
#include <vector>

namespace shelf {

struct OrderImportRequest {
    ImportRequest import; // files, format, profile, dryRun, stopOnError, author; each file becomes a data set of its own
    std::string name; // of the data set, where there is one file; empty: the file's name without its ending
    OrderPairOptions counting;
};

struct OrderImportReport {
    // read, added (lines that were counted), duplicates (the same product again in one order), rejected, warnings, number
    ImportReport import;
    std::vector<DataSet> sets; // new ones, in the order of the files
    std::vector<std::string> known; // data sets that were made from one of the files before; it is not counted again
    uint64_t returned = 0; // lines with a quantity of 0 or less, which are passed over
};

// Errors: Rejected (no such columns, the name is taken …), System, Workspace, Cancelled. Where rows are rejected and stopOnError is set,
// or all of them are, nothing is imported and the report says so.
Result<OrderImportReport> importOrders(Workspace& workspace, const OrderImportRequest& request, const Progress& progress = {});

} // namespace shelf
