// link.evidence-weak: the evidence for a link is weak.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"
#include "model/domain/decimal.h"

namespace shelf {

namespace {

// The mined evidence that rests on most orders.
struct Evidence {
    bool mined = false;
    double n = -1; // below 0: not said
    double low = 2, high = 0; // the interval of its lift; low > high: not said
};

Evidence bestEvidence(std::string_view json)
{
    Evidence best;
    if (!mayHave(json, "\"mined\""))
        return best;
    const auto content = FieldMap::fromJson(json);
    const Json evidence = content ? content->json("evidence") : Json();
    for (const Json& item : evidence.items()) {
        if (item["origin"].text() != "mined")
            continue;
        Evidence one;
        one.mined = true;
        one.n = item["n"].toDouble(-1);
        const Json::Array& interval = item["interval"].items();
        if (interval.size() == 2 && interval[0].isNumber() && interval[1].isNumber()) {
            one.low = interval[0].toDouble();
            one.high = interval[1].toDouble();
        }
        if (!best.mined || one.n > best.n)
            best = one;
    }
    return best;
}

class EvidenceWeak final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.evidence-weak",
            .title = "The evidence for a link is weak",
            .why = "From few orders, or with a lift whose interval includes 1, chance alone explains that two things were bought together.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Accuracy,
            .severity = Severity::Warning,
            .parameters = {{"n", "30", "Fewest orders that the evidence rests on"}},
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: cross-sell, target: BAG-1, reason: Often bought together, evidence: [ { origin: "
                         "mined, data_set: orders, date: today-30d, n: 12, lift: 2.4 } ] } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: cross-sell, target: BAG-1, reason: Often bought together, evidence: [ { origin: "
                       "mined, data_set: orders, date: today-30d, n: 318, lift: 2.4, interval: [1.8, 3.1] } ] } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: cross-sell, target: BAG-1, reason: Often bought together, evidence: [ { origin: "
                    "mined, data_set: orders, date: today-30d, n: 318, lift: 1.2, interval: [0.8, 1.7] } ] } ]\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const NumberSetting minimum = run.numberSetting("n");
        auto best = byDetails<Evidence>(run, bestEvidence);
        eachLink(run, [&](const Link& link) {
            const Evidence& evidence = best(link.details);
            if (!evidence.mined)
                return;
            std::string what;
            if (evidence.n >= 0 && evidence.n < minimum.at(link.source))
                what = "rests on " + shortestDecimal(evidence.n) + " orders, fewer than " + shortestDecimal(minimum.at(link.source));
            if (evidence.low <= 1 && evidence.high >= 1)
                what += (what.empty() ? "has a lift between " : ", and has a lift between ") + shortestDecimal(evidence.low) + " and "
                    + shortestDecimal(evidence.high) + ", which may be none";
            if (!what.empty())
                sink.link(link, named(catalog, link) + " " + what + "; wait for more orders, or give it a reason of its own");
        });
    }
};

} // namespace

RulePtr linkEvidenceWeak()
{
    return std::make_unique<EvidenceWeak>();
}

} // namespace shelf
