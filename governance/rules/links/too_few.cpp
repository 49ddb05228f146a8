// link.too-few: an active product without recommendations in a family in which others have some. Links count that a slot shows, symmetric
// ones from both ends. Families that a compatibility rule or a link rule serves are left alone.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/link_window.h"
#include "governance/rules/links/links.h"
#include "model/domain/decimal.h"

namespace shelf {

namespace {

struct Ended {
    const RuleRun* run;
    uint8_t operator()(std::string_view json) const { return lastDayOf(run->definitions(), json) < run->today(); }
};

// By row: links that are shown with the product.
std::vector<uint32_t> linkCounts(const RuleRun& run, const LinkTypes& types)
{
    std::vector<uint32_t> counts(run.catalog().rows(), 0);
    auto ended = ByDetails<uint8_t, Ended>(run, true, Ended{&run});
    eachLinkOfAll(run, [&](const Link& link) {
        const LinkTypeFacts& type = types.of(link);
        if (!type.shown() || ended(link.details))
            return;
        ++counts[link.source];
        if (type.symmetric)
            ++counts[link.target];
    });
    return counts;
}

struct FamilyLinks {
    uint64_t products = 0, linked = 0; // active ones
    bool served = false; // by rules
};

// By code of the family.
std::vector<FamilyLinks> familiesOf(const RuleRun& run, const std::vector<uint32_t>& counts)
{
    const Snapshot& catalog = run.catalog();
    const Column* column = catalog.column("family");
    std::vector<FamilyLinks> families(column ? column->valueCount() + 1 : 1);
    for (Row row = 0; row < catalog.rows(); ++row) {
        const Code code = catalog.exists(row) ? catalog.value(column, row) : 0;
        if (code == 0 || !catalog.isActive(row))
            continue;
        ++families[code].products;
        families[code].linked += counts[row] > 0;
    }
    const auto serve = [&](const std::string& family) {
        if (const Code code = column ? column->values().findText(family) : 0; code != 0 && code < families.size())
            families[code].served = true;
    };
    for (const EntryPtr& entry : catalog.entriesOf(MappingKind::Compat)) {
        const CompatRule& rule = entry->compat();
        if (!entry->in(run.view()) || rule.shows.empty())
            continue;
        if (rule.from != "right")
            serve(rule.left);
        if (rule.from != "left")
            serve(rule.right);
    }
    return families;
}

class TooFew final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.too-few",
            .title = "A product has too few links",
            .why = "Other products of its family recommend something; on this page there is nothing to go on with.",
            .scope = RuleScope::Link,
            .unit = Unit::Catalog,
            .dimension = Dimension::Completeness,
            .severity = Severity::Warning,
            .parameters = {{"min", "1", "Fewest links that an active product has to show"},
                {"share", "0.5", "Only in families of which this share of the active products has links"}},
            .reads = {.fields = {"name", "family", "lifecycle"}, .links = true, .entries = true},
            .violating = "shelfwright: 1\n"
                         "families: [ { code: camera, label: Camera } ]\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera 1, family: camera }\n"
                         "  - { sku: CAM-2, name: Camera 2, family: camera }\n"
                         "  - { sku: CAM-3, name: Camera 3, family: camera }\n"
                         "  - { sku: BAG-1, name: Bag }\n"
                         "links:\n"
                         "  - { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens }\n"
                         "  - { source: CAM-2, type: accessory, target: BAG-1, reason: Holds the camera and a lens }\n",
            .passing = "shelfwright: 1\n"
                       "families: [ { code: camera, label: Camera } ]\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera 1, family: camera }\n"
                       "  - { sku: CAM-2, name: Camera 2, family: camera }\n"
                       "  - { sku: CAM-3, name: Camera 3, family: camera }\n"
                       "  - { sku: BAG-1, name: Bag }\n"
                       "links:\n"
                       "  - { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens }\n"
                       "  - { source: CAM-2, type: accessory, target: BAG-1, reason: Holds the camera and a lens }\n"
                       "  - { source: CAM-3, type: accessory, target: BAG-1, reason: Holds the camera and a lens }\n",
            .edge = "shelfwright: 1\n"
                    "families: [ { code: camera, label: Camera } ]\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Camera 1, family: camera }\n"
                    "  - { sku: CAM-2, name: Camera 2, family: camera }\n"
                    "  - { sku: CAM-3, name: Camera 3, family: camera }\n"
                    "  - { sku: CAM-4, name: Camera 4, family: camera }\n"
                    "  - { sku: BAG-1, name: Bag }\n"
                    "links:\n"
                    "  - { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        const std::vector<uint32_t> counts = linkCounts(run, types);
        const std::vector<FamilyLinks> families = familiesOf(run, counts);
        const NumberSetting least = run.numberSetting("min"), share = run.numberSetting("share");
        const Column* column = catalog.column("family");
        run.forEachProduct([&](Row row) {
            const Code code = catalog.value(column, row);
            if (code == 0 || counts[row] >= least.at(row) || families[code].served || !catalog.isActive(row))
                return;
            const FamilyLinks& family = families[code];
            if (family.linked == 0 || double(family.linked) < share.at(row) * double(family.products))
                return;
            sink.product(row,
                named(catalog, row) + " has " + countOf(counts[row], "link", "links") + " to show, fewer than "
                    + shortestDecimal(least.at(row)) + "; " + std::to_string(family.linked) + " of " + std::to_string(family.products)
                    + " active products of family " + std::string(catalog.text("family", row)) + " have some. Add one");
        });
    }
};

} // namespace

RulePtr linkTooFew()
{
    return std::make_unique<TooFew>();
}

} // namespace shelf
