// bundle.scarce: fewer of a bundle can be built from stock than are planned, or than is worth offering.
#include "governance/offers/bundle_figures.h"
#include "governance/offers/labels.h"
#include "governance/rules/bundles/bundles.h"

#include <algorithm>

namespace shelf {

namespace {

class Scarce final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.scarce",
            .title = "Too few of a bundle can be built from stock",
            .why = "An offer that is gone within the hour annoys more shoppers than it pleases. The scarcest component decides. Parked "
                   "bundles, and bundles of which a stock is not known, are not looked at.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Entry,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .parameters = {{"units", "3", "how many must be possible, where the bundle's planned units do not ask for more"}},
            .reads = {.fields = {"name", "parent", "stock"}, .entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, stock: 20 }, { sku: VB-10, name: Battery, stock: 3 } ]
bundles: [ { code: travel, label: Travel, components: [ { sku: CAM-1 }, { sku: VB-10, quantity: 2 } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, stock: 20 }, { sku: VB-10, name: Battery, stock: 30 } ]
bundles: [ { code: travel, label: Travel, planned_units: 15, components: [ { sku: CAM-1 }, { sku: VB-10, quantity: 2 } ] } ]
)",
            .edge = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, stock: 20 }, { sku: VB-10, name: Battery, stock: 30 } ]
bundles: # 15 can be built, and 16 are planned
  - { code: travel, label: Travel, planned_units: 16, components: [ { sku: CAM-1 }, { sku: VB-10, quantity: 2 } ] }
)",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const auto least = static_cast<int64_t>(run.number("units"));
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            if (entry.content.boolean("parked"))
                return;
            const BundleFigures& figures = run.bundleFigures(entry);
            const auto planned = static_cast<int64_t>(entry.content.number("planned_units").value_or(0));
            if (!figures.availability || *figures.availability >= std::max(least, planned))
                return;
            std::string message = entryLabel(entry) + " can be built " + std::to_string(*figures.availability)
                + (*figures.availability == 1 ? " time" : " times") + " from stock";
            if (figures.scarcest != noRow)
                message += ", limited by " + productLabel(catalog, figures.scarcest) + " of which "
                    + std::string(catalog.text("stock", figures.scarcest)) + " are there";
            message += planned > *figures.availability ? "; " + std::to_string(planned) + " are planned" : std::string();
            sink.entry(entry, message + "; order more, plan fewer, or park the bundle");
        });
    }
};

} // namespace

RulePtr bundleScarce()
{
    return std::make_unique<Scarce>();
}

} // namespace shelf
