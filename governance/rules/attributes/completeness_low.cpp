// attr.completeness-low: of the attributes that a channel requires, too few are filled. One finding per product and channel (detail:
// its code); a product without a family is 0 % everywhere and has one finding. Retired products are not looked at.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/placed_number.h"
#include "governance/rules/attributes/required.h"

#include "model/domain/decimal.h"

#include <cmath>

namespace shelf {

namespace {

class CompletenessLow final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.completeness-low",
            .title = "A product is far from complete for a channel",
            .why = "A product that tells little is found by few filters and compared by nobody: it is seen less and sent back more.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Completeness,
            .severity = Severity::Warning,
            .parameters = {{"floor", "80", "percent of the attributes a channel requires that must be filled; can be set per channel"}},
            .reads = {.fields = {"sku", "*", "name", "family", "categories", "lifecycle", "channels", "parent"}},
            .violating = "shelfwright: 1\n"
                         "attributes:\n"
                         "  - { code: mount, label: Mount, type: text }\n"
                         "  - { code: weight, label: Weight, type: number, unit: g }\n"
                         "families: [ { code: lens, label: Lenses, attributes: [ { code: mount, required: [web] }, { code: weight, "
                         "required: [web] } ] } ]\n"
                         "products: [ { sku: LENS-35, name: Lens 35 mm, family: lens, values: { mount: E } } ]   # half of them\n",
            .passing = "shelfwright: 1\n"
                       "attributes:\n"
                       "  - { code: mount, label: Mount, type: text }\n"
                       "  - { code: weight, label: Weight, type: number, unit: g }\n"
                       "families: [ { code: lens, label: Lenses, attributes: [ { code: mount, required: [web] }, { code: weight, "
                       "required: [web] } ] } ]\n"
                       "products: [ { sku: LENS-35, name: Lens 35 mm, family: lens, values: { mount: E, weight: 300 } } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: LENS-1, name: Long gone and in no family, lifecycle: retired } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        PlacedNumber floor(run, "floor");
        for (size_t first = 0; first < attr::Required::channelCount(catalog); first += 64) {
            const attr::Required required(catalog, first);
            std::vector<uint32_t> asked(required.channels()), missing(required.channels());
            required.eachSuspect(run, first == 0, [&](Row row) {
                if (catalog.isRetired(row))
                    return;
                const auto* uses = required.uses(row);
                if (!uses) {
                    if (first == 0 && floor.at(row) > 0)
                        sink.product(row, homeless(catalog, row));
                    return;
                }
                count(required, *uses, row, asked, missing);
                for (size_t i = 0; i < required.channels(); ++i)
                    if (missing[i] && catalog.soldIn(row, required.channel(i)))
                        judge(run, required.channel(i), row, asked[i], missing[i], floor, sink);
            });
        }
    }

private:
    static std::string homeless(const Snapshot& catalog, Row row)
    {
        const std::string_view family = catalog.family(row);
        const std::string is = family.empty() ? " is in no family" : " is in the family " + std::string(family) + ", which is not defined";
        return attr::productLabel(catalog, row) + is + ", so that nothing says what it needs; put it into a family";
    }

    static void count(const attr::Required& required, const std::vector<attr::RequiredUse>& uses, Row row, std::vector<uint32_t>& asked,
        std::vector<uint32_t>& missing)
    {
        std::fill(asked.begin(), asked.end(), 0U);
        std::fill(missing.begin(), missing.end(), 0U);
        for (const attr::RequiredUse& use : uses) {
            const attr::ChannelMask empty = required.missing(use, row);
            for (size_t i = 0; i < asked.size(); ++i) {
                asked[i] += use.channels >> i & 1;
                missing[i] += empty >> i & 1;
            }
        }
    }

    static void judge(
        const RuleRun& run, const std::string& channel, Row row, uint32_t asked, uint32_t missing, PlacedNumber& floor, FindingSink& sink)
    {
        const double least = floor.at(row, channel);
        const double percent = 100.0 * (asked - missing) / asked;
        if (percent + 1e-9 >= least)
            return;
        FindingSink::With with;
        with.detail = channel;
        with.channel = channel;
        sink.product(row,
            attr::productLabel(run.catalog(), row) + " has " + std::to_string(asked - missing) + " of the " + std::to_string(asked)
                + " attributes that " + attr::channelLabel(run.definitions(), channel) + " requires ("
                + shortestDecimal(std::floor(percent)) + " %, at least " + shortestDecimal(least) + " % are wanted); fill in the others",
            std::move(with));
    }
};

} // namespace

RulePtr attrCompletenessLow()
{
    return std::make_unique<CompletenessLow>();
}

} // namespace shelf
