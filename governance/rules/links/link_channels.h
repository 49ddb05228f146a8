// In which channels products are sold and links are shown, as sets of bits: 64 channels at a time.
#pragma once

#include "governance/rules/links/link_scan.h"

#include <string>
#include <vector>

namespace shelf {

class ChannelSets {
public:
    ChannelSets(const RuleRun& run, std::vector<std::string> channels); // at most 64
    // An empty list of channels, of a product or a link, stands for all.
    uint64_t ofProduct(Row row) const { return m_products(row); }
    uint64_t ofLink(Code details) { return m_links(details).set; }
    uint64_t named(Code details) { return m_links(details).named ? m_links(details).set : 0; } // those it names itself
    template <typename Visit> void each(uint64_t set, Visit&& visit) const // visit(const std::string& channel)
    {
        for (size_t i = 0; i < m_channels.size(); ++i)
            if (set >> i & 1)
                visit(m_channels[i]);
    }

private:
    struct OfProduct {
        const ChannelSets* sets;
        const Column* column;
        uint64_t operator()(Code code) const;
    };
    struct Named {
        uint64_t set = 0;
        bool named = false;
    };
    struct OfLink {
        const ChannelSets* sets;
        Named operator()(std::string_view json) const;
    };
    uint64_t bitOf(std::string_view channel) const;

    std::vector<std::string> m_channels;
    uint64_t m_all;
    RowValues<uint64_t, OfProduct> m_products;
    ByDetails<Named, OfLink> m_links;
};

// visit(ChannelSets&) for the channels of the workspace, 64 at a time.
template <typename Visit> void forEachChannelBlock(const RuleRun& run, Visit&& visit)
{
    std::vector<std::string> block;
    const auto channels = run.definitions().all(ThingKind::Channel);
    for (size_t i = 0; i < channels.size(); ++i) {
        block.push_back(channels[i]->key);
        if (block.size() < 64 && i + 1 < channels.size())
            continue;
        ChannelSets sets(run, std::move(block));
        visit(sets);
        block = {};
    }
}

} // namespace shelf
