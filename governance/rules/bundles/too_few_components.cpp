// bundle.too-few-components: what every buyer gets is not enough to be a bundle.
#include "governance/offers/bundle_figures.h"
#include "governance/offers/labels.h"
#include "governance/rules/bundles/bundles.h"

namespace shelf {

namespace {

class TooFewComponents final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.too-few-components",
            .title = "A bundle has too few pieces",
            .why =
                "A single product under a second name competes with itself, and its price is compared with nothing. Counted is what every "
                "buyer gets: quantities of required components, and of each group the fewest that must be chosen.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Entry,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .parameters = {{"min", "2", "the fewest pieces"}},
            .reads = {.entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]
bundles: [ { code: starter, label: Starter, components: [ { sku: CAM-1 }, { sku: BAG-1, required: false } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]
bundles: [ { code: starter, label: Starter, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .edge = R"(shelfwright: 1
products: [ { sku: VB-10, name: Battery } ]
bundles: [ { code: spare, label: Pack of three, components: [ { sku: VB-10, quantity: 3 } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const auto least = static_cast<int64_t>(run.number("min"));
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            const int64_t pieces = run.bundleFigures(entry).pieces;
            if (pieces < least)
                sink.entry(entry,
                    entryLabel(entry) + " gives every buyer " + (pieces == 1 ? "1 piece" : std::to_string(pieces) + " pieces")
                        + ", fewer than " + std::to_string(least) + "; add a component, or require what is optional");
        });
    }
};

} // namespace

RulePtr bundleTooFewComponents()
{
    return std::make_unique<TooFewComponents>();
}

} // namespace shelf
