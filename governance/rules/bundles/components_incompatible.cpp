// bundle.components-incompatible: two things in one bundle do not go together.
#include "governance/offers/bundle_checks.h"
#include "governance/offers/labels.h"
#include "governance/rules/bundles/bundles.h"

#include <algorithm>

namespace shelf {

namespace {

class ComponentsIncompatible final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.components-incompatible",
            .title = "Two parts of a bundle do not fit each other",
            .why = "The shopper pays for a set that cannot work and sends it back. It blocks where no choice avoids it, is an error where "
                   "something that can be chosen never fits, and a warning where two things that can be chosen do not fit each other.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Catalog, // compatibility rules and links between the parts decide
            .dimension = Dimension::Consistency,
            .severity = Severity::Blocker,
            .reads = {.fields = {"*", "brand", "categories", "family", "name", "parent", "price"}, .links = true, .entries = true},
            .violating = R"(shelfwright: 1
attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]
families: [ { code: camera, label: Camera, attributes: [ { code: mount } ] }, { code: lens, label: Lens, attributes: [ { code: mount } ] } ]
products:
  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }
  - { sku: LENS-1, name: Lens, family: lens, values: { mount: LM } }
compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]
bundles: [ { code: starter, label: Starter, components: [ { sku: CAM-1 }, { sku: LENS-1 } ] } ]
)",
            .passing = R"(shelfwright: 1
attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]
families: [ { code: camera, label: Camera, attributes: [ { code: mount } ] }, { code: lens, label: Lens, attributes: [ { code: mount } ] } ]
products:
  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }
  - { sku: LENS-1, name: Lens, family: lens, values: { mount: OX } }
compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]
bundles: [ { code: starter, label: Starter, components: [ { sku: CAM-1 }, { sku: LENS-1 } ] } ]
)",
            .edge = R"(shelfwright: 1
attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]
families: [ { code: camera, label: Camera, attributes: [ { code: mount } ] }, { code: lens, label: Lens, attributes: [ { code: mount } ] } ]
products: # of the lens the mount is not known: nothing says that it does not fit
  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }
  - { sku: LENS-1, name: Lens, family: lens }
compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]
bundles: [ { code: starter, label: Starter, components: [ { sku: CAM-1 }, { sku: LENS-1 } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Compatibility& compatibility = run.compatibility();
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            std::vector<std::pair<Row, Row>> seen; // one finding a pair, the worst where it meets twice
            std::vector<PartConflict> conflicts = partConflicts(compatibility, entry.bundle());
            std::stable_sort(
                conflicts.begin(), conflicts.end(), [](const PartConflict& a, const PartConflict& b) { return a.kind < b.kind; });
            for (const PartConflict& conflict : conflicts) {
                const auto pair = std::minmax(conflict.a, conflict.b);
                if (std::find(seen.begin(), seen.end(), std::pair<Row, Row>(pair)) != seen.end())
                    continue;
                seen.emplace_back(pair);
                report(run.catalog(), sink, entry, conflict);
            }
        });
    }

private:
    static void report(const Snapshot& catalog, FindingSink& sink, const Entry& entry, const PartConflict& conflict)
    {
        std::string message = entryLabel(entry);
        FindingSink::With with{.others = {std::string(catalog.sku(conflict.a)), std::string(catalog.sku(conflict.b))}};
        const std::string a = productLabel(catalog, conflict.a), b = productLabel(catalog, conflict.b);
        switch (conflict.kind) {
        case ConflictKind::Unavoidable:
            message += ": " + a + " and " + b + " do not fit each other: " + conflict.because + "; change one of them";
            break;
        case ConflictKind::NeverFits:
            message += ": of what can be chosen or left out, " + a + " and " + b + " do not fit each other: " + conflict.because
                + "; take the one that can be chosen out";
            with.severity = Severity::Error;
            break;
        case ConflictKind::Combination:
            message += ": a shopper can choose " + a + " with " + b + ", which do not fit each other: " + conflict.because
                + "; take one of them out";
            with.severity = Severity::Warning;
            break;
        }
        with.choices = {"change " + std::string(catalog.sku(conflict.a)), "change " + std::string(catalog.sku(conflict.b))};
        sink.entry(entry, std::move(message), std::move(with));
    }
};

} // namespace

RulePtr bundleComponentsIncompatible()
{
    return std::make_unique<ComponentsIncompatible>();
}

} // namespace shelf
