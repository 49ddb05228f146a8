// Import of external data: reader -> rows -> profile -> typed records -> difference against the catalog = one change set. The dry
// run is the same code, rolled back.
#pragma once

#include "model/store/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace shelf {

struct ImportRequest {
    std::vector<std::string> files;
    std::string format = "auto"; // auto, csv, tsv, jsonl
    std::string what = "auto"; // auto: by each file's headers; products, links, compat, bundles, upgrades
    std::string profile; // path of a profile, or the name of one that the workspace keeps; empty: none
    // Path to write the complete profile to; the workspace keeps it too, under the file's name. Empty: none.
    std::string saveProfile;
    std::string family; // family code for every row; empty: from the profile, a `family` column, or none
    std::vector<std::string> key; // headers that make the SKU where the file has none
    std::string linkType; // of rows that name none; empty: the profile's default_type
    std::string mode; // merge, replace: what lists of links do; empty: as the profile says
    bool dryRun = false;
    bool stopOnError = false; // reject everything where any row is rejected
    bool feed = false; // a feed: changes price, stock and the like, or is refused (model/store/feed_rules.h)
    std::string author;
};

// Whether it makes sense by itself, before anything is opened. Errors: Usage; Rejected FORMAT, WHAT.
Result<void> checkRequest(const ImportRequest& request);

struct RejectedRow {
    std::string file;
    uint64_t row = 0; // the line on which the record begins, from 1
    std::string column;
    std::string code; // ROW_WIDTH, QUOTE_OPEN, ENCODING, DUPLICATE_KEY, BAD_NUMBER …
    std::string message;
};

struct FieldChangeReport {
    std::string id, field, before, after; // texts as people read them
};

struct ImportReport {
    uint64_t read = 0, added = 0, changed = 0, unchanged = 0;
    uint64_t duplicates = 0; // identical rows beyond the first
    std::vector<RejectedRow> rejected; // the first 1,000
    uint64_t rejectedCount = 0;
    uint64_t createdFamilies = 0, createdAttributes = 0, createdCategories = 0, createdOptions = 0;
    std::vector<std::string> createdNames; // "attribute socket", the first 100
    uint64_t linksAdded = 0, linksRemoved = 0, bundlesAdded = 0, upgradesAdded = 0;
    std::vector<std::string> warnings; // one sentence each: ordinals used, values kept as text …
    bool dryRun = false;
    std::vector<FieldChangeReport> changes; // dry run: the first 1,000
    std::optional<uint64_t> number; // the change set
    bool allRejected() const { return rejectedCount > 0 && added + changed + unchanged == 0; }
};

// Errors: Rejected (file unreadable as what it claims, profile wrong, every row rejected is NOT an error but a report),
// System, Workspace, Cancelled. With stopOnError and a rejected row nothing is imported and the report says so.
Result<ImportReport> importFiles(Workspace& workspace, const ImportRequest& request, const Progress& progress = {});

} // namespace shelf
