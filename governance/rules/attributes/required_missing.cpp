// attr.required-missing: a channel that a product is sold in asks for an attribute that is empty. One finding per product and
// attribute (detail: its code) that names all the channels. Retired products are not looked at.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/required.h"

namespace shelf {

namespace {

class RequiredMissing final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.required-missing",
            .title = "A required attribute is empty",
            .why = "A channel that asks for an attribute turns the product down without it, or shows it where nobody filters for it; and "
                   "compatibility that hangs on the attribute cannot be worked out.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Completeness,
            .severity = Severity::Error,
            .reads = {.fields = {"sku", "*", "name", "family", "lifecycle", "channels", "parent"}},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: mount, label: Mount, type: choice, options: [E, Z] } ]\n"
                         "families: [ { code: lens, label: Lenses, attributes: [ { code: mount, required: [web] } ] } ]\n"
                         "products: [ { sku: LENS-35, name: Lens 35 mm, family: lens } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: mount, label: Mount, type: choice, options: [E, Z] } ]\n"
                       "families: [ { code: lens, label: Lenses, attributes: [ { code: mount, required: [web] } ] } ]\n"
                       "products:\n"
                       "  - { sku: LENS-35, name: Lens 35 mm, family: lens, values: { mount: E } }\n"
                       "  - { sku: LENS-35-B, name: Lens 35 mm black, parent: LENS-35 }   # has its parent's mount\n",
            .edge = "shelfwright: 1\n"
                    "channels: [ { code: store, label: Store } ]\n"
                    "attributes: [ { code: mount, label: Mount, type: choice, options: [E, Z] } ]\n"
                    "families: [ { code: lens, label: Lenses, attributes: [ { code: mount, required: [web] } ] } ]\n"
                    "products: [ { sku: LENS-35, name: Sold in the store alone, family: lens, channels: [store] } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Definitions& definitions = run.definitions();
        for (size_t first = 0; first < attr::Required::channelCount(catalog); first += 64) {
            const attr::Required required(catalog, first);
            required.eachSuspect(run, false, [&](Row row) {
                const auto* uses = required.uses(row);
                if (!uses || catalog.isRetired(row))
                    return;
                attr::ChannelMask sold = 0;
                for (const attr::RequiredUse& use : *uses) {
                    attr::ChannelMask missing = required.missing(use, row);
                    if (!missing)
                        continue;
                    sold = sold ? sold : required.soldIn(row);
                    if (missing &= sold; missing)
                        report(required, definitions, row, use, missing, catalog, sink);
                }
            });
        }
    }

private:
    static void report(const attr::Required& required, const Definitions& definitions, Row row, const attr::RequiredUse& use,
        attr::ChannelMask missing, const Snapshot& catalog, FindingSink& sink)
    {
        std::vector<std::string> names;
        std::string_view only;
        for (size_t i = 0; i < required.channels(); ++i)
            if (missing >> i & 1) {
                names.push_back(attr::channelLabel(definitions, required.channel(i)));
                only = required.channel(i);
            }
        FindingSink::With with;
        with.detail = use.use->code;
        if (names.size() == 1)
            with.channel = only;
        const std::string verb = names.size() == 1 ? " asks" : " ask";
        sink.product(row,
            attr::productLabel(catalog, row) + ": " + attr::fieldLabel(definitions, use.use->code) + " is empty, and " + attr::listed(names)
                + verb + " for it; fill it in",
            std::move(with));
    }
};

} // namespace

RulePtr attrRequiredMissing()
{
    return std::make_unique<RequiredMissing>();
}

} // namespace shelf
