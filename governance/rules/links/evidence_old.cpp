// link.evidence-old: the evidence for a link is old.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/link_window.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

class EvidenceOld final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.evidence-old",
            .title = "The evidence for a link is old",
            .why = "What was bought together years ago says little about today; mined again it may have another lift, or none.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .parameters = {{"days", "365", "Greatest age of mined evidence, in days"}},
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: cross-sell, target: BAG-1, reason: Often bought together, evidence: [ { origin: "
                         "mined, data_set: orders, date: today-500d, n: 318, lift: 2.4 } ] } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: cross-sell, target: BAG-1, reason: Often bought together, evidence: [ { origin: "
                       "mined, data_set: orders, date: today-30d, n: 318, lift: 2.4 } ] } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: cross-sell, target: BAG-1, reason: Often bought together, evidence: [ { origin: test, "
                    "date: today-500d, person: jan } ] } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const NumberSetting days = run.numberSetting("days");
        // The newest day on which something was mined for it; noEnd where nothing was, or no day is known.
        auto newest = byDetails<Days>(run, [](std::string_view json) {
            Days day = noEnd;
            if (!mayHave(json, "\"mined\""))
                return day;
            const auto content = FieldMap::fromJson(json);
            const Json evidence = content ? content->json("evidence") : Json();
            for (const Json& item : evidence.items()) {
                const auto date =
                    item["origin"].text() == "mined" ? parseDate(std::string_view(item["date"].text()).substr(0, 10)) : std::nullopt;
                if (date && (day == noEnd || *date > day))
                    day = *date;
            }
            return day;
        });
        eachLink(run, [&](const Link& link) {
            const Days day = newest(link.details);
            if (day != noEnd && run.today() - day > days.at(link.source))
                sink.link(link,
                    named(catalog, link) + ": what was mined for it is of " + dateText(day, run.today())
                        + "; mine it anew, or retire the link");
        });
    }
};

} // namespace

RulePtr linkEvidenceOld()
{
    return std::make_unique<EvidenceOld>();
}

} // namespace shelf
