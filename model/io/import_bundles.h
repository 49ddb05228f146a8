// Rows that describe bundles: one a component, or Magento's grammars, which put a whole bundle into one cell.
#pragma once

#include "model/io/import_units.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// One thing to choose from, or a component where there is only one and nothing to choose.
struct BundleOption {
    std::string title;
    std::string input; // radio, dropdown, select: one; checkbox, multi: several
    bool required = true;
    struct Part {
        std::string sku;
        std::string quantity; // as it was written; empty: one
    };
    std::vector<Part> parts;
};

// "Title|radio:SKU,SKU", an option a line: magento2-sample-data, bundle_options.
std::optional<std::vector<BundleOption>> parseBundleOptions(std::string_view cell, std::string& problem);
// "name=G,type=radio,required=1,sku=S,default_qty=1.0000,…", parts joined with '|': Magento's own export, bundle_values.
std::optional<std::vector<BundleOption>> parseBundleValues(std::string_view cell, std::string& problem);

Result<void> readBundleRows(MappingContext& context, ImportUnits& units, const MappingFile& file, const Progress& progress);

} // namespace shelf
