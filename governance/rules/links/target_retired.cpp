// link.target-retired: a link leads to a retired product.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

#include <algorithm>

namespace shelf {

namespace {

auto retiredProducts(const RuleRun& run, bool all)
{
    const Column* column = run.catalog().column("lifecycle");
    const auto decide = [column](Code code) -> uint8_t { return column && column->values().text(code) == "retired"; };
    return RowValues<uint8_t, decltype(decide)>(run, "lifecycle", all, decide);
}
auto retiredProducts(const RuleRun& run)
{
    return retiredProducts(run, run.everything());
}

// The retired end of a link that leads there. A link from a retired product is another rule's matter, but for a successor link, whose
// source is retired by nature.
template <typename Retired> Row retiredEnd(const LinkTypes& types, const Retired& retired, const Link& link)
{
    const LinkTypeFacts& type = types.of(link);
    if (!type.shown())
        return noRow;
    if (type.symmetric)
        return retired(link.target) ? link.target : retired(link.source) ? link.source : noRow;
    return retired(link.target) && (type.code == "successor" || !retired(link.source)) ? link.target : noRow;
}

// Products that its successor links name, by SKU.
std::vector<Row> successorsOf(const RuleRun& run, Row retired, Row other)
{
    const Snapshot& catalog = run.catalog();
    const uint16_t successor = catalog.links().typeOf("successor");
    std::vector<Row> found;
    for (const Link& link : catalog.links().from(retired))
        if (link.type == successor && link.in(run.view()) && link.target != other)
            found.push_back(link.target);
    std::sort(found.begin(), found.end(), [&](Row a, Row b) { return catalog.sku(a) < catalog.sku(b); });
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

// What is sold in its place today: its successor, or where that is retired as well the successor's. noRow: nothing, or several.
Row soldInPlaceOf(const RuleRun& run, Row retired, Row other)
{
    std::vector<Row> seen{retired}, sold;
    for (size_t at = 0; at < seen.size(); ++at)
        for (const Row next : successorsOf(run, seen[at], other)) {
            if (std::find(seen.begin(), seen.end(), next) != seen.end() || std::find(sold.begin(), sold.end(), next) != sold.end())
                continue;
            if (run.catalog().isRetired(next))
                seen.push_back(next);
            else if (run.catalog().isActive(next))
                sold.push_back(next);
        }
    return sold.size() == 1 ? sold.front() : noRow;
}

class TargetRetired final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.target-retired",
            .title = "A link leads to a retired product",
            .why = "A shopper is sent to something that can no longer be bought. Of links that read the same from both ends, either end "
                   "counts.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Error,
            .reads = {.fields = {"name", "lifecycle"}, .links = true},
            .fix = "Replaces the retired product with its successor, where it has exactly one that is sold",
            .violating = "shelfwright: 1\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one }\n"
                         "  - { sku: BAG-1, name: Old bag, lifecycle: retired }\n"
                         "  - { sku: BAG-2, name: New bag }\n"
                         "links:\n"
                         "  - { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens }\n"
                         "  - { source: BAG-1, type: successor, target: BAG-2 }\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-2, name: New bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-2, reason: Holds the camera and a lens } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one, lifecycle: retired }, { sku: CAM-2, name: Camera two, lifecycle: "
                    "end-of-life } ]\n"
                    "links: [ { source: CAM-1, type: successor, target: CAM-2 } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        const auto retired = retiredProducts(run);
        eachLink(run, [&](const Link& link) {
            const Row end = retiredEnd(types, retired, link);
            if (end == noRow)
                return;
            const Row other = end == link.source ? link.target : link.source;
            // What is told here follows from the links alone; whether the successor is sold shows when the fix is made.
            const std::vector<Row> successors = successorsOf(run, end, other);
            FindingSink::With with;
            const std::string sku(catalog.sku(end));
            std::string advice = "point it to something that is sold, or retire it";
            if (successors.size() == 1) {
                const std::string successor(catalog.sku(successors.front()));
                advice = "point it to its successor " + successor;
                with.fix = "Replaces " + sku + " in this link with its successor " + successor + ", or with what replaced that";
            } else {
                for (const Row successor : successors)
                    with.choices.push_back("replace " + sku + " with " + std::string(catalog.sku(successor)));
                with.choices.emplace_back("retire this link");
            }
            sink.link(link, named(catalog, link) + ": " + std::string(catalog.sku(end)) + " is retired; " + advice, std::move(with));
        });
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const auto link = linkOf(run, finding.subject);
        if (!link)
            return {};
        const Row end = retiredEnd(LinkTypes(run.catalog()), retiredProducts(run, false), *link);
        if (end == noRow)
            return {};
        const Row other = end == link->source ? link->target : link->source;
        const Row sold = successorsOf(run, end, other).size() == 1 ? soldInPlaceOf(run, end, other) : noRow;
        return sold != noRow ? redirect(run, *link, end, sold) : std::vector<FixStep>();
    }
};

} // namespace

RulePtr linkTargetRetired()
{
    return std::make_unique<TargetRetired>();
}

} // namespace shelf
