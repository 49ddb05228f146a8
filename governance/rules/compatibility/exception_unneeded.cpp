// compat.exception-unneeded: a `compatible` or `incompatible` link says of two products what the rules about them say anyway. What is said
// of parents counts for their variants, so the rules must say it of all of them; and what overrides a link of the parents is needed.
#include "governance/rules/compatibility/compatibility_rules.h"
#include "governance/rules/compatibility/side_values.h"

namespace shelf {

namespace {

class ExceptionUnneeded final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "compat.exception-unneeded",
            .title = "An exception says what the rules say anyway",
            .why = "Exceptions win over rules: once the values are corrected or the rule changes, a forgotten one hides the right answer.",
            .scope = RuleScope::Compat,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Info,
            .reads = {.fields = comparedFields(), .links = true, .entries = true},
            .fix = "takes the link away: a draft is deleted, an approved link is proposed for retirement",
            .violating =
                "shelfwright: 1\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: LM } }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n"
                "links: [ { source: CAM-1, type: incompatible, target: LENS-1 } ]\n",
            .passing =
                "shelfwright: 1\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: LM } }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n"
                "links: [ { source: CAM-1, type: compatible, target: LENS-1 } ]\n",
            .edge =
                "shelfwright: 1\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                "# No rule is sure about these two: the exception is all that is known.\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n"
                "links: [ { source: CAM-1, type: incompatible, target: LENS-1 } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        forEachException(run, [&](const Link& link) {
            if (isUnneeded(run, link))
                report(run, sink, link);
        });
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        std::vector<FixStep> steps;
        forEachException(run, [&](const Link& link) {
            if (run.catalog().linkId(link) == finding.subject && isUnneeded(run, link))
                steps = {{ChangeOp::Delete, ThingKind::Mapping, finding.subject, {}}};
        });
        return steps;
    }

private:
    template <typename Visit> static void forEachException(const RuleRun& run, Visit&& visit)
    {
        const Links& links = run.catalog().links();
        const uint16_t compatible = links.typeOf("compatible"), incompatible = links.typeOf("incompatible");
        constexpr uint16_t none = 0xffff;
        if (compatible == none && incompatible == none)
            return;
        for (Row row = 0; row < run.catalog().rows() && !(row % chunkRows == 0 && run.cancelled()); ++row)
            for (const Link& link : links.from(row))
                if ((link.type == compatible || link.type == incompatible) && link.in(run.view()))
                    visit(link);
    }

    static bool isUnneeded(const RuleRun& run, const Link& link)
    {
        const Fit said = run.catalog().links().typeCode(link.type) == "compatible" ? Fit::Compatible : Fit::Incompatible;
        std::vector<Row> sources, targets;
        addWithVariants(run.catalog(), link.source, sources, 0);
        addWithVariants(run.catalog(), link.target, targets, 0);
        for (const Row source : sources)
            for (const Row target : targets)
                if (run.compatibility().fitByRules(source, target) != said)
                    return false;
        return !isOverridden(run, link);
    }

    static constexpr int deepest = 8;
    static void addWithVariants(const Snapshot& catalog, Row row, std::vector<Row>& rows, int depth)
    {
        rows.push_back(row);
        if (depth < deepest)
            for (const Row variant : catalog.variants(row))
                addWithVariants(catalog, variant, rows, depth + 1);
    }

    // Whether a parent of either end has an exception that this one stands against.
    static bool isOverridden(const RuleRun& run, const Link& link)
    {
        const Snapshot& catalog = run.catalog();
        int depth = 0;
        for (Row source = link.source; source != noRow && depth < deepest; source = catalog.parent(source), ++depth) {
            int below = 0;
            for (Row target = link.target; target != noRow && below < deepest; target = catalog.parent(target), ++below)
                if ((source != link.source || target != link.target) && run.compatibility().hasException(source, target))
                    return true;
        }
        return false;
    }

    static void report(const RuleRun& run, FindingSink& sink, const Link& link)
    {
        const Snapshot& catalog = run.catalog();
        const std::string source(catalog.sku(link.source)), target(catalog.sku(link.target));
        std::string rules;
        for (const EntryPtr& rule : run.compatibility().rulesAbout(link.source, link.target))
            rules += (rules.empty() ? "" : ", ") + rule->id;
        sink.link(link,
            "the link says that " + source + " and " + target + " are " + catalog.links().typeCode(link.type) + ", and so "
                + (rules.find(',') == std::string::npos ? "does " : "do ") + rules + "; take the link away",
            {.fix = "takes " + catalog.linkId(link) + " away"});
    }
};

} // namespace

RulePtr compatExceptionUnneeded()
{
    return std::make_unique<ExceptionUnneeded>();
}

} // namespace shelf
