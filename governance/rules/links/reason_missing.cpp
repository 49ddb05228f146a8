// link.reason-missing: a link has no reason, and its type has no template that makes one.
#include "governance/copy/copy_template.h"
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

class ReasonMissing final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.reason-missing",
            .title = "A link has no reason",
            .why = "A shopper who is told why buys; a link whose type asks for a reason and has none is a bare list.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Completeness,
            .severity = Severity::Error,
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1 } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens } ]\n",
            .edge = "shelfwright: 1\n"
                    "templates:\n"
                    "  - { code: holds, label: Holds it, text: { en: \"Holds your {source.name}\" } }\n"
                    "  - { code: better, label: Better, text: { en: \"Better than {source.name}\" }, link_types: [up-sell] }\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag }, { sku: BAG-2, name: Bag two } ]\n"
                    "links:\n"
                    "  - { source: CAM-1, type: accessory, target: BAG-1, template: holds }\n"
                    "  - { source: BAG-1, type: up-sell, target: BAG-2 }   # the type's template says why\n"
                    "  - { source: BAG-1, type: substitute, target: BAG-2 }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        auto hasReason = byDetails<uint8_t>(run, [](std::string_view json) -> uint8_t {
            if (!mayHave(json, "\"reason\":") && !mayHave(json, "\"reason_code\":") && !mayHave(json, "\"template\":"))
                return 0;
            const auto content = FieldMap::fromJson(json);
            return content && (content->has("reason") || content->has("reason_code") || content->has("template"));
        });
        const CopyTemplates templates(run.definitions());
        std::vector<bool> hasTemplate; // by Link::type
        for (uint16_t type = 0; type < types.size(); ++type)
            hasTemplate.push_back(templates.defaultOf(types[type].code) != nullptr);
        eachLink(run, [&](const Link& link) {
            if (types.of(link).needsReason && !hasTemplate[link.type] && !hasReason(link.details))
                sink.link(link, named(catalog, link) + " has no reason; say in a sentence why the one goes with the other");
        });
    }
};

} // namespace

RulePtr linkReasonMissing()
{
    return std::make_unique<ReasonMissing>();
}

} // namespace shelf
