// upgrade.next-better-not-chosen: the family has a better next step for the same money or less.
#include "governance/offers/labels.h"
#include "governance/offers/money.h"
#include "governance/rules/upgrades/steps.h"
#include "governance/rules/upgrades/upgrades.h"

#include <algorithm>
#include <optional>

namespace shelf {

namespace {

constexpr size_t mostLooked = 1000; // nearest in price: a run must not take seconds for one message more

class NextBetterNotChosen final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.next-better-not-chosen",
            .title = "The next step could be a better product for the same money",
            .why = "The shopper will find it by themselves. Looked for is a product of the same family and category (and brand, where both "
                   "steps are of "
                   "one), dearer than the step below and no dearer than the one chosen, that is in every key attribute as good as it, and "
                   "cheaper or in one of them better.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Catalog,
            .dimension = Dimension::Accuracy,
            .severity = Severity::Info,
            .parameters = {{"percent", "5", "how much cheaper, in percent, one that is no better must be to be named"},
                lessIsBetterParameter},
            .reads = {.fields = {"*", "brand", "categories", "currency", "family", "lifecycle", "name", "parent", "price"},
                .entries = true},
            .violating = R"(shelfwright: 1
attributes: [ { code: resolution, label: Resolution, type: number, unit: MP } ]
families: [ { code: camera, label: Camera, attributes: [ { code: resolution } ] } ]
products:
  - { sku: CAM-1, name: Camera one, family: camera, price: 400.00 EUR, values: { resolution: 20 } }
  - { sku: CAM-2, name: Camera two, family: camera, price: 550.00 EUR, values: { resolution: 26 } }
  - { sku: CAM-3, name: Camera three, family: camera, price: 600.00 EUR, values: { resolution: 24 } }
upgrades: [ { code: bodies, key_attributes: [resolution], steps: [ { sku: CAM-1 }, { sku: CAM-3, benefit: Sharper } ] } ]
)",
            .passing = R"(shelfwright: 1
attributes: [ { code: resolution, label: Resolution, type: number, unit: MP } ]
families: [ { code: camera, label: Camera, attributes: [ { code: resolution } ] } ]
products:
  - { sku: CAM-1, name: Camera one, family: camera, price: 400.00 EUR, values: { resolution: 20 } }
  - { sku: CAM-2, name: Camera two, family: camera, price: 550.00 EUR, values: { resolution: 26 } }
  - { sku: CAM-3, name: Camera three, family: camera, price: 600.00 EUR, values: { resolution: 24 } }
upgrades: [ { code: bodies, key_attributes: [resolution], steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Sharper } ] } ]
)",
            .edge = R"(shelfwright: 1
attributes: [ { code: resolution, label: Resolution, type: number, unit: MP } ]
families: [ { code: camera, label: Camera, attributes: [ { code: resolution } ] } ]
products: # a path that names no key attributes does not say what better means
  - { sku: CAM-1, name: Camera one, family: camera, price: 400.00 EUR, values: { resolution: 20 } }
  - { sku: CAM-2, name: Camera two, family: camera, price: 550.00 EUR, values: { resolution: 26 } }
  - { sku: CAM-3, name: Camera three, family: camera, price: 600.00 EUR, values: { resolution: 24 } }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-3, benefit: Sharper } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const FamilyPrices prices(run);
        LadderOptions options;
        options.lessIsBetter = run.texts("less_is_better");
        const double cheaper = run.number("percent");
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            if (entry.ladder().keyAttributes.empty())
                return;
            const AttributeComparer keys(run.catalog(), entry.ladder().keyAttributes, options.lessIsBetter);
            const std::vector<StepFigures> steps = ladderFigures(run.catalog(), entry, options);
            for (size_t i = 0; i < steps.size(); ++i)
                if (!steps[i].retired && steps[i].percent && *steps[i].percent > 0)
                    look(run.catalog(), sink, entry, steps, i, prices, keys, cheaper);
        });
    }

private:
    // The key attribute in which `other` is better than `step`, keys.size() where it is as good in all; nullopt where it is worse, or
    // where that cannot be said.
    static std::optional<size_t> betterIn(const AttributeComparer& keys, Row step, Row other)
    {
        size_t better = keys.size();
        for (size_t i = 0; i < keys.size(); ++i) {
            const AttributeTurn turn = keys.turn(i, step, other);
            if (turn == AttributeTurn::Better)
                better = std::min(better, i);
            else if (turn != AttributeTurn::Same)
                return std::nullopt;
        }
        return better;
    }

    static void look(const Snapshot& catalog, FindingSink& sink, const Entry& entry, const std::vector<StepFigures>& steps, size_t index,
        const FamilyPrices& prices, const AttributeComparer& keys, double cheaper)
    {
        const StepFigures &step = steps[index], &before = steps[step.after];
        if (catalog.family(step.row).empty() || catalog.family(step.row) != catalog.family(before.row))
            return;
        const Code brand = prices.brand(step.row);
        const bool oneBrand = brand == prices.brand(before.row);
        const auto& members = prices.like(step.row);
        const auto above = [](int64_t price, const FamilyPrices::Member& member) { return price < member.price; };
        auto next = std::upper_bound(members.begin(), members.end(), *step.price, above);
        for (size_t looked = 0; next != members.begin() && looked < mostLooked; ++looked) { // from the chosen one's price down
            const FamilyPrices::Member& member = *--next;
            if (member.price <= *before.price)
                return;
            const auto onIt = [&](const StepFigures& s) { return s.row == member.row; };
            if ((oneBrand && member.brand != brand) || std::any_of(steps.begin(), steps.end(), onIt)
                || keys.anyWorse(before.row, member.row))
                continue;
            const std::optional<size_t> better = betterIn(keys, step.row, member.row);
            const double less = (1 - double(member.price) / double(*step.price)) * 100;
            if (!better || (*better == keys.size() && less < cheaper))
                continue;
            std::string message = stepLabel(catalog, entry, steps, index) + " costs " + moneyText(*step.price, step.currency) + "; "
                + productLabel(catalog, member.row) + " at " + moneyText(member.price, step.currency) + " is as good";
            if (*better < keys.size()) {
                const AttributeStep turn = attributeStep(catalog, entry.ladder().keyAttributes[*better], step.row, member.row, {});
                message += " and has more to offer: " + attributeLabel(catalog, turn.attribute) + " "
                    + valueWithUnit(catalog, turn.attribute, turn.after) + " instead of "
                    + valueWithUnit(catalog, turn.attribute, turn.before);
            } else {
                message += " in all key attributes";
            }
            sink.entry(entry, message + "; think of taking it instead", {.others = {std::string(catalog.sku(step.row))}});
            return;
        }
    }
};

} // namespace

RulePtr upgradeNextBetterNotChosen()
{
    return std::make_unique<NextBetterNotChosen>();
}

} // namespace shelf
