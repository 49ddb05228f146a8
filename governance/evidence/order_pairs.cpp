#include "governance/evidence/order_pairs.h"

#include "governance/ticker.h"

namespace shelf {

OrderPairs::OrderPairs(uint32_t products, std::string folder, const OrderPairOptions& options)
    : m_options(options), m_lines(std::make_unique<SortedRuns>(folder, options.bytes / 2, Equal::Distinct)),
      m_pairs(std::move(folder), options.bytes / 2, Equal::Sum), m_productOrders(products)
{
}

Result<void> OrderPairs::endOrder()
{
    ++m_totals.orders;
    m_totals.lines += m_order.size();
    for (const uint32_t product : m_order)
        ++m_productOrders[product];
    if (m_order.size() > m_options.largestOrder) {
        ++m_totals.largeOrders;
        return {};
    }
    for (size_t a = 0; a < m_order.size(); ++a)
        for (size_t b = a + 1; b < m_order.size(); ++b)
            if (auto added = m_pairs.add({m_order[a], m_order[b], 1}); !added)
                return added;
    return {};
}

Result<void> OrderPairs::count(const Progress& progress)
{
    if (auto sorted = m_lines->finish(); !sorted)
        return sorted;
    Ticker ticker(progress, "counting pairs");
    RunItem line;
    uint64_t order = 0;
    for (;;) {
        const auto more = m_lines->next(line);
        if (!more)
            return more.error();
        if (!*more)
            break;
        if (!ticker.tick())
            return Error{ErrorKind::Cancelled, "CANCELLED", "orders", "cancelled; nothing was changed", "start it again when you like"};
        if (!m_order.empty() && line.key() != order) {
            if (auto ended = endOrder(); !ended)
                return ended;
            m_order.clear();
        }
        order = line.key();
        m_order.push_back(line.value); // in order of products, each once
    }
    if (!m_order.empty())
        if (auto ended = endOrder(); !ended)
            return ended;
    m_order = {};
    m_lines.reset(); // the last that knew one order from another
    return m_pairs.finish();
}

Result<bool> OrderPairs::next(OrderPair& pair)
{
    RunItem item;
    for (;;) {
        const auto more = m_pairs.next(item);
        if (!more || !*more)
            return more;
        if (item.value >= m_options.smallestCell) {
            pair = {item.high, item.low, item.value};
            return true;
        }
    }
}

} // namespace shelf
