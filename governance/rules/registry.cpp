#include "governance/rules/registry.h"

#include "model/domain/shape.h"

#include <algorithm>

namespace shelf {

namespace {

struct Library {
    std::vector<RulePtr> owned;
    std::vector<const Rule*> rules;

    Library()
    {
        for (const auto area : {attributeRules, linkRules, bundleRules, upgradeRules, compatibilityRules, governanceRules, copyRules})
            for (RulePtr& rule : area())
                owned.push_back(std::move(rule));
        for (const RulePtr& rule : owned)
            rules.push_back(rule.get());
        std::sort(rules.begin(), rules.end(), [](const Rule* a, const Rule* b) { return a->info().id < b->info().id; });
    }
};

const Library& library()
{
    static const Library made;
    return made;
}

constexpr std::string_view ownPrefix = "user.";

} // namespace

const std::vector<const Rule*>& builtInRules()
{
    return library().rules;
}

const Rule* builtInRule(std::string_view id)
{
    const auto& rules = builtInRules();
    const auto found = std::lower_bound(
        rules.begin(), rules.end(), id, [](const Rule* rule, std::string_view wanted) { return rule->info().id < wanted; });
    return found != rules.end() && (*found)->info().id == id ? *found : nullptr;
}

RuleSet::RuleSet(const Definitions& definitions, Days today)
{
    for (const Rule* rule : builtInRules()) {
        const Thing* set = definitions.find(ThingKind::Rule, rule->info().id);
        m_rules.push_back({rule, RuleSettings(rule->info(), set ? set->fields : FieldMap())});
    }
    for (const Thing* thing : definitions.all(ThingKind::Rule)) {
        if (const Rule* known = builtInRule(thing->key)) {
            if (const auto checked = checkRuleSettings(known->info(), thing->fields); !checked)
                m_bad.push_back({thing->key, checked.error()});
            continue;
        }
        if (!thing->key.starts_with(ownPrefix)) {
            m_bad.push_back({thing->key, unknownRule(thing->key)});
            continue;
        }
        auto own = makeUserRule(*thing, definitions, today);
        if (!own) {
            m_bad.push_back({thing->key, own.error()});
            continue;
        }
        m_own.push_back(*std::move(own));
        m_rules.push_back({m_own.back().get(), RuleSettings(m_own.back()->info(), thing->fields)});
    }
    std::sort(
        m_rules.begin(), m_rules.end(), [](const ActiveRule& a, const ActiveRule& b) { return a.rule->info().id < b.rule->info().id; });
}

const ActiveRule* RuleSet::find(std::string_view id) const
{
    for (const ActiveRule& active : m_rules)
        if (active.rule->info().id == id)
            return &active;
    return nullptr;
}

Error unknownRule(std::string_view id)
{
    std::vector<std::string> names;
    for (const Rule* rule : builtInRules())
        names.emplace_back(rule->info().id);
    return {ErrorKind::Rejected, "UNKNOWN_RULE", std::string(id), "there is no rule of this name",
        didYouMean(id, names, "see `shelfctl rules list`; a rule of your own begins with user.")};
}

} // namespace shelf
