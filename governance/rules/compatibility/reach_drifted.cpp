// compat.reach-drifted: an approved compatibility rule or link rule gives more or fewer pairs than on the day it was approved, by more than
// the policy reach-drift allows; or a link that a link rule serves joins what is incompatible now, or leads to what is retired. Values of
// products change without any approval: this is how their effect is noticed.
#include "governance/linkrules/link_rule.h"
#include "governance/rules/compatibility/compatibility_rules.h"
#include "governance/rules/compatibility/side_values.h"
#include "model/domain/decimal.h"
#include <algorithm>
#include <cmath>

namespace shelf {

namespace {

class ReachDrifted final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "compat.reach-drifted",
            .title = "What is computed has drifted since it was approved",
            .why = "The person who approved it saw other pairs than shoppers get now, though nobody has changed the rule itself.",
            .scope = RuleScope::Compat,
            .unit = Unit::Catalog,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Error,
            .reads = {.fields = comparedFields(), .links = true, .entries = true},
            .violating =
                "#! approve\n"
                "shelfwright: 1\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: CAM-2, name: Camera two, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                "  - { sku: LENS-2, name: Lens two, family: lens, values: { mount: LM } }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n"
                "#! then\n"
                "shelfwright: 1\n"
                "products: [ { sku: LENS-2, values: { mount: OX } } ]\n",
            .passing =
                "#! approve\n"
                "shelfwright: 1\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: CAM-2, name: Camera two, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                "  - { sku: LENS-2, name: Lens two, family: lens, values: { mount: LM } }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n"
                "#! then\n"
                "shelfwright: 1\n"
                "products: [ { sku: LENS-2, name: Lens two b } ]\n",
            .edge =
                "shelfwright: 1\n"
                "# A draft has no reach yet.\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: CAM-2, name: Camera two, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                "  - { sku: LENS-2, name: Lens two, family: lens, values: { mount: LM } }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const auto policy = toDouble(run.definitions().policy("reach-drift"));
        for (const MappingKind kind : {MappingKind::Compat, MappingKind::LinkRule})
            for (const EntryPtr& entry : run.catalog().entriesOf(kind))
                if (entry->in(View::Approved) && entry->reach && !run.cancelled()) {
                    checkDrift(run, sink, *entry, policy.value_or(5));
                    checkServed(run, sink, *entry);
                    checkGone(run, sink, *entry);
                }
    }

private:
    static std::optional<uint64_t> reachToday(const RuleRun& run, const Entry& entry)
    {
        if (entry.kind == MappingKind::Compat)
            return run.compatibility().count(entry).compatible;
        const auto links = computeLinks(run.catalog(), entry, View::Approved, run.today());
        return links ? std::optional<uint64_t>(links->links.size() + links->stored) : std::nullopt;
    }

    static void checkDrift(const RuleRun& run, FindingSink& sink, const Entry& entry, double most)
    {
        const auto today = reachToday(run, entry);
        const std::string what = entry.kind == MappingKind::Compat ? "compatible pairs" : "links";
        if (!today) {
            sink.entry(entry, entry.id + " cannot be computed any more: its expressions do not fit the attributes there are; correct it",
                {.detail = "reach"});
            return;
        }
        const auto then = static_cast<double>(*entry.reach), now = static_cast<double>(*today);
        if (std::abs(now - then) * 100 <= most * std::max(then, now > 0 && then <= 0 ? 1.0 : then))
            return;
        const std::string drift = then > 0
            ? ", " + shortestDecimal(std::round(std::abs(now / then - 1) * 1000) / 10) + " % " + (now > then ? "more" : "fewer")
            : std::string();
        sink.entry(entry,
            entry.id + " gives " + std::to_string(*today) + " " + what + " today, but gave " + std::to_string(*entry.reach)
                + " when it was approved" + drift + " (more than " + shortestDecimal(most) + " %); have it reviewed again",
            {.detail = "reach"});
    }

    static void checkServed(const RuleRun& run, FindingSink& sink, const Entry& entry)
    {
        size_t count = 0;
        std::string first;
        for (const auto& [source, target] : entry.frozen) {
            if (!run.catalog().exists(source) || !run.catalog().exists(target)
                || run.compatibility().fit(source, target) != Fit::Incompatible)
                continue;
            if (++count == 1)
                first = std::string(run.catalog().sku(source)) + " and " + std::string(run.catalog().sku(target)) + ": "
                    + run.compatibility().explain(source, target).because;
        }
        if (count > 0)
            sink.entry(entry,
                entry.id + " serves " + std::to_string(count) + (count == 1 ? " link" : " links")
                    + " between products that do not fit together (" + first + "); have it reviewed again",
                {.detail = "served"});
    }

    // What was frozen stays, also when one of its ends is not sold any more.
    static void checkGone(const RuleRun& run, FindingSink& sink, const Entry& entry)
    {
        const Snapshot& catalog = run.catalog();
        size_t count = 0;
        Row first = noRow;
        for (const auto& [source, target] : entry.frozen)
            for (const Row end : {source, target})
                if (end != noRow && (!catalog.exists(end) || catalog.isRetired(end))) {
                    first = count++ ? first : end;
                    break;
                }
        if (count > 0)
            sink.entry(entry,
                entry.id + " serves " + std::to_string(count) + (count == 1 ? " link" : " links")
                    + " with a product that is retired or gone, first " + std::string(catalog.sku(first)) + "; have it reviewed again",
                {.detail = "gone"});
    }
};

} // namespace

RulePtr compatReachDrifted()
{
    return std::make_unique<ReachDrifted>();
}

} // namespace shelf
