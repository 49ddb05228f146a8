// Waivers: findings accepted by somebody with a reason until a date. A waiver is a definition (ThingKind::Waiver) and so in the
// journal; this is the typed view of a workspace's waivers, and how one is made.
#pragma once

#include "governance/rules/finding.h"
#include "model/domain/date.h"
#include "model/domain/definitions.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct Waiver {
    std::string key; // "w-20261121-1f3a9c20"
    std::string finding; // the id of one finding, or
    std::string rule, subject; // a rule and whose findings: a SKU or an id, in which one '*' may stand for anything
    std::string reasonCode, reason, askedBy, grantedBy;
    Days from = 0, until = 0; // the last day on which it counts
    std::string renews; // the waiver that this one goes on from
    int renewal = 0;

    bool covers(const Finding& finding) const; // whatever the day; never a blocker
    bool inForce(Days today) const { return from <= today && today <= until; }
    std::string what() const; // "finding attr.x~…" or "link.target-retired on link:A:*"
};

class Waivers {
public:
    Waivers() = default;
    explicit Waivers(const Definitions& definitions);
    const std::vector<Waiver>& all() const { return m_all; } // by key
    const Waiver* covering(const Finding& finding, Days today) const; // in force; nullptr
    const Waiver* find(std::string_view key) const;
    // Whether a later waiver goes on from this one.
    bool isRenewed(const Waiver& waiver) const;

private:
    std::vector<Waiver> m_all;
};

struct WaiverRequest {
    std::string findingOrRule;
    std::string subject; // with a rule
    std::string reasonCode, reason;
    std::string askedBy, grantedBy;
    Days until = 0;
};

// The definition that grants it, made on today's findings (waived ones too). Where a waiver for the same is in force or ended at most
// 30 days ago, it is renewed: that needs another reason and another person. Errors: Refused BLOCKER, TOO_LONG (an error for at most 30
// days, anything for at most 90), RENEWED_TWICE, SAME_REASON, SAME_PERSON; Rejected UNKNOWN_FINDING, and those of checkDefinition.
// A rule counts with the worst severity that is set for any subject, found today or not.
Result<Thing> grantWaiver(const WaiverRequest& request, const Definitions& definitions, const std::vector<Finding>& findings, Days today);

} // namespace shelf
