// upgrade.on-two-ladders: one product stands on two upgrade paths for the same moment and the same shoppers.
#include "governance/offers/labels.h"
#include "governance/rules/upgrades/upgrades.h"

#include <algorithm>
#include <map>

namespace shelf {

namespace {

// What decides who sees a ladder.
struct Audience {
    const Entry* entry = nullptr;
    std::string intent;
    std::vector<std::string> channels, audiences, intents, triggers;
};

Audience audienceOf(const Entry& entry)
{
    return {&entry, entry.content.text("intent"), entry.content.strings("channels"), entry.content.strings("audiences"),
        entry.content.strings("intents"), entry.content.strings("triggers")};
}

bool meet(const std::vector<std::string>& a, const std::vector<std::string>& b)
{
    return a.empty() || b.empty()
        || std::any_of(a.begin(), a.end(), [&b](const std::string& one) { return std::find(b.begin(), b.end(), one) != b.end(); });
}

bool meet(const Audience& a, const Audience& b)
{
    return a.intent == b.intent && meet(a.channels, b.channels) && meet(a.audiences, b.audiences) && meet(a.intents, b.intents)
        && meet(a.triggers, b.triggers);
}

class OnTwoLadders final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.on-two-ladders",
            .title = "A product stands on two upgrade paths of one intent",
            .why = "Which of the two next steps a shopper is shown is left to chance. Paths whose channels, audiences, intents or triggers "
                   "have nothing in common do not meet; dates are not compared.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .reads = {.fields = {"name", "parent"}, .entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two }, { sku: CAM-3, name: Camera three } ]
upgrades:
  - { code: bodies, intent: owner, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] }
  - { code: travel, intent: owner, steps: [ { sku: CAM-1 }, { sku: CAM-3, benefit: Lighter } ] }
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two }, { sku: CAM-3, name: Camera three } ]
upgrades:
  - { code: bodies, intent: owner, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] }
  - { code: travel, intent: comparing, steps: [ { sku: CAM-1 }, { sku: CAM-3, benefit: Lighter } ] }
)",
            .edge = R"(shelfwright: 1
channels: [ { code: web, label: Web shop }, { code: store, label: Store } ]
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two }, { sku: CAM-3, name: Camera three } ]
upgrades: # nobody sees both
  - { code: bodies, intent: owner, channels: [web], steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] }
  - { code: travel, intent: owner, channels: [store], steps: [ { sku: CAM-1 }, { sku: CAM-3, benefit: Lighter } ] }
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        std::vector<Audience> ladders;
        std::map<Row, std::vector<size_t>> on;
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            ladders.push_back(audienceOf(entry));
            for (const LadderStep& step : entry.ladder().steps)
                if (step.row != noRow && (on[step.row].empty() || on[step.row].back() != ladders.size() - 1))
                    on[step.row].push_back(ladders.size() - 1);
        });
        for (const auto& [row, indexes] : on)
            for (size_t i = 0; i < indexes.size(); ++i)
                for (size_t j = i + 1; j < indexes.size(); ++j) {
                    const Audience &a = ladders[indexes[i]], &b = ladders[indexes[j]];
                    if (!meet(a, b))
                        continue;
                    sink.product(row,
                        productLabel(catalog, row) + " stands on " + entryLabel(*a.entry) + " and on " + entryLabel(*b.entry)
                            + (a.intent.empty() ? ", both without an intent" : ", both for the intent " + a.intent)
                            + "; take it off one, or give them different channels, audiences or triggers",
                        {.others = {a.entry->id, b.entry->id}});
                }
    }
};

} // namespace

RulePtr upgradeOnTwoLadders()
{
    return std::make_unique<OnTwoLadders>();
}

} // namespace shelf
