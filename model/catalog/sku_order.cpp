#include "model/catalog/sku_order.h"

#include <algorithm>
#include <string_view>

namespace shelf {

namespace {

struct Key {
    uint64_t first = 0, second = 0; // the first sixteen bytes: most comparisons need no more
    Row row = 0;
};

uint64_t wordAt(std::string_view text, size_t begin)
{
    uint64_t word = 0;
    for (size_t i = begin; i < begin + sizeof word; ++i)
        word = word << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    return word;
}

} // namespace

std::shared_ptr<const std::vector<Row>> SkuOrder::get(const Dictionary& skus, Row rows) const
{
    const std::lock_guard lock(m_mutex);
    const Row known = m_order ? static_cast<Row>(m_order->size()) : 0;
    if (m_order && known >= rows)
        return m_order;
    std::vector<Key> keys;
    keys.reserve(rows - known);
    for (Row row = known; row < rows; ++row) {
        const std::string_view sku = skus.text(row + 1);
        keys.push_back({wordAt(sku, 0), wordAt(sku, sizeof(uint64_t)), row});
    }
    const auto textBefore = [&skus](Row a, Row b) { return skus.text(a + 1) < skus.text(b + 1); };
    std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
        if (a.first != b.first)
            return a.first < b.first;
        return a.second != b.second ? a.second < b.second : textBefore(a.row, b.row);
    });
    auto order = std::make_shared<std::vector<Row>>();
    order->reserve(rows);
    if (m_order)
        *order = *m_order;
    for (const Key& key : keys)
        order->push_back(key.row);
    std::inplace_merge(order->begin(), order->begin() + known, order->end(), textBefore);
    m_order = order;
    return m_order;
}

} // namespace shelf
