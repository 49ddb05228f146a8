// compat.value-unknown: a correspondence table names a value that no product on its side has. Where a side has no values at all,
// compat.attribute-unknown and compat.value-missing-often say so.
#include "governance/rules/compatibility/compatibility_rules.h"
#include "governance/rules/compatibility/side_values.h"
#include "model/domain/text.h"

namespace shelf {

namespace {

class ValueUnknown final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "compat.value-unknown",
            .title = "A table of a compatibility rule names a value that no product has",
            .why = "Mostly a misspelling: the products meant are then called incompatible, and shoppers never see them.",
            .scope = RuleScope::Compat,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .reads = {.fields = comparedFields(), .entries = true},
            .violating = "shelfwright: 1\n"
                         "attributes:\n"
                         "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                         "families:\n"
                         "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                         "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                         "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                         "compatibility:\n"
                         "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: table, right: mount, table: { OX: "
                         "[OX, EX] } } ] }\n",
            .passing = "shelfwright: 1\n"
                       "attributes:\n"
                       "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                       "families:\n"
                       "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                       "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                       "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                       "compatibility:\n"
                       "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: table, right: mount, table: { OX: "
                       "[OX] } } ] }\n",
            .edge = "shelfwright: 1\n"
                    "attributes:\n"
                    "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                    "families:\n"
                    "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                    "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                    "# No lens has a mount yet: nothing can be compared with the table.\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                    "  - { sku: LENS-1, name: Lens one, family: lens }\n"
                    "compatibility:\n"
                    "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: table, right: mount, table: { OX: [LM] "
                    "} } ] }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        for (const EntryPtr& entry : run.catalog().entriesOf(MappingKind::Compat)) {
            if (!entry->in(run.view()))
                continue;
            for (const CompatCondition& condition : entry->compat().where)
                if (condition.op == CompatOperator::Table)
                    checkTable(run.catalog(), sink, *entry, condition);
        }
    }

private:
    static void checkTable(const Snapshot& catalog, FindingSink& sink, const Entry& entry, const CompatCondition& condition)
    {
        std::set<std::string> left, right;
        for (const auto& [value, matches] : condition.table) {
            left.insert(value);
            right.insert(matches.begin(), matches.end());
        }
        checkValues(catalog, sink, entry, condition, SideOfRule::Left, left);
        checkValues(catalog, sink, entry, condition, SideOfRule::Right, right);
    }

    static void checkValues(const Snapshot& catalog, FindingSink& sink, const Entry& entry, const CompatCondition& condition,
        SideOfRule side, const std::set<std::string>& named)
    {
        const std::string& field = fieldOn(condition, side);
        const std::string& sideName = sideOf(entry.compat(), side);
        const SideValues values = sideValues(catalog, sideName, field);
        if (values.texts.empty())
            return;
        for (const std::string& value : named) {
            if (values.texts.contains(value))
                continue;
            const auto near = nearest(value, std::vector<std::string>(values.texts.begin(), values.texts.end()));
            const std::string detail = std::string(side == SideOfRule::Left ? "left " : "right ") + field + " " + value;
            FindingSink::With with{.detail = detail};
            with.choices.push_back(near ? "write " + inQuotes(*near) : "take it out of the table");
            sink.entry(entry,
                entry.id + " names " + inQuotes(value) + " as " + field + " of " + sideLabel(sideName) + ", but no product there has it"
                    + (near ? "; did you mean " + inQuotes(*near) + "?" : "; correct it or take it out of the table"),
                std::move(with));
        }
    }
};

} // namespace

RulePtr compatValueUnknown()
{
    return std::make_unique<ValueUnknown>();
}

} // namespace shelf
