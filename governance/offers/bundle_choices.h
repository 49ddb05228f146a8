// Which choice of a bundle's groups leaves the worst margin, and which the best.
#pragma once

#include "governance/offers/bundle_figures.h"

namespace shelf {

// A component with its quantity, or one thing to choose.
struct OfferPart {
    Row row = noRow;
    int64_t price = 0, cost = 0; // of the whole quantity
    double netShare = 1; // see VatRates
};
struct OfferGroup {
    std::vector<OfferPart> of;
    size_t min = 0, max = 0; // at most of.size()
};
struct OfferParts {
    std::vector<OfferPart> fixed;
    std::vector<OfferGroup> groups; // an optional component is a group of one, of which none or one is chosen
};

struct OfferMargin {
    double margin = 0;
    int64_t price = 0, net = 0, cost = 0;
    std::vector<Row> choice;
};
// nullopt where nothing is charged, whatever is chosen. Up to 512 choices are tried one by one; of more, the choice is found by
// Dinkelbach's method for ratios (Management Science 13, 1967), which is exact but for the rounding of prices and for amounts that are
// taxed at several rates.
std::optional<OfferMargin> worstMargin(const PricePolicy& policy, const OfferParts& parts);
std::optional<OfferMargin> bestMargin(const PricePolicy& policy, const OfferParts& parts);

} // namespace shelf
