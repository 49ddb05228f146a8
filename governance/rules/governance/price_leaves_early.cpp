// gov.price-leaves-early: a bundle with a price of its own (fixed, percent off, amount off) whose window begins after today. A release
// made today carries it all the same, for the serving system to keep until then. Parked bundles are not looked at: they do not leave.
#include "governance/rules/governance/governance_rules.h"

#include "model/domain/text.h"

namespace shelf {

namespace {

// The day a mapping's window begins, of its own or its season's; nullopt where there is none.
std::optional<Days> beginsOn(const Definitions& definitions, const FieldMap& content)
{
    std::string from = content.text("from");
    const std::string season = content.text("season");
    if (const Thing* thing = season.empty() ? nullptr : definitions.find(ThingKind::Season, season))
        from = thing->fields.text("from");
    return parseDate(std::string_view(from).substr(0, 10)); // a date and time begins with its date
}

class PriceLeavesEarly final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.price-leaves-early",
            .title = "A future price is in today's release",
            .why = "Whoever reads the release, a marketplace or a competitor, knows the price before it holds, and a serving system that "
                   "overlooks the window sells at it at once.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Entry,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .parameters = {{"days", "0", "days ahead that are fine"}},
            .reads = {.entries = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR }, { sku: BAG-1, name: Bag, price: 49.00 EUR } ]\n"
                         "bundles:\n"
                         "  - { code: kit, label: Winter kit, owner: mia, price: fixed 449.00 EUR, from: today+20d, to: today+50d,\n"
                         "      components: [ { sku: CAM-1 }, { sku: BAG-1 } ] }\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR }, { sku: BAG-1, name: Bag, price: 49.00 EUR } ]\n"
                       "bundles:\n"
                       "  - { code: kit, label: Winter kit, owner: mia, price: fixed 449.00 EUR, from: today-1d, to: today+50d,\n"
                       "      components: [ { sku: CAM-1 }, { sku: BAG-1 } ] }\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR }, { sku: BAG-1, name: Bag, price: 49.00 EUR } ]\n"
                    "bundles:\n"
                    "  - { code: kit, label: Costs what its parts cost, owner: mia, from: today+20d,\n"
                    "      components: [ { sku: CAM-1 }, { sku: BAG-1 } ] }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const auto ahead = static_cast<Days>(run.number("days"));
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            const std::string policy = entry.content.json("price")["policy"].text();
            const auto begins = beginsOn(run.definitions(), entry.content);
            if (policy.empty() || policy == "sum" || !begins || *begins - run.today() <= ahead || entry.content.boolean("parked"))
                return;
            sink.entry(entry,
                entry.id + " has a price of its own (" + policy + ") that begins on " + formatDate(*begins)
                    + ", and a release made today carries it; hold the bundle back or approve it later");
        });
    }
};

} // namespace

RulePtr govPriceLeavesEarly()
{
    return std::make_unique<PriceLeavesEarly>();
}

} // namespace shelf
