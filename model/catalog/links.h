// All links in memory: sorted by source (compressed rows) with the edited products beside them, and found from both ends.
#pragma once

#include "model/catalog/column.h"
#include "model/change/mapping_state.h"
#include "model/domain/date.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace shelf {

// Which content of mappings is looked at. A mapping that has a draft beside its approved version is there twice, once for each; where
// both are the same it is there once with both bits.
enum class View : uint8_t {
    Working = 1, // the draft where there is one, else the approved version; what is retired (or about to be) is not in it
    Approved = 2, // approved, not retired. Held ones are in it.
    Leaving = 64, // what a release made now carries: approved, and not held back
};

enum MappingFlag : uint8_t {
    InWorking = 1,
    InApproved = 2,
    Held = 4, // held back from releases
    Solo = 8, // its approved version was approved by one of its own authors
    HasApproved = 16, // an approved version exists that is not retired
    HasDraft = 32, // a draft exists
    InLeaving = 64,
};

// One content of one link; what is retired, or is to be by its draft, is there without a view (it only counts). Where a mapping has an
// approved version and a different draft there are two of them, the approved one with the status Approved, the draft with its own. 24
// bytes. Which way round a symmetric one is stored does not matter to `into`, but does to `from`: ask both.
struct Link {
    Row source = noRow, target = noRow;
    Code details = 0; // of Links::details(): all content but source, type, target and rank, as one canonical JSON object
    int32_t rank = 0; // 0: none given, which comes last. (A rank that is no whole number other than 0 is in the details, rounded here.)
    uint16_t type = 0; // Links::typeCode
    uint16_t approved = 0; // day of the newest approval, see dayOf; 0: never
    uint16_t edited = 0; // day of the draft's last change; 0: there is no draft
    uint8_t flags = 0; // MappingFlag
    uint8_t status = 0; // MappingStatus
    bool in(View view) const { return flags & static_cast<uint8_t>(view); }
    MappingStatus mappingStatus() const { return static_cast<MappingStatus>(status); }
    bool operator==(const Link&) const = default;
};
// Days are kept as days since 2000-01-01, at least 1.
inline constexpr Days firstDay = 10956;
inline uint16_t packedDay(Days days)
{
    return static_cast<uint16_t>(days <= firstDay ? 1 : days - firstDay > 65535 ? 65535 : days - firstDay);
}
inline Days dayOf(uint16_t packed)
{
    return packed + firstDay;
}

class Links {
public:
    Links();
    // Links from a product in order of type's code (bytes), rank, target's SKU and variant; those into it in no order. Both views: filter
    // by in().
    std::span<const Link> from(Row source) const;
    template <typename Visit> void into(Row target, Visit&& visit) const // visit(const Link&)
    {
        std::span<const Link> changed;
        for (const uint32_t place : incoming(target, changed))
            visit(base()[place]);
        for (const Link& link : changed)
            visit(link);
    }
    size_t size() const; // in both views together

    const std::string& typeCode(uint16_t type) const; // "accessory"
    uint16_t typeOf(std::string_view code) const; // 0xffff: no link has it
    uint16_t typeCount() const;
    const Dictionary& details() const;
    size_t bytes() const;

private:
    friend class LinksWriter;
    std::span<const Link> base() const;
    // Places in base() of the links into a product, or, where it was edited, none and `changed` has all of them.
    std::span<const uint32_t> incoming(Row target, std::span<const Link>& changed) const;
    struct Base;
    struct Overlay;
    std::shared_ptr<const Base> m_base;
    std::shared_ptr<const Overlay> m_overlay;
    std::shared_ptr<Dictionary> m_details;
    std::shared_ptr<const std::vector<std::string>> m_types;
};

} // namespace shelf
