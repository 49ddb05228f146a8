// link.reason-empty-words: a reason says nothing but a name.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"
#include "governance/rules/links/reason_words.h"
#include "model/domain/text.h"

namespace shelf {

namespace {

class ReasonEmptyWords final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.reason-empty-words",
            .title = "A reason says nothing but a name",
            .why = "A reason that only repeats what the products are called, or is made of words such as \"goes well with\", tells a "
                   "shopper nothing.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Accuracy,
            .severity = Severity::Warning,
            .parameters = {{"words",
                "[\"a\",\"an\",\"and\",\"also\",\"for\",\"from\",\"goes\",\"good\",\"great\",\"in\",\"is\",\"it\",\"nice\",\"of\",\"on\","
                "\"or\",\"perfect\",\"product\",\"that\",\"the\",\"this\",\"to\",\"well\",\"with\",\"you\",\"your\",\"auch\",\"das\","
                "\"dem\",\"den\",\"der\",\"die\",\"ein\",\"eine\",\"einen\",\"für\",\"gut\",\"ihr\",\"ihre\",\"ihren\",\"im\",\"ist\","
                "\"mit\",\"oder\",\"passend\",\"perfekt\",\"und\",\"von\",\"zu\",\"zum\",\"zur\"]",
                "Words that say nothing by themselves"}},
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Orvane A2 }, { sku: BAG-1, name: Paxo Sling 5 } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: \"Paxo Sling 5 for your Orvane A2\" } ]\n",
            .passing =
                "shelfwright: 1\n"
                "products: [ { sku: CAM-1, name: Orvane A2 }, { sku: BAG-1, name: Paxo Sling 5 } ]\n"
                "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: \"Holds the A2, one lens and a spare battery\" } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Orvane A2 }, { sku: BAG-1, name: Paxo Sling 5 } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: { en: Keeps it dry, de: Hält sie trocken } } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const ReasonWords reasons(run.texts("words"));
        auto masks = byDetails<ReasonWords::Mask>(run, [&](std::string_view json) { return reasons.maskOf(json); });
        NameMasks names(run, run.everything());
        eachLink(run, [&](const Link& link) {
            // A rough look first: whether every word's bit is among those of the two names.
            const ReasonWords::Mask& mask = masks(link.details);
            if (!mask.hasReason || (mask.bits != 0 && (mask.bits & ~(names(link.source) | names(link.target))) != 0))
                return;
            reasons.eachReason(catalog.links().details().json(link.details), [&](const std::string& language, const std::string& reason) {
                if (!reasons.onlyRepeats(catalog, link, reason))
                    return;
                FindingSink::With with;
                with.detail = language;
                sink.link(link,
                    named(catalog, link) + ": the reason " + inQuotes(reason) + (language.empty() ? "" : " (" + language + ")")
                        + " says nothing but names; say what the shopper gains",
                    std::move(with));
            });
        });
    }
};

} // namespace

RulePtr linkReasonEmptyWords()
{
    return std::make_unique<ReasonEmptyWords>();
}

} // namespace shelf
