// The real PC parts of the shared data, where they are there.
#pragma once

#include "governance/rules/example.h"
#include "model/catalog/snapshot.h"
#include "model/io/import.h"
#include "tests/support/real_data.h"

#include <memory>
#include <string>
#include <vector>

namespace shelf::test {

// The SKU of each is made of all columns but the price: names repeat.
inline void importParts(Workspace& workspace, const std::string& family, const std::vector<std::string>& key)
{
    ImportRequest request;
    request.files = {realData("pc-parts") + "/" + family + ".csv"};
    request.family = family;
    request.key = key;
    request.author = "ann";
    const auto report = importFiles(workspace, request);
    if (!report)
        qFatal("%s: %s", report.error().where.c_str(), report.error().what.c_str());
}

// The first product in catalog order with this value, in byte order of SKUs.
inline std::string firstWith(const Snapshot& catalog, std::string_view family, std::string_view field, std::string_view value)
{
    std::string first;
    for (Row row = 0; row < catalog.rows(); ++row)
        if (catalog.exists(row) && catalog.family(row) == family && catalog.text(field, row) == value)
            if (first.empty() || catalog.sku(row) < first)
                first = catalog.sku(row);
    return first;
}

} // namespace shelf::test
