#include "governance/health/population.h"
#include "governance/rules/attributes/required.h"

#include <algorithm>
#include <bit>

namespace shelf::health {

namespace {

// The channels that products are sold in, looked up once for each distinct list of channels.
class SoldIn {
public:
    SoldIn(const Snapshot& catalog, const attr::Required& required)
        : m_catalog(catalog), m_required(required), m_column(catalog.column("channels")),
          m_masks(m_column ? m_column->valueCount() + 1 : 1), m_known(m_masks.size())
    {
    }
    attr::ChannelMask of(Row row)
    {
        const Code code = m_catalog.value(m_column, row);
        if (!m_known[code]) {
            m_known[code] = 1;
            m_masks[code] = m_required.soldIn(row);
        }
        return m_masks[code];
    }

private:
    const Snapshot& m_catalog;
    const attr::Required& m_required;
    const Column* m_column;
    std::vector<attr::ChannelMask> m_masks;
    std::vector<uint8_t> m_known;
};

template <typename Visit> void eachChannel(attr::ChannelMask channels, const Visit& visit)
{
    for (; channels; channels &= channels - 1)
        visit(static_cast<size_t>(std::countr_zero(channels)));
}

class Measuring {
public:
    explicit Measuring(const Population& population) : m_population(population)
    {
        const size_t families = size_t(population.families()) + 1;
        m_result.shares.resize(population.rows());
        m_result.required.resize(families);
        m_result.byChannel.resize(families);
        m_sold.resize(population.rows());
    }

    Completeness run()
    {
        const Snapshot& catalog = m_population.catalog();
        const size_t channels = attr::Required::channelCount(catalog);
        for (size_t first = 0; first < channels; first += 64) {
            const attr::Required required(catalog, first);
            countSold(required);
        }
        for (size_t first = 0; first < channels; first += 64)
            look(attr::Required(catalog, first));
        for (Row row = 0; row < m_population.rows(); ++row)
            if (m_sold[row])
                m_result.shares[row] /= m_sold[row];
        return std::move(m_result);
    }

private:
    struct UseGap {
        uint64_t products = 0;
        double complete = 0;
    };

    void countSold(const attr::Required& required)
    {
        SoldIn sold(m_population.catalog(), required);
        for (Row row = 0; row < m_population.rows(); ++row)
            if (m_population.has(row))
                m_sold[row] = static_cast<uint16_t>(m_sold[row] + std::popcount(sold.of(row)));
    }

    // How many attributes each channel requires of each family.
    void countAsked(const attr::Required& required, Row row, Code family)
    {
        if (m_counted[family])
            return;
        m_counted[family] = 1;
        const auto* uses = required.uses(row);
        m_asked[family].assign(required.channels(), 0);
        m_gaps[family].assign(uses ? uses->size() : 0, {});
        if (!uses)
            return;
        for (const attr::RequiredUse& use : *uses)
            eachChannel(use.channels, [&](size_t channel) { ++m_asked[family][channel]; });
        m_result.required[family] = std::max<uint64_t>(m_result.required[family], uses->size());
    }

    void look(const attr::Required& required)
    {
        const Snapshot& catalog = m_population.catalog();
        const size_t families = m_result.byChannel.size(), before = m_result.channels.size();
        m_counted.assign(families, 0);
        m_asked.assign(families, {});
        m_gaps.assign(families, {});
        for (size_t i = 0; i < required.channels(); ++i)
            m_result.channels.push_back(required.channel(i));
        for (auto& shares : m_result.byChannel)
            shares.resize(m_result.channels.size());
        SoldIn sold(catalog, required);
        std::vector<uint32_t> missing(required.channels());
        for (Row row = 0; row < m_population.rows(); ++row) {
            if (!m_population.has(row))
                continue;
            const Code family = m_population.family(row);
            countAsked(required, row, family);
            lookAt(required, row, sold.of(row), missing, m_result.byChannel[family].data() + before);
        }
        for (Code family = 0; family < families; ++family)
            keepGaps(required, family);
    }

    void lookAt(
        const attr::Required& required, Row row, attr::ChannelMask sold, std::vector<uint32_t>& missing, Completeness::Share* shares)
    {
        const Code family = m_population.family(row);
        const auto* uses = required.uses(row);
        const auto& asked = m_asked[family];
        std::fill(missing.begin(), missing.end(), 0U);
        for (size_t i = 0; uses && i < uses->size(); ++i) {
            const attr::ChannelMask empty = required.missing((*uses)[i], row) & sold;
            if (!empty)
                continue;
            UseGap& gap = m_gaps[family][i];
            ++gap.products;
            m_firstWith.try_emplace({family, i}, row);
            eachChannel(empty, [&](size_t channel) {
                ++missing[channel];
                gap.complete += 1.0 / asked[channel] / m_sold[row];
            });
        }
        eachChannel(sold, [&](size_t channel) {
            const double share = !uses ? 0.0 : asked[channel] ? 1.0 - double(missing[channel]) / asked[channel] : 1.0;
            m_result.shares[row] += share;
            shares[channel].sum += share;
            ++shares[channel].products;
        });
    }

    void keepGaps(const attr::Required& required, Code family)
    {
        for (size_t i = 0; i < m_gaps[family].size(); ++i) {
            const UseGap& found = m_gaps[family][i];
            if (!found.products)
                continue;
            const std::string& code = (*required.uses(m_firstWith.at({family, i})))[i].use->code;
            auto& gaps = m_result.gaps;
            auto gap = std::find_if(gaps.begin(), gaps.end(), [&](const Gap& g) { return g.family == family && g.attribute == code; });
            if (gap == gaps.end())
                gap = gaps.insert(gaps.end(), Gap{family, code, 0, 0});
            gap->products = std::max(gap->products, found.products); // of several passes over channels: mostly the same products
            gap->complete += found.complete;
        }
        std::erase_if(m_firstWith, [family](const auto& entry) { return entry.first.first == family; });
    }

    const Population& m_population;
    Completeness m_result;
    std::vector<uint16_t> m_sold; // by row: how many channels
    std::vector<uint8_t> m_counted; // by family
    std::vector<std::vector<uint32_t>> m_asked; // by family, then channel
    std::vector<std::vector<UseGap>> m_gaps; // by family, then use
    std::map<std::pair<Code, size_t>, Row> m_firstWith; // a product of each gap
};

} // namespace

Completeness measureCompleteness(const Population& population)
{
    return Measuring(population).run();
}

} // namespace shelf::health
