// link.target-never-recommend: a link leads to what is never to be recommended.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

auto neverRecommended(const RuleRun& run, bool all)
{
    const Column* column = run.catalog().column("never_recommend");
    const auto decide = [column](Code code) -> uint8_t { return column && column->values().json(code) == "true"; };
    return RowValues<uint8_t, decltype(decide)>(run, "never_recommend", all, decide);
}

template <typename Never> Row endOf(const LinkTypeFacts& type, const Never& never, const Link& link)
{
    if (!type.shown())
        return noRow;
    return never(link.target) ? link.target : type.symmetric && never(link.source) ? link.source : noRow;
}

class TargetNeverRecommend final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.target-never-recommend",
            .title = "A link leads to what is never to be recommended",
            .why = "Somebody decided that this product must not be recommended: a link does it all the same.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Consistency,
            .severity = Severity::Error,
            .reads = {.fields = {"name", "never_recommend"}, .links = true},
            .fix = "Retires the link",
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: KNIFE-1, name: Knife, never_recommend: true } ]\n"
                         "links: [ { source: CAM-1, type: cross-sell, target: KNIFE-1, reason: For the trip } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag, never_recommend: false } ]\n"
                       "links: [ { source: CAM-1, type: cross-sell, target: BAG-1, reason: For the trip } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one, never_recommend: true }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: cross-sell, target: BAG-1, reason: For the trip } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        const auto never = neverRecommended(run, run.everything());
        eachLink(run, [&](const Link& link) {
            const Row end = endOf(types.of(link), never, link);
            if (end == noRow)
                return;
            FindingSink::With with;
            with.fix = "Retires this link";
            sink.link(link,
                named(catalog, link) + ": " + std::string(catalog.sku(end))
                    + " is never to be recommended; retire the link, or allow the product to be recommended",
                std::move(with));
        });
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const auto link = linkOf(run, finding.subject);
        const bool still = link && endOf(LinkTypes(run.catalog()).of(*link), neverRecommended(run, false), *link) != noRow;
        return still ? std::vector{retireMapping(finding.subject)} : std::vector<FixStep>();
    }
};

} // namespace

RulePtr linkTargetNeverRecommend()
{
    return std::make_unique<TargetNeverRecommend>();
}

} // namespace shelf
