// Which required attributes a product lacks, channel by channel: what completenessOf (model/query/product_query.h) counts, over
// columns. A value in any column of a per-language or per-channel attribute counts, but for another channel's.
#pragma once

#include "governance/rules/attributes/field_scan.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace shelf::attr {

using ChannelMask = uint64_t; // of Required::channels(), by place

struct RequiredUse { // an attribute that some channels require of a family
    const FamilyAttribute* use = nullptr;
    const Column* column = nullptr; // of the code alone
    ChannelMask channels = 0; // that require it
    std::vector<std::pair<const Column*, ChannelMask>> suffixed; // "warranty@web": the channels for which a value there counts
};

class Required {
public:
    // Looks at 64 channels, from `first` on: callers go on while first < channelCount.
    Required(const Snapshot& catalog, size_t first);
    static size_t channelCount(const Snapshot& catalog);

    size_t channels() const { return m_channels.size(); }
    const std::string& channel(size_t place) const { return m_channels[place]; }

    // Uses by the code of the family; nullptr where the family is not defined, or there is none.
    const std::vector<RequiredUse>* uses(Row row) const;
    ChannelMask soldIn(Row row) const;
    // The channels that require this attribute, and for which this product has no value of it.
    ChannelMask missing(const RequiredUse& use, Row row) const;

    // visit(row) for the products in the run that can lack something (a quick look at the plain columns); with `homeless`, also for
    // those without a family that is defined.
    template <typename Visit> void eachSuspect(const RuleRun& run, bool homeless, const Visit& visit) const
    {
        if (!run.everything()) {
            run.forEachProduct(visit);
            return;
        }
        std::vector<uint8_t> suspect(chunkRows);
        std::vector<Code> families(chunkRows), buffer(chunkRows);
        for (Row index = 0; index < m_catalog.chunks() && !run.cancelled(); ++index) {
            markSuspects(index, homeless, suspect, families, buffer);
            const Row first = index * chunkRows;
            const Row end = std::min<Row>(chunkRows, m_catalog.rows() - first);
            for (Row place = 0; place < end; ++place)
                if (suspect[place] && m_catalog.exists(first + place))
                    visit(first + place);
        }
    }

private:
    struct Asked { // a column, and whether a family asks for it, by the code of the family
        const Column* column;
        std::vector<uint8_t> by;
    };
    void addFamily(const Family& family, Code code);
    void markSuspects(
        Row index, bool homeless, std::vector<uint8_t>& suspect, std::vector<Code>& families, std::vector<Code>& buffer) const;

    const Snapshot& m_catalog;
    const Column* m_family;
    std::vector<std::string> m_channels;
    std::vector<std::vector<RequiredUse>> m_uses; // by the code of the family
    std::vector<uint8_t> m_known; // whether the family is defined, by its code
    std::vector<Asked> m_asked;
};

} // namespace shelf::attr
