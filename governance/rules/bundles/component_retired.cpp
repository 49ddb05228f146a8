// bundle.component-retired: a part of a bundle, or something to choose, is retired.
#include "governance/offers/labels.h"
#include "governance/offers/touched.h"
#include "governance/rules/bundles/bundles.h"

#include <algorithm>
#include <set>

namespace shelf {

namespace {

bool names(const Json& list, std::string_view sku)
{
    return std::any_of(list.items().begin(), list.items().end(), [sku](const Json& one) { return std::string_view(one.text()) == sku; });
}

// The bundle's components with `after` in the place of `before`; null where there is nothing to do or it stands there already.
Json componentsWith(const Entry& entry, std::string_view before, std::string_view after)
{
    Json components = entry.content.json("components");
    bool changed = false;
    for (Json& component : components.items()) {
        if (std::string_view(component["sku"].text()) == after)
            return {};
        if (std::string_view(component["sku"].text()) == before) {
            component.set("sku", Json::string(after));
            changed = true;
        }
    }
    return changed ? components : Json();
}

// The same for what can be chosen; where it stands there already the retired one goes.
Json groupsWith(const Entry& entry, std::string_view before, std::string_view after)
{
    Json groups = entry.content.json("groups");
    bool changed = false;
    for (Json& group : groups.items()) {
        if (!names(group["of"], before))
            continue;
        const bool there = names(group["of"], after);
        Json of = Json::array();
        for (const Json& item : group["of"].items())
            if (std::string_view(item.text()) != before)
                of.append(item);
            else if (!there)
                of.append(Json::string(after));
        group.set("of", std::move(of));
        changed = true;
    }
    return changed ? groups : Json();
}

class ComponentRetired final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.component-retired",
            .title = "A part of a bundle is retired",
            .why = "The bundle can no longer be packed, and a shopper who chooses it waits for what will not come.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Catalog, // the successor's own state decides about the fix
            .dimension = Dimension::Timeliness,
            .severity = Severity::Error,
            .reads = {.fields = {"lifecycle", "name", "parent"}, .links = true, .entries = true},
            .fix = "puts the successor in its place, where there is one",
            .violating = R"(shelfwright: 1
products:
  - { sku: CAM-1, name: Camera one, lifecycle: retired }
  - { sku: CAM-2, name: Camera two }
  - { sku: BAG-1, name: Bag }
links: [ { source: CAM-1, type: successor, target: CAM-2 } ]
bundles: [ { code: starter, label: Starter, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .passing = R"(shelfwright: 1
products:
  - { sku: CAM-2, name: Camera two }
  - { sku: BAG-1, name: Bag }
bundles: [ { code: starter, label: Starter, components: [ { sku: CAM-2 }, { sku: BAG-1 } ] } ]
)",
            .edge = R"(shelfwright: 1
products: # what runs out is still sold
  - { sku: CAM-1, name: Camera one, lifecycle: end-of-life }
  - { sku: BAG-1, name: Bag }
bundles: [ { code: starter, label: Starter, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            std::set<Row> retired;
            for (const BundlePart& part : entry.bundle().parts)
                if (part.row != noRow && catalog.isRetired(part.row))
                    retired.insert(part.row);
            for (const BundleGroup& group : entry.bundle().groups)
                for (const Row row : group.of)
                    if (row != noRow && catalog.isRetired(row))
                        retired.insert(row);
            for (const Row row : retired)
                report(run, sink, entry, row);
        });
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const EntryPtr entry = run.catalog().entry(finding.subject, run.view());
        if (!entry || entry->kind != MappingKind::Bundle || finding.others.size() != 1)
            return {};
        const Row row = run.catalog().find(finding.others.front());
        const std::vector<Row> successors = row == noRow ? std::vector<Row>() : successorsOf(run.catalog(), run.view(), row);
        return successors.size() == 1 ? stepsFor(run.catalog(), *entry, row, successors.front()) : std::vector<FixStep>();
    }

private:
    static std::vector<FixStep> stepsFor(const Snapshot& catalog, const Entry& entry, Row before, Row after)
    {
        const bool component = std::any_of(
            entry.bundle().parts.begin(), entry.bundle().parts.end(), [before](const BundlePart& part) { return part.row == before; });
        const Json components = componentsWith(entry, catalog.sku(before), catalog.sku(after));
        if (component && components.isNull())
            return {}; // the successor is a component already: how many of it, a person has to say
        FixStep step{ChangeOp::Edit, ThingKind::Mapping, entry.id, {}};
        if (!components.isNull())
            step.fields.emplace_back("components", components.write());
        if (const Json groups = groupsWith(entry, catalog.sku(before), catalog.sku(after)); !groups.isNull())
            step.fields.emplace_back("groups", groups.write());
        return {step};
    }

    static void report(const RuleRun& run, FindingSink& sink, const Entry& entry, Row row)
    {
        const Snapshot& catalog = run.catalog();
        const std::vector<Row> successors = successorsOf(catalog, run.view(), row);
        std::string message = entryLabel(entry) + " has " + productLabel(catalog, row) + ", which is retired; ";
        FindingSink::With with{.others = {std::string(catalog.sku(row))}};
        if (successors.size() == 1 && !stepsFor(catalog, entry, row, successors.front()).empty()) {
            message += "its successor is " + productLabel(catalog, successors.front());
            with.fix = "put " + std::string(catalog.sku(successors.front())) + " in the place of " + std::string(catalog.sku(row));
        } else if (!successors.empty()) {
            message += successors.size() == 1 ? "its successor " + productLabel(catalog, successors.front()) + " is in the bundle already"
                                              : "choose one of its successors " + labelList(catalog, successors);
            for (const Row successor : successors)
                with.choices.push_back("put " + std::string(catalog.sku(successor)) + " in its place");
            with.choices.emplace_back("take it out");
        } else {
            message += "it has no successor: replace it, take it out, or retire the bundle";
        }
        sink.entry(entry, std::move(message), std::move(with));
    }
};

} // namespace

RulePtr bundleComponentRetired()
{
    return std::make_unique<ComponentRetired>();
}

} // namespace shelf
