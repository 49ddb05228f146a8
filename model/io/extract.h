// Working content (drafts where there are any) as a file for editing elsewhere. Importing the file again changes nothing
// (formats.md, "No-op law"). Retired mappings, and those whose draft retires them, are left out: absence never deletes.
#pragma once

#include "model/store/workspace.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

enum class ExtractWhat { Products, Links, LinkRules, Compat, Bundles, Upgrades };
enum class ExtractFormat { Csv, Tsv, JsonLines };

struct ExtractRequest {
    std::string file; // must not exist
    ExtractWhat what = ExtractWhat::Products;
    ExtractFormat format = ExtractFormat::Csv;
    bool forExcel = false; // tables only: byte order mark, CRLF, the guard against formulas, and a profile beside the file
    std::string where; // of products: an expression; empty: all
    std::function<bool(const MappingState&)> selects; // of mappings; none: all
};

struct ExtractReport {
    uint64_t records = 0; // products or mappings
    uint64_t bytes = 0; // of the file
    std::string profile; // the path of the profile written beside it; empty: none
    // What a table cannot say; JSON Lines can. Values for which [[keep]] stands in the file, and mappings left out of it.
    uint64_t unsaid = 0;
    std::string firstUnsaid; // "SKU, field"
    uint64_t leftOut = 0;
    std::string firstLeftOut; // its id
    std::optional<std::string> trouble; // what the expression could not decide on some row (Expression::trouble)
};

// The file appears whole or not at all. Errors: Rejected EXISTS, FOLDER, or of the expression; System; Cancelled; Usage where a
// table cannot hold what is asked for.
Result<ExtractReport> extract(Workspace& workspace, const ExtractRequest& request, const Progress& progress = {});

// "shop.csv" -> "shop.profile.yaml"
std::string extractProfilePath(const std::string& file);

} // namespace shelf
