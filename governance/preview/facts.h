// What the stages ask of mappings and products, read once for each candidate and free of texts. Private to this folder.
#pragma once

#include "governance/offers/bundle_figures.h"
#include "governance/offers/money.h"
#include "governance/preview/context.h"

#include <cmath>
#include <cstdint>
#include <limits>

namespace shelf {

// Everything that can be said against a candidate, in the order of the stages that say it.
enum Cause : uint32_t {
    // status
    NotInState = 1u << 0,
    HeldBack = 1u << 1,
    TakenOut = 1u << 2, // only assumed: retired while a change is tried
    // eligible: the product
    Retired = 1u << 3,
    Planned = 1u << 4,
    LaunchAhead = 1u << 5,
    Ended = 1u << 6,
    NotSoldHere = 1u << 7,
    NeverRecommend = 1u << 8,
    OutOfStock = 1u << 9,
    Parked = 1u << 10,
    PartUnsellable = 1u << 11, // of bundles
    // eligible: the mapping
    BeforeWindow = 1u << 12,
    AfterWindow = 1u << 13,
    OutOfYear = 1u << 14,
    SeasonClosed = 1u << 15,
    OtherChannel = 1u << 16,
    OtherAudience = 1u << 17,
    OtherIntent = 1u << 18,
    OtherTrigger = 1u << 19,
    // consent
    ForAudience = 1u << 20,
    ForTrigger = 1u << 21,
    // compatible
    DoesNotFit = 1u << 22,
    // owned
    InBasket = 1u << 23,
    IsOwned = 1u << 24,
    // price guard
    TooDear = 1u << 25,
    OutsideBand = 1u << 26,
    // substitute
    Replaced = 1u << 27,
    // duplicates, caps, floor: among the others
    Weaker = 1u << 28,
    OverCap = 1u << 29,
    PullerGone = 1u << 30,
    BelowFloor = 1u << 31,
};
inline constexpr uint32_t unsellableCauses = Retired | Planned | LaunchAhead | Ended | NotSoldHere;
inline constexpr uint32_t relativeCauses = Weaker | OverCap | PullerGone | BelowFloor;

enum class Provenance : uint8_t { Curated, Rule, Mined };
enum TimedBy : uint8_t { TimedByDates = 1, TimedByYear = 2, TimedBySeason = 4 };

inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

struct MappingFacts {
    uint32_t causes = 0; // those of the mapping itself
    uint8_t timed = 0; // TimedBy
    Provenance origin = Provenance::Curated;
    bool pinned = false;
    double boost = 0;
    double rank = missing, targetRank = missing;
    double evidence = missing; // 0…1
    double intentFit = missing; // 0…1
    int32_t intervalDays = 0; // 0: none
};
// `isRule`: a compatibility rule, whose dates are valid_from and valid_to.
MappingFacts mappingFacts(const Context& context, std::string_view details);
MappingFacts mappingFacts(const Context& context, const FieldMap& content, bool isRule);

inline constexpr int64_t unknownStock = std::numeric_limits<int64_t>::min();
inline constexpr int64_t noPrice = -1;

struct ProductFacts {
    int64_t price = noPrice; // millionths
    int64_t stock = unknownStock;
    double margin = missing; // (net price − cost) ÷ net price
    Code currency = 0, brand = 0;
    uint32_t causes = 0; // those of the product itself, without stock
};

// Reads products and bundles of one snapshot; any thread.
class ProductFactsReader {
public:
    explicit ProductFactsReader(const Snapshot& catalog);
    ProductFacts product(const Context& context, Row row) const;
    ProductFacts bundle(const Context& context, const Entry& bundle) const;
    std::string currencyText(Code currency) const;

private:
    int64_t stockOf(Row row) const;
    std::optional<Days> dayOf(const Column* column, Row row) const;

    const Snapshot& m_catalog;
    const Column *m_lifecycle, *m_launch, *m_end, *m_channels, *m_never, *m_stock, *m_price, *m_cost, *m_currency, *m_brand;
    Code m_retired = 0, m_planned = 0, m_true = 0, m_ownCurrency = 0;
    std::string m_currencyText;
    VatRates m_vat;
    BundleCalculator m_bundles;
};

} // namespace shelf
