// Links proposed from evidence: pairs that were bought together more often than chance has it, as drafts that somebody reviews.
#pragma once

#include "governance/evidence/data_sets.h"
#include "governance/evidence/statistics.h"
#include "model/catalog/snapshot.h"
#include "model/domain/mapping.h"
#include "model/store/workspace.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace shelf {

struct ProposalOptions {
    std::string type = "cross-sell"; // of the links
    uint64_t minCount = 30; // orders with both: what the rule link.evidence-weak asks for
    double minLift = 1; // the lift, and with it the lower end of its interval, must be above it
    size_t top = 100;
    std::string owner;
    // Whether two products do not fit together (governance/compatibility, which this part does not know); empty: nobody says so.
    std::function<bool(Row, Row)> incompatible;
};

struct Proposal {
    LinkId id;
    PairCounts counts; // A is the source
    PairStatistics figures;
    FieldMap content; // with its evidence
};

// Why pairs with enough evidence were passed over.
struct PassedOver {
    uint64_t linked = 0; // by any type, in any status: also declined ones
    uint64_t required = 0; // one requires the other
    uint64_t incompatible = 0;
    uint64_t neverRecommend = 0;
    uint64_t retired = 0;
    uint64_t sameProduct = 0; // variants of one parent, or a variant and its parent
    uint64_t gone = 0; // a product is not in the catalog any more
    uint64_t sum() const { return linked + required + incompatible + neverRecommend + retired + sameProduct + gone; }
};

struct Proposals {
    std::vector<Proposal> proposals; // by G², the largest first
    PassedOver passedOver; // before the last proposal was found
    uint64_t pairs = 0; // with enough orders and lift
};

// The lift's interval: the bounds of the confidence (statistics.h) over nC ÷ n, whose own uncertainty is small beside theirs.
std::pair<double, double> liftInterval(const PairCounts& counts, const PairStatistics& figures);

// As a mapping's evidence has it: origin mined, data_set, date, n (orders with both, which it rests on), orders (all), n_a, n_c,
// confidence, confidence_low, confidence_high, lift, interval (of the lift), shrunk_lift, llr.
Json minedEvidence(const std::string& dataSet, const std::string& date, const PairCounts& counts);

// Errors: Workspace DAMAGED, System, Cancelled; Rejected UNKNOWN_LINK_TYPE.
Result<Proposals> proposeLinks(
    Workspace& workspace, const Snapshot& catalog, const ProposalOptions& options, const Progress& progress = {});

} // namespace shelf
