// compat.rules-contradict: two `must` rules between the same sides of which no pair of products satisfies both, though each of them alone
// lets some through; or an `allows` rule whose conditions are those of a `must` rule, so that it can never allow what that one forbids.
// Pairs of which something is missing might satisfy both: then nothing is said.
#include "governance/rules/compatibility/compatibility_rules.h"
#include "governance/rules/compatibility/side_values.h"
#include <algorithm>
#include <array>

namespace shelf {

namespace {

class RulesContradict final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "compat.rules-contradict",
            .title = "Two compatibility rules contradict each other",
            .why = "Every product of the two sides is called incompatible with every other, and the slot stays empty.",
            .scope = RuleScope::Compat,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Error,
            .reads = {.fields = comparedFields(), .entries = true},
            .violating = "shelfwright: 1\n"
                         "attributes:\n"
                         "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                         "  - { code: weight, label: Weight, type: number, unit: g }\n"
                         "families:\n"
                         "  - { code: camera, label: Camera, attributes: [ { code: mount }, { code: weight } ] }\n"
                         "  - { code: lens, label: Lens, attributes: [ { code: mount }, { code: weight } ] }\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX, weight: 500 } }\n"
                         "  - { sku: CAM-2, name: Camera two, family: camera, values: { mount: LM, weight: 900 } }\n"
                         "  - { sku: LENS-1, name: Heavy lens, family: lens, values: { mount: OX, weight: 800 } }\n"
                         "  - { sku: LENS-2, name: Heavier lens, family: lens, values: { mount: LM, weight: 950 } }\n"
                         "compatibility:\n"
                         "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] }\n"
                         "  - { code: lens-weight, between: [lens, camera], where: [ { left: weight, op: at-most, right: weight } ] }\n",
            .passing = "shelfwright: 1\n"
                       "attributes:\n"
                       "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                       "  - { code: weight, label: Weight, type: number, unit: g }\n"
                       "families:\n"
                       "  - { code: camera, label: Camera, attributes: [ { code: mount }, { code: weight } ] }\n"
                       "  - { code: lens, label: Lens, attributes: [ { code: mount }, { code: weight } ] }\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX, weight: 500 } }\n"
                       "  - { sku: CAM-2, name: Camera two, family: camera, values: { mount: LM, weight: 900 } }\n"
                       "  - { sku: LENS-1, name: Heavy lens, family: lens, values: { mount: OX, weight: 800 } }\n"
                       "  - { sku: LENS-2, name: Light lens, family: lens, values: { mount: OX, weight: 200 } }\n"
                       "compatibility:\n"
                       "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] }\n"
                       "  - { code: lens-weight, between: [lens, camera], where: [ { left: weight, op: at-most, right: weight } ] }\n",
            .edge =
                "shelfwright: 1\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "  - { code: weight, label: Weight, type: number, unit: g }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount }, { code: weight } ] }\n"
                "  - { code: lens, label: Lens, attributes: [ { code: mount }, { code: weight } ] }\n"
                "# An adapter that allows what is allowed already never does anything.\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX, weight: 500 } }\n"
                "  - { sku: CAM-2, name: Camera two, family: camera, values: { mount: LM, weight: 900 } }\n"
                "  - { sku: LENS-1, name: Heavy lens, family: lens, values: { mount: OX, weight: 800 } }\n"
                "  - { sku: LENS-2, name: Light lens, family: lens, values: { mount: OX, weight: 200 } }\n"
                "compatibility:\n"
                "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] }\n"
                "  - { code: lens-weight, between: [camera, lens], effect: allows, where: [ { left: mount, op: equal, right: mount } ] }\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        std::vector<const Entry*> rules;
        for (const EntryPtr& entry : run.catalog().entriesOf(MappingKind::Compat))
            if (entry->in(run.view()))
                rules.push_back(entry.get());
        for (size_t i = 0; i < rules.size(); ++i)
            for (size_t j = i + 1; j < rules.size() && !run.cancelled(); ++j)
                if (const Sides sides = sidesOf(rules[i]->compat(), rules[j]->compat()); sides != Sides::Different)
                    compare(run, sink, *rules[i], *rules[j], sides == Sides::Swapped);
    }

private:
    enum class Sides { Different, Same, Swapped };
    static Sides sidesOf(const CompatRule& a, const CompatRule& b)
    {
        if (a.left == b.left && a.right == b.right)
            return Sides::Same;
        return a.left == b.right && a.right == b.left ? Sides::Swapped : Sides::Different;
    }

    static void compare(const RuleRun& run, FindingSink& sink, const Entry& a, const Entry& b, bool swapped)
    {
        if (a.compat().allows && b.compat().allows)
            return;
        if (a.compat().allows != b.compat().allows) {
            const Entry& must = a.compat().allows ? b : a;
            const Entry& allows = a.compat().allows ? a : b;
            if (!swapped && sameConditions(a.compat(), b.compat()))
                sink.entry(allows,
                    allows.id + " allows only what " + must.id + " demands: their conditions are the same, so it never changes anything; "
                        + "write what it allows beyond that, or retire it",
                    {.others = {must.id}});
            return;
        }
        // Two rules of a family with itself hold either way round, each for itself.
        if (a.compat().left == a.compat().right || !contradict(run, a, b, swapped))
            return;
        sink.entry(a,
            "no pair of " + sideLabel(a.compat().left) + " and " + sideLabel(a.compat().right) + " satisfies both " + a.id + " ("
                + conditionsText(a.compat()) + ") and " + b.id + " (" + conditionsText(b.compat())
                + "), though each of them alone lets some through; change or retire one of them",
            {.others = {b.id}, .choices = {"retire " + a.id, "retire " + b.id}});
    }

    static bool sameConditions(const CompatRule& a, const CompatRule& b)
    {
        return std::equal(
            a.where.begin(), a.where.end(), b.where.begin(), b.where.end(), [](const CompatCondition& x, const CompatCondition& y) {
                return x.left == y.left && x.right == y.right && x.op == y.op && x.table == y.table;
            });
    }

    static std::string conditionsText(const CompatRule& rule)
    {
        static constexpr std::array<std::string_view, 7> names = {
            "equal", "overlaps", "contains", "at-most", "at-least", "within", "table"};
        std::string text;
        for (const CompatCondition& condition : rule.where)
            text += (text.empty() ? "" : " and ") + condition.left + " " + std::string(names[static_cast<size_t>(condition.op)]) + " "
                + condition.right;
        return text;
    }

    // Whether each lets pairs through, and together they are sure to let none.
    static bool contradict(const RuleRun& run, const Entry& a, const Entry& b, bool swapped)
    {
        const Compatibility& compatibility = run.compatibility();
        if (compatibility.count(a).compatible == 0 || compatibility.count(b).compatible == 0)
            return false;
        return !compatibility.anyPair(a, b, swapped);
    }
};

} // namespace

RulePtr compatRulesContradict()
{
    return std::make_unique<RulesContradict>();
}

} // namespace shelf
