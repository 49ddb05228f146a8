// A realistic catalog as files, from a seed: the same seed and size give the same bytes everywhere. About one row in forty has a
// defect of the kind that real catalogs have: a missing name, a price below its cost, an invalid GTIN, a name twice, a unit that
// is written out, a link to a retired product.
#pragma once

#include "model/domain/result.h"

#include <cstdint>
#include <string>

namespace shelf::bench {

struct CatalogSize {
    uint64_t products = 1'000'000;
    uint64_t links = 5'000'000;
    uint64_t bundles = 100'000;
    uint64_t upgradeSteps = 50'000;
    uint64_t seed = 1;

    // The proportions of the reference size.
    static CatalogSize of(uint64_t products);
};

std::string skuOf(uint64_t product);

// Each writes one CSV file in the columns that the importer knows. Errors: System.
// 20 attributes beside the core fields, 70 % of them filled, rows in no order of SKUs.
Result<void> writeProducts(const std::string& path, const CatalogSize& size);
Result<void> writeLinks(const std::string& path, const CatalogSize& size); // each pair of a type once, in no order
Result<void> writeBundles(const std::string& path, const CatalogSize& size);
Result<void> writeUpgrades(const std::string& path, const CatalogSize& size);

} // namespace shelf::bench
