// bundle.component-twice: one product stands twice among the components, or twice in one group.
#include "governance/offers/labels.h"
#include "governance/rules/bundles/bundles.h"

#include <optional>
#include <set>

namespace shelf {

namespace {

// The components with the second and further ones added to the first. What is required once and optional once stays: only a person
// knows which was meant.
Json mergedComponents(const Json& components, const std::string& sku)
{
    Json merged = Json::array();
    std::optional<size_t> first;
    for (const Json& component : components.items()) {
        if (component["sku"].text() != sku || !first) {
            if (component["sku"].text() == sku)
                first = merged.items().size();
            merged.append(component);
            continue;
        }
        Json& kept = merged.items()[*first];
        int64_t sum = 0;
        if (kept["required"].toBool(true) != component["required"].toBool(true)
            || __builtin_add_overflow(kept["quantity"].toInteger(1), component["quantity"].toInteger(1), &sum))
            return {};
        kept.set("quantity", Json::number(sum));
    }
    return merged.items().size() < components.items().size() ? merged : Json();
}

Json groupsOnce(const Json& groups, const std::string& sku)
{
    Json once = groups;
    bool changed = false;
    for (Json& group : once.items()) {
        Json of = Json::array();
        bool seen = false;
        for (const Json& item : group["of"].items()) {
            const bool same = item.text() == sku;
            if (!same || !seen)
                of.append(item);
            else
                changed = true;
            seen = seen || same;
        }
        group.set("of", std::move(of));
    }
    return changed ? once : Json();
}

std::vector<FixStep> stepsFor(const Entry& entry, const std::string& sku)
{
    FixStep step{ChangeOp::Edit, ThingKind::Mapping, entry.id, {}};
    if (const Json components = mergedComponents(entry.content.json("components"), sku); !components.isNull())
        step.fields.emplace_back("components", components.write());
    if (const Json groups = groupsOnce(entry.content.json("groups"), sku); !groups.isNull())
        step.fields.emplace_back("groups", groups.write());
    return step.fields.empty() ? std::vector<FixStep>() : std::vector<FixStep>{step};
}

class ComponentTwice final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.component-twice",
            .title = "A bundle names one product twice",
            .why = "It is unclear how many of it a shopper gets; the serving system may count one, the other, or both.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Entry,
            .dimension = Dimension::Uniqueness,
            .severity = Severity::Error,
            .reads = {.fields = {"name", "parent"}, .entries = true},
            .fix = "makes one component of them, with the sum of their quantities",
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: VB-10, name: Battery } ]
bundles: [ { code: travel, label: Travel, components: [ { sku: CAM-1 }, { sku: VB-10 }, { sku: VB-10, quantity: 2 } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: VB-10, name: Battery } ]
bundles: [ { code: travel, label: Travel, components: [ { sku: CAM-1 }, { sku: VB-10, quantity: 3 } ] } ]
)",
            .edge = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: VB-10, name: Battery }, { sku: VB-20, name: Large battery } ]
bundles: # one battery is in it, and a second of either kind can be chosen
  - { code: travel, label: Travel, components: [ { sku: CAM-1 }, { sku: VB-10 } ],
      groups: [ { name: Second battery, choose: 0..1, of: [VB-10, VB-20] } ] }
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            std::set<Row> seen, twice;
            for (const BundlePart& part : entry.bundle().parts)
                if (!seen.insert(part.row).second)
                    twice.insert(part.row);
            for (const BundleGroup& group : entry.bundle().groups) {
                std::set<Row> inGroup;
                for (const Row row : group.of)
                    if (!inGroup.insert(row).second)
                        twice.insert(row);
            }
            for (const Row row : twice)
                report(run.catalog(), sink, entry, row);
        });
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const EntryPtr entry = run.catalog().entry(finding.subject, run.view());
        if (!entry || entry->kind != MappingKind::Bundle || finding.others.size() != 1)
            return {};
        return stepsFor(*entry, finding.others.front());
    }

private:
    static void report(const Snapshot& catalog, FindingSink& sink, const Entry& entry, Row row)
    {
        if (row == noRow)
            return;
        const std::string sku(catalog.sku(row));
        std::vector<std::string> counts;
        for (const BundlePart& part : entry.bundle().parts)
            if (part.row == row)
                counts.push_back(std::to_string(part.quantity) + (part.required ? "" : " optional"));
        std::string message = entryLabel(entry) + " names " + productLabel(catalog, row);
        for (size_t i = 0; i < counts.size() && counts.size() > 1; ++i)
            message += (i ? " and again with quantity " : " with quantity ") + counts[i];
        message += counts.size() > 1 ? "" : " twice in one group";
        FindingSink::With with{.others = {sku}};
        if (!stepsFor(entry, sku).empty()) {
            message += "; name it once";
            with.fix = "name " + sku + " once" + (counts.size() > 1 ? ", with the sum of its quantities" : "");
        } else {
            message += "; say whether it is required, and name it once";
            with.choices = {"required", "optional"};
        }
        sink.entry(entry, std::move(message), std::move(with));
    }
};

} // namespace

RulePtr bundleComponentTwice()
{
    return std::make_unique<ComponentTwice>();
}

} // namespace shelf
