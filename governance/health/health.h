// How healthy a catalog is: a score from 0 to 100 for each family and for all together, and what would raise it most.
//
//     score = 100 · (0.30 · completeness + 0.35 · findings + 0.20 · coverage + 0.15 · review), each part from 0 to 1
//
// Retired products are not looked at; mappings are looked at as they are being worked on (the draft where there is one).
//
// completeness  the mean over products of the mean over the channels that a product is sold in of the share of the required attributes
//               that are filled (product.md). A product without a family is 0, one of which nothing is required 1.
// findings      the mean over products, bundles and upgrade paths of Π (1 − w) over the findings that weigh on each, times Π (1 − w/10)
//               over those that weigh on none of them. w: blocker 0.8, error 0.4, warning 0.1, info 0.01; half of that where it is waived.
//               A finding about a product weighs on it; one about a link on its source (on its target where the source is retired). A
//               bundle or upgrade path counts with the family of its first part or step. A finding about a compatibility rule, a link rule
//               or a family weighs on the families that are named there, and on all; any other one on all alone. Findings about what is
//               measured by another part do not weigh here again: see isMeasuredElsewhere.
// coverage      the mean over products of min(n, 3) ÷ 3, where n counts what can be shown on the product's page: links in a slot (of
//               link rules too), bundles it is part of, upgrade paths that go on from it, and compatibility rules that show the other
//               side and read attributes of it that are all filled. What has ended, leads to a product that is retired or never to be
//               recommended, or has an error or blocker that is not waived does not count.
// review        the share of the approved mappings that were approved within their cadence (of their link type, else of the policy
//               review-cadence; without a cadence they are never due). 1 where nothing is approved.
//
// Mending a finding never lowers a score: each part can only grow when a finding is taken away, also where that is done by taking a
// link away, since those are counted by product. Taking a product out of the shop, and completing the retirement of a mapping, change
// what is counted.
#pragma once

#include "governance/findings/workspace_findings.h"
#include "model/catalog/snapshot.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct HealthParts {
    double completeness = 1, findings = 1, coverage = 1, review = 1;
    bool operator==(const HealthParts&) const = default;
};
inline constexpr HealthParts healthWeights{0.30, 0.35, 0.20, 0.15}; // their sum is 1
double healthScore(const HealthParts& parts); // 0 … 100
double findingWeight(Severity severity, bool waived); // w above
// attr.required-missing, attr.completeness-low (completeness), link.too-few (coverage), gov.review-overdue, gov.approval-old (review).
bool isMeasuredElsewhere(std::string_view rule);
inline constexpr unsigned enoughShown = 3; // mappings on a product's page that count as full coverage

// A family, or everything.
struct ScopeHealth {
    std::string family; // its code; empty: no family, or everything
    std::string label;
    uint64_t products = 0; // not retired; 0: there is nothing to score
    HealthParts parts;
    double score = 100;
    struct Channel {
        std::string code;
        double share = 0; // mean over the products that are sold there
        uint64_t products = 0;
    };
    std::vector<Channel> channels; // in which any of its products is sold
    uint64_t required = 0; // attributes that some channel requires; of a family
    FindingCounts findings; // all of them, those of retired products too
    uint64_t showNothing = 0, showFew = 0; // products with no mapping to show; with some, but fewer than enoughShown
    uint64_t approved = 0, overdue = 0; // mappings
};

// Something to do, and by how much the score would rise: computed by scoring again.
struct HealthAction {
    enum class Kind : uint8_t { Fill, Mend, Link, Review, Family };
    Kind kind = Kind::Fill;
    std::string what; // "fill Weight (weight) of 12 products of Cameras"
    double gain = 0; // points of the score
    bool upTo = false; // the gain is the most that it can bring
    uint64_t count = 0;
    std::string family, attribute, rule; // codes; empty where they do not apply
    std::string command; // that shows what is meant, or does it; "WS" stands for the workspace
};
std::string_view actionName(HealthAction::Kind kind); // "fill" …

// What became of findings since the last release.
struct HealthTrend {
    uint64_t release = 0; // 0: there was none, then the figures are those of all time
    std::string since; // UTC
    uint64_t appeared = 0; // first seen since, and still there; only after a release
    uint64_t fixed = 0; // gone since, and not back
    uint64_t cameBack = 0; // there now, and fixed before at some time
    std::optional<uint64_t> errorsThen; // at the release, where that was noted
    uint64_t errorsNow = 0; // counted as they were then: of what would leave, waived ones left out
};

struct Health {
    ScopeHealth all;
    std::vector<ScopeHealth> families; // by code; products without a family come first, with an empty one
    std::array<std::array<uint64_t, 4>, 6> dimensions{}; // findings by Dimension and Severity, without waived ones
    HealthTrend trend;
    std::vector<HealthAction> actions; // the greatest gain first
    // Products on which findings weigh most, worst first.
    struct Worst {
        Row row = noRow;
        double soundness = 1; // Π (1 − w)
    };
    std::vector<Worst> worst;
};

struct HealthRequest {
    std::optional<std::string> family; // what would raise this family's score, and its worst products; else everything's
    size_t actions = 10;
    size_t worst = 15;
};

// `report`: of everything, in View::Working. Errors: Rejected UNKNOWN_FAMILY; those of reading.
Result<Health> healthOf(Workspace& workspace, const Snapshot& catalog, const FindingsReport& report, const HealthRequest& request = {});

// {"score","products","parts","weights","completeness","findings","shown","review","families","dimensions","trend","raise"}
Json healthJson(const Health& health);
std::string commandOf(const HealthAction& action, std::string_view workspace); // its command about this workspace, as a shell takes it
std::string gainText(double points); // "+1.8", "+0.04", "under +0.01"

} // namespace shelf
