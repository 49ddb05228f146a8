// bundle.intent-missing: a bundle does not say for which moment of a purchase it is.
#include "governance/offers/labels.h"
#include "governance/rules/bundles/bundles.h"

namespace shelf {

namespace {

class IntentMissing final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.intent-missing",
            .title = "A bundle has no intent",
            .why = "Without it the bundle is shown to those who only look round as to those who have the camera in the basket.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Entry,
            .dimension = Dimension::Completeness,
            .severity = Severity::Warning,
            .reads = {.entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]
bundles: [ { code: starter, label: Starter, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]
bundles: [ { code: starter, label: Starter, intent: ready-to-buy, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .edge = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]
bundles: # the intents in which it is shown say as much
  - { code: starter, label: Starter, intents: [comparing, ready-to-buy], components: [ { sku: CAM-1 }, { sku: BAG-1 } ] }
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        std::vector<std::string> choices;
        for (const Thing* intent : run.definitions().all(ThingKind::Intent))
            choices.push_back(intent->key);
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            if (entry.content.text("intent").empty() && entry.content.strings("intents").empty())
                sink.entry(entry, entryLabel(entry) + " has no intent; say for whom it is: those who compare, are ready to buy, or own one",
                    {.choices = choices});
        });
    }
};

} // namespace

RulePtr bundleIntentMissing()
{
    return std::make_unique<IntentMissing>();
}

} // namespace shelf
