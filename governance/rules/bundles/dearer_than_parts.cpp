// bundle.dearer-than-parts: the bundle costs more than its parts one by one.
#include "governance/offers/bundle_figures.h"
#include "governance/offers/labels.h"
#include "governance/rules/bundles/bundles.h"

namespace shelf {

namespace {

class DearerThanParts final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.dearer-than-parts",
            .title = "A bundle costs more than its parts one by one",
            .why = "Shoppers do the sum, and whoever promised them a saving has misled them.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Entry,
            .dimension = Dimension::Accuracy,
            .severity = Severity::Error,
            .reads = {.fields = {"currency", "parent", "price"}, .entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR }, { sku: BAG-1, name: Bag, price: 39.00 EUR } ]
bundles: [ { code: starter, label: Starter, price: fixed 549.00 EUR, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR }, { sku: BAG-1, name: Bag, price: 39.00 EUR } ]
bundles: [ { code: starter, label: Starter, price: fixed 519.00 EUR, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .edge = R"(shelfwright: 1
products: # at the price of its parts a bundle saves nothing, and costs nothing more
  - { sku: CAM-1, name: Camera one, price: 499.00 EUR }
  - { sku: BAG-1, name: Bag, price: 39.00 EUR }
bundles: [ { code: starter, label: Starter, price: fixed 538.00 EUR, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            const BundleFigures& figures = run.bundleFigures(entry);
            if (!figures.saving || (figures.saving->low >= 0 && figures.saving->high >= 0))
                return;
            const bool cheapest = figures.saving->low < 0;
            const int64_t price = cheapest ? figures.price->low : figures.price->high;
            const int64_t list = cheapest ? figures.list->low : figures.list->high;
            const bool range = figures.list->low != figures.list->high;
            sink.entry(entry,
                entryLabel(entry) + " costs " + moneyText(price, figures.currency) + ", its parts "
                    + (range ? cheapest ? "in the cheapest choice " : "in the dearest choice " : "one by one ")
                    + moneyText(list, figures.currency) + ": " + moneyText(price - list, figures.currency)
                    + " less; lower the bundle's price");
        });
    }
};

} // namespace

RulePtr bundleDearerThanParts()
{
    return std::make_unique<DearerThanParts>();
}

} // namespace shelf
