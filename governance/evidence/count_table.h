// What is kept of the orders of a data set: in how many each product was, and each pair of products. The bytes, which the workspace keeps
// under their SHA-256 (CountTable):
//
//   "shelf-counts-1\n", orders, the number of products, then for each product in byte order of SKUs: the length of its SKU, the SKU,
//   its orders; then for each product that is the first of a pair: how many products it is behind the one before (counted from -1), and
//   for each second one: how many it is behind the one before (from the first on), the orders with both; 0 ends it. 0 ends the table.
//
// Numbers are unsigned LEB128. Parts end between products or pairs. Products and pairs in fewer orders than the smallest cell are not in
// it.
#pragma once

#include "governance/evidence/order_pairs.h"
#include "governance/evidence/scratch_file.h"
#include "model/domain/hash.h"
#include "model/store/workspace.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace shelf {

struct ProductOrders {
    std::string_view sku;
    uint32_t orders = 0;
};

class CountTableWriter {
public:
    // Keeps the parts in a scratch file in `folder` until the workspace takes them.
    explicit CountTableWriter(std::string folder);

    Result<void> begin(uint64_t orders, uint64_t products);
    Result<void> product(const ProductOrders& product); // in byte order of SKUs
    Result<void> pair(const OrderPair& pair); // numbers of products in that order; by a, then b
    // The parts are given from the scratch file, which lives as long as what this gives. Error: System.
    Result<CountTable> finish();
    uint64_t pairs() const { return m_pairs; }

private:
    void number(uint64_t value);
    Result<void> cut();

    std::shared_ptr<ScratchFile> m_file;
    std::string m_part;
    std::vector<size_t> m_parts; // their sizes
    Sha256 m_hash;
    uint32_t m_a = 0, m_b = 0;
    uint64_t m_pairs = 0;
};

// Called while a table is read; any may be empty. False from `pair` stops.
struct CountTableVisitor {
    std::function<void(uint64_t orders, uint64_t products)> begin;
    std::function<void(const ProductOrders&)> product; // the first one is number 0
    std::function<bool(const OrderPair&)> pair;
};
// Error: Workspace DAMAGED.
Result<void> readCountTable(Workspace& workspace, const std::string& sha256, const CountTableVisitor& visitor);

} // namespace shelf
