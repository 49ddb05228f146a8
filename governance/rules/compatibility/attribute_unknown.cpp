// compat.attribute-unknown: a condition compares an attribute that a side does not have. It does where its family lists it, or where any
// of its products has a value; core fields every product has.
#include "governance/rules/compatibility/compatibility_rules.h"
#include "governance/rules/compatibility/side_values.h"
#include "model/domain/product.h"
#include "model/domain/text.h"

namespace shelf {

namespace {

class AttributeUnknown final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "compat.attribute-unknown",
            .title = "A compatibility rule compares an attribute that one side does not have",
            .why = "Nothing can be said of any pair: the rule neither shows nor hides anything, and everybody believes that it does.",
            .scope = RuleScope::Compat,
            .unit = Unit::Catalog,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .reads = {.fields = comparedFields(), .entries = true},
            .violating = "shelfwright: 1\n"
                         "attributes:\n"
                         "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                         "  - { code: bayonet, label: Bayonet, type: choice, options: [OX, LM] }\n"
                         "families:\n"
                         "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                         "  - { code: lens, label: Lens }\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                         "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                         "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: bayonet "
                         "} ] } ]\n",
            .passing =
                "shelfwright: 1\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n",
            .edge =
                "shelfwright: 1\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                "  - { code: lens, label: Lens }\n"
                "# The family does not list the mount, but a lens has one.\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        for (const EntryPtr& entry : run.catalog().entriesOf(MappingKind::Compat)) {
            if (!entry->in(run.view()))
                continue;
            for (const CompatCondition& condition : entry->compat().where)
                for (const SideOfRule side : {SideOfRule::Left, SideOfRule::Right})
                    if (!isKnown(run.catalog(), sideOf(entry->compat(), side), fieldOn(condition, side)))
                        report(run.catalog(), sink, *entry, sideOf(entry->compat(), side), fieldOn(condition, side));
        }
    }

private:
    static bool isKnown(const Snapshot& catalog, const std::string& side, const std::string& field)
    {
        if (coreField(field))
            return true;
        const Family* family = catalog.definitions().family(side);
        if (family && catalog.definitions().attribute(field) && family->find(field.substr(0, field.find('@'))))
            return true;
        const SideValues values = sideValues(catalog, side, field);
        return values.missing < values.products;
    }

    static void report(const Snapshot& catalog, FindingSink& sink, const Entry& entry, const std::string& side, const std::string& field)
    {
        const std::string detail = side + " " + field;
        FindingSink::With with{.detail = detail};
        if (const Family* family = catalog.definitions().family(side)) {
            std::vector<std::string> codes;
            for (const FamilyAttribute& attribute : family->attributes)
                codes.push_back(attribute.code);
            if (const auto near = nearest(field, codes))
                with.choices.push_back("compare " + *near + " instead");
        }
        with.choices.push_back("add " + field + " to " + sideLabel(side));
        sink.entry(entry,
            entry.id + " compares " + field + " of " + sideLabel(side)
                + ", which has no such attribute and no product with a value of it; compare another, or add it",
            std::move(with));
    }
};

} // namespace

RulePtr compatAttributeUnknown()
{
    return std::make_unique<AttributeUnknown>();
}

} // namespace shelf
