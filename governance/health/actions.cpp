// What would raise a score most: every action is scored by changing the sums that the score is made of as the action would.
#include "governance/health/population.h"
#include "governance/rules/attributes/field_scan.h"
#include "governance/rules/registry.h"

#include <algorithm>
#include <tuple>

namespace shelf {

std::string_view actionName(HealthAction::Kind kind)
{
    switch (kind) {
    case HealthAction::Kind::Fill:
        return "fill";
    case HealthAction::Kind::Mend:
        return "mend";
    case HealthAction::Kind::Link:
        return "link";
    case HealthAction::Kind::Review:
        return "review";
    case HealthAction::Kind::Family:
        break;
    }
    return "family";
}

std::string commandOf(const HealthAction& action, std::string_view workspace)
{
    static constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-+@%=,";
    std::string word(workspace);
    if (word.empty() || word.front() == '-' || word.find_first_not_of(plain) != std::string::npos) {
        word = workspace.starts_with('-') ? "'./" : "'";
        for (const char c : workspace)
            word.append(c == '\'' ? "'\\''" : std::string(1, c));
        word += "'";
    }
    std::string command = action.command;
    if (const size_t at = command.find(" WS "); at != std::string::npos)
        command.replace(at + 1, 2, word);
    return command;
}

namespace health {

namespace {

std::string counted(uint64_t count, const char* one, const char* many)
{
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

// A text as the expression language and the shell take it.
std::string literal(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        if (c == '\'') // ends the shell's quotes, stands by itself, and begins them anew
            quoted += "'\\'";
        quoted += c;
    }
    return quoted + "\"";
}

class Raising {
public:
    Raising(const Population& population, const Measures& measures, Code scope)
        : m_population(population), m_catalog(population.catalog()), m_definitions(m_catalog.definitions()), m_measures(measures),
          m_all(scope > population.families()), m_scope(scope), m_sums(measures.scopes[scope])
    {
    }

    std::vector<HealthAction> run()
    {
        if (m_sums.products == 0)
            return {};
        fill();
        mend();
        link();
        review();
        putIntoFamilies();
        std::erase_if(m_actions, [](const HealthAction& action) { return action.gain < 1e-9; });
        std::sort(m_actions.begin(), m_actions.end(),
            [](const HealthAction& a, const HealthAction& b) { return std::tie(b.gain, a.what) < std::tie(a.gain, b.what); });
        return std::move(m_actions);
    }

private:
    bool isInScope(Code family) const { return m_all || family == m_scope; }
    void add(HealthAction action, const Sums& after)
    {
        action.gain = after.score() - m_sums.score();
        m_actions.push_back(std::move(action));
    }
    std::string labelOf(Code family) const
    {
        const Thing* thing = m_definitions.find(ThingKind::Family, m_population.familyName(family));
        const std::string label = thing ? thing->fields.text("label") : std::string();
        return label.empty() ? m_population.familyName(family) : label;
    }
    std::string whereFamily(Code family) const { return "family = " + literal(m_population.familyName(family)); }

    void fill()
    {
        for (const Gap& gap : m_measures.completeness.gaps) {
            if (!isInScope(gap.family))
                continue;
            Sums after = m_sums;
            after.complete += gap.complete;
            HealthAction action;
            action.kind = HealthAction::Kind::Fill;
            action.count = gap.products;
            action.family = m_population.familyName(gap.family);
            action.attribute = gap.attribute;
            action.what = "fill " + attr::fieldLabel(m_definitions, gap.attribute) + " of "
                + counted(gap.products, "product of ", "products of ") + labelOf(gap.family);
            action.command = "shelfctl products WS --where '" + whereFamily(gap.family) + " and " + gap.attribute + " is empty'";
            add(std::move(action), after);
        }
    }

    struct Mended {
        uint64_t items = 0;
        double sound = 0, shared = 1;
    };

    // What the sums would be without the findings of a rule, for each rule.
    std::vector<Mended> mended() const
    {
        const Burden& burden = m_measures.burden;
        std::vector<Mended> rules(burden.rules.size());
        for (const auto& weight : burden.items) {
            if (!isInScope(m_population.scopeOf(weight.item)))
                continue;
            const double now = m_measures.soundness[weight.item];
            rules[weight.rule].sound += now / weight.factor - now;
            ++rules[weight.rule].items;
        }
        for (const auto& shared : burden.shared)
            if (m_all || std::find(shared.families.begin(), shared.families.end(), m_scope) != shared.families.end())
                rules[shared.rule].shared *= shared.factor;
        return rules;
    }

    void mend()
    {
        const RuleSet rules(m_definitions, 0);
        const auto found = mended();
        for (uint32_t i = 0; i < found.size(); ++i) {
            Sums after = m_sums;
            after.sound += found[i].sound;
            after.shared /= found[i].shared;
            HealthAction action;
            action.kind = HealthAction::Kind::Mend;
            action.rule = m_measures.burden.rules[i];
            action.count = m_all ? m_measures.burden.counts[i] : found[i].items;
            const ActiveRule* rule = rules.find(action.rule);
            if (m_all)
                action.what = "mend " + std::to_string(action.count) + " " + action.rule;
            else if (action.count)
                action.what = "mend " + action.rule + " in " + counted(action.count, "place", "places");
            else
                action.what = "mend " + action.rule + ", which is about the family as a whole";
            if (rule)
                action.what += " (" + std::string(rule->rule->info().title) + ")";
            const bool fixable = m_measures.burden.fixable[i] > 0;
            if (fixable && m_measures.burden.fixable[i] == m_measures.burden.counts[i])
                action.what += "; `fix` can do that";
            action.command =
                fixable ? "shelfctl fix WS --rule " + action.rule + " --dry-run" : "shelfctl validate WS --rule " + action.rule;
            add(std::move(action), after);
        }
    }

    void link()
    {
        struct Bare {
            uint64_t none = 0, few = 0;
        };
        std::vector<Bare> bare(size_t(m_population.families()) + 1);
        for (Row row = 0; row < m_population.rows(); ++row)
            if (m_population.has(row) && isInScope(m_population.family(row))) {
                Bare& counts = bare[m_population.family(row)];
                counts.none += m_measures.shown[row] == 0;
                counts.few += m_measures.shown[row] > 0 && m_measures.shown[row] < enoughShown;
            }
        for (Code family = 0; family < bare.size(); ++family) {
            const std::string of = family ? " of " + labelOf(family) : " without a family";
            if (bare[family].none)
                addLink(family, bare[family].none,
                    "link " + counted(bare[family].none, "product", "products") + of + (bare[family].none == 1 ? " that has" : " that have")
                        + " nothing to show yet, once each");
            if (bare[family].few)
                addLink(family, bare[family].few,
                    "give " + counted(bare[family].few, "product", "products") + of + " with fewer than " + std::to_string(enoughShown)
                        + " mappings to show one more");
        }
    }

    void addLink(Code family, uint64_t products, std::string what)
    {
        Sums after = m_sums;
        after.covered += double(products) / enoughShown;
        HealthAction action;
        action.kind = HealthAction::Kind::Link;
        action.count = products;
        action.family = m_population.familyName(family);
        action.what = std::move(what);
        action.command = "shelfctl products WS --where '" + (family ? whereFamily(family) : std::string("family is empty")) + "'";
        add(std::move(action), after);
    }

    void review()
    {
        if (m_sums.overdue == 0)
            return;
        Sums after = m_sums;
        after.overdue = 0;
        HealthAction action;
        action.kind = HealthAction::Kind::Review;
        action.count = m_sums.overdue;
        action.rule = "gov.review-overdue";
        action.what =
            "review " + counted(action.count, "approved mapping that is", "approved mappings that are") + " past the review cadence";
        action.command = "shelfctl validate WS --rule gov.review-overdue";
        add(std::move(action), after);
    }

    // Of products that are in none that is defined. What the family will ask for is not known.
    void putIntoFamilies()
    {
        uint64_t count = 0;
        for (Row row = 0; row < m_population.rows(); ++row)
            count += m_population.has(row) && isInScope(m_population.family(row))
                && !m_definitions.family(m_population.familyName(m_population.family(row)));
        if (!count)
            return;
        Sums after = m_sums;
        after.complete += double(count);
        HealthAction action;
        action.kind = HealthAction::Kind::Family;
        action.upTo = true;
        action.count = count;
        action.what = "put " + counted(count, "product", "products") + " into a family, and fill what it asks for";
        action.command = "shelfctl products WS --where 'family is empty'";
        add(std::move(action), after);
    }

    const Population& m_population;
    const Snapshot& m_catalog;
    const Definitions& m_definitions;
    const Measures& m_measures;
    bool m_all;
    Code m_scope;
    const Sums& m_sums;
    std::vector<HealthAction> m_actions;
};

} // namespace

std::vector<HealthAction> actionsFor(const Population& population, const Measures& measures, Code scope)
{
    return Raising(population, measures, scope).run();
}

} // namespace health

} // namespace shelf
