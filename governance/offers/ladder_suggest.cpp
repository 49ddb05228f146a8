#include "governance/offers/ladder_suggest.h"

#include "governance/offers/labels.h"
#include "governance/offers/ladder_field.h"
#include "model/domain/mapping.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace shelf {

namespace {

constexpr double worthwhile = 0.1; // what at least one key gains in a step
constexpr double worthNaming = 0.03; // what a key gains to be named as a benefit
constexpr double mostCounted = 0.5; // of what one key gains in a step: else every path would begin with the poorest product
constexpr double poorValue = 0.8; // of the price buys more
constexpr double idealPercent = 25;
constexpr size_t mostBenefits = 3;
constexpr size_t mostCandidates = 1500; // of one group, on the way up

// As a share of what it was, at most all of it.
double gain(double before, double after)
{
    if (after <= before)
        return 0;
    return before == 0 ? 1 : std::min(1.0, (after - before) / std::abs(before));
}

// The ladder of one group that gains most.
class Chain {
public:
    Chain(const std::vector<LadderProduct*>& group, const SuggestOptions& options) : m_options(options) { m_front = front(group); }

    // Products from the lowest step to the highest; fewer than two: there is none.
    std::vector<LadderProduct*> best() const
    {
        const size_t count = m_front.size(), steps = std::max<size_t>(2, m_options.steps);
        if (count < 2)
            return {};
        // scores[k][i]: of the best chain of k + 1 products that ends with i; below 0: there is none
        std::vector<std::vector<double>> scores(steps, std::vector<double>(count, -1));
        std::vector<std::vector<size_t>> from(steps, std::vector<size_t>(count, 0));
        scores[0].assign(count, 0);
        for (size_t i = 1; i < count; ++i)
            for (size_t j = 0; j < i; ++j) {
                const double worth = edge(*m_front[j], *m_front[i]);
                if (worth < 0)
                    continue;
                for (size_t k = 1; k < steps; ++k)
                    if (scores[k - 1][j] >= 0 && scores[k - 1][j] + worth > scores[k][i]) {
                        scores[k][i] = scores[k - 1][j] + worth;
                        from[k][i] = j;
                    }
            }
        for (size_t k = steps - 1; k > 0; --k) {
            const auto top = std::max_element(scores[k].begin(), scores[k].end());
            if (*top >= 0)
                return path(from, k, static_cast<size_t>(top - scores[k].begin()));
        }
        return {};
    }

private:
    // What no cheaper product equals, by price.
    static std::vector<LadderProduct*> front(const std::vector<LadderProduct*>& group)
    {
        std::vector<LadderProduct*> kept;
        for (LadderProduct* product : group) {
            const auto beats = [product](const LadderProduct* cheaper) {
                for (size_t i = 0; i < product->keys.size(); ++i)
                    if (cheaper->keys[i] < product->keys[i])
                        return false;
                return true;
            };
            if (kept.size() < mostCandidates && std::none_of(kept.begin(), kept.end(), beats))
                kept.push_back(product);
        }
        return kept;
    }

    // Below 0: the one is no step after the other.
    double edge(const LadderProduct& before, const LadderProduct& after) const
    {
        const double percent = (double(after.price) / double(before.price) - 1) * 100;
        if (percent < m_options.ladder.bandMin || percent > m_options.ladder.bandMax)
            return -1;
        double gained = 0, most = 0;
        for (size_t i = 0; i < before.keys.size(); ++i) {
            if (after.keys[i] < before.keys[i])
                return -1;
            const double one = gain(before.keys[i], after.keys[i]);
            gained += std::min(mostCounted, one);
            most = std::max(most, one);
        }
        if (most < worthwhile)
            return -1;
        return 1 + gained - 0.5 * std::abs(percent - idealPercent) / idealPercent;
    }

    std::vector<LadderProduct*> path(const std::vector<std::vector<size_t>>& from, size_t k, size_t end) const
    {
        std::vector<LadderProduct*> products;
        for (;; --k) {
            products.insert(products.begin(), m_front[end]);
            if (k == 0)
                return products;
            end = from[k][end];
        }
    }

    const SuggestOptions& m_options;
    std::vector<LadderProduct*> m_front;
};

std::string levelOf(size_t step, size_t count)
{
    static const std::vector<std::vector<std::string>> levels = {
        {"good"}, {"good", "better"}, {"good", "better", "best"}, {"basic", "good", "better", "best"}};
    return count <= levels.size() ? levels[count - 1][step] : "step " + std::to_string(step + 1);
}

// Letters and digits of ASCII; everything else becomes one dash.
std::string slug(std::string_view text)
{
    std::string result;
    for (const char c : folded(text)) {
        const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (kept)
            result += c;
        else if (!result.empty() && result.back() != '-')
            result += '-';
    }
    while (!result.empty() && result.back() == '-')
        result.pop_back();
    return result;
}

// What gets better from one product to the next, in words.
class Benefits {
public:
    Benefits(const Snapshot& catalog, const Family& family, const SuggestOptions& options, const std::vector<std::string>& keys)
        : m_catalog(catalog), m_options(options), m_keys(keys)
    {
        for (const FamilyAttribute& used : family.attributes) {
            const Attribute* attribute = catalog.definitions().attribute(used.code);
            if (attribute && attribute->type == AttributeType::Boolean && std::find(keys.begin(), keys.end(), used.code) == keys.end())
                m_switches.push_back(used.code);
        }
    }

    void name(SuggestedStep& step, const LadderProduct& before, const LadderProduct& after) const
    {
        std::vector<std::pair<double, std::string>> gains;
        for (size_t i = 0; i < m_keys.size(); ++i)
            if (const double gained = gain(before.keys[i], after.keys[i]); gained >= worthNaming)
                gains.emplace_back(-gained, m_keys[i]);
        std::stable_sort(gains.begin(), gains.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (const std::string& code : m_switches)
            gains.emplace_back(0, code);
        for (const auto& [gained, code] : gains) {
            const AttributeStep turn = attributeStep(m_catalog, code, before.row, after.row, m_options.ladder.lessIsBetter);
            if (turn.turn != AttributeTurn::Better || step.evidence.size() == mostBenefits)
                continue;
            step.benefit += (step.benefit.empty() ? "" : ", ") + text(turn);
            step.evidence.push_back(code);
        }
    }

private:
    std::string text(const AttributeStep& turn) const
    {
        const std::string label = attributeLabel(m_catalog, turn.attribute);
        if (turn.after == "true")
            return label;
        return label + " " + turn.before + " \u2192 " + valueWithUnit(m_catalog, turn.attribute, turn.after);
    }

    const Snapshot& m_catalog;
    const SuggestOptions& m_options;
    const std::vector<std::string>& m_keys;
    std::vector<std::string> m_switches;
};

class Suggestion {
public:
    Suggestion(const Snapshot& catalog, const Family& family, const SuggestOptions& options, LadderField field)
        : m_family(family), m_options(options), m_field(std::move(field)), m_benefits(catalog, family, options, m_field.keys)
    {
    }

    LadderSuggestions all()
    {
        LadderSuggestions result;
        result.keys = m_field.keys;
        result.grouping = m_field.grouping;
        result.considered = m_field.products.size();
        result.leftOut = m_field.leftOut;
        if (m_field.keys.empty())
            return result;
        leavePoorValue();
        std::vector<std::pair<std::string, std::string>> groups = groupsBySize();
        while (!groups.empty() && result.ladders.size() < m_options.limit) { // a ladder of each group, then a second of each …
            std::vector<std::pair<std::string, std::string>> further;
            for (const auto& group : groups) {
                if (result.ladders.size() == m_options.limit)
                    break;
                const std::vector<LadderProduct*> chain = Chain(membersOf(group), m_options).best();
                if (chain.size() < 2)
                    continue;
                result.ladders.push_back(ladderOf(group, chain));
                further.push_back(group);
            }
            groups = std::move(further);
        }
        return result;
    }

private:
    // What another of the family beats by a tenth for much less money, whoever made it: nobody is led there.
    void leavePoorValue()
    {
        std::map<std::string, std::vector<const LadderProduct*>> fronts; // by currency: what nothing cheaper equals
        for (LadderProduct& product : m_field.products) {
            std::vector<const LadderProduct*>& front = fronts[product.currency];
            bool equalled = false;
            for (const LadderProduct* cheaper : front) {
                double most = 0;
                bool asGood = true;
                for (size_t i = 0; i < product.keys.size() && asGood; ++i) {
                    asGood = cheaper->keys[i] >= product.keys[i];
                    most = std::max(most, gain(product.keys[i], cheaper->keys[i]));
                }
                equalled = equalled || asGood;
                product.used =
                    product.used || (asGood && most >= worthwhile && double(cheaper->price) <= poorValue * double(product.price));
            }
            if (!equalled)
                front.push_back(&product);
        }
    }

    std::vector<std::pair<std::string, std::string>> groupsBySize() const
    {
        std::map<std::pair<std::string, std::string>, size_t> counts;
        for (const LadderProduct& product : m_field.products)
            ++counts[{product.group, product.currency}];
        std::vector<std::pair<std::string, std::string>> groups;
        for (const auto& [group, count] : counts)
            groups.push_back(group);
        std::stable_sort(groups.begin(), groups.end(), [&](const auto& a, const auto& b) { return counts[a] > counts[b]; });
        return groups;
    }

    std::vector<LadderProduct*> membersOf(const std::pair<std::string, std::string>& group)
    {
        std::vector<LadderProduct*> members;
        for (LadderProduct& product : m_field.products)
            if (!product.used && product.group == group.first && product.currency == group.second)
                members.push_back(&product);
        return members;
    }

    SuggestedLadder ladderOf(const std::pair<std::string, std::string>& group, const std::vector<LadderProduct*>& chain)
    {
        SuggestedLadder ladder;
        ladder.currency = group.second;
        const std::string base = slug(m_family.code + " " + group.first);
        size_t number = 1;
        do
            ladder.id = codedId(MappingKind::Upgrade, base + (number == 1 ? std::string() : "-" + std::to_string(number)));
        while (++number < 100000 && (m_options.taken.count(ladder.id) || m_given.count(ladder.id)));
        m_given.insert(ladder.id);
        ladder.label = (m_family.label.empty() ? m_family.code : m_family.label) + (group.first.empty() ? "" : ": " + group.first)
            + (number == 2 ? std::string() : " " + std::to_string(number - 1));
        for (size_t i = 0; i < chain.size(); ++i) {
            SuggestedStep step;
            step.row = chain[i]->row;
            step.level = levelOf(i, chain.size());
            step.price = chain[i]->price;
            if (i > 0) {
                step.percent = (double(step.price) / double(chain[i - 1]->price) - 1) * 100;
                m_benefits.name(step, *chain[i - 1], *chain[i]);
            }
            chain[i]->used = true;
            ladder.steps.push_back(std::move(step));
        }
        return ladder;
    }

    const Family& m_family;
    const SuggestOptions& m_options;
    LadderField m_field;
    Benefits m_benefits;
    std::set<std::string> m_given;
};

} // namespace

Result<LadderSuggestions> suggestLadders(const Snapshot& catalog, std::string_view familyCode, const SuggestOptions& options)
{
    const Family* family = catalog.definitions().family(familyCode);
    if (!family) {
        std::vector<std::string> codes;
        for (const Thing* known : catalog.definitions().all(ThingKind::Family))
            codes.push_back(known->key);
        return Error{ErrorKind::Rejected, "UNKNOWN_FAMILY", "FAMILY", "there is no family " + inQuotes(familyCode),
            didYouMean(familyCode, codes, "name one of " + join(codes, ", "))};
    }
    auto field = ladderField(catalog, *family, options);
    if (!field)
        return field.error();
    return Suggestion(catalog, *family, options, std::move(*field)).all();
}

FieldMap ladderContent(const Snapshot& catalog, const SuggestedLadder& ladder, const std::vector<std::string>& keys, std::string_view owner)
{
    FieldMap content;
    content.setText("label", ladder.label);
    content.setText("owner", owner);
    if (catalog.definitions().has(ThingKind::Intent, "comparing"))
        content.setText("intent", "comparing");
    content.set("key_attributes", Json::strings(keys).write());
    Json steps = Json::array();
    for (const SuggestedStep& step : ladder.steps) {
        Json json = Json::object();
        json.set("sku", Json::string(catalog.sku(step.row)));
        json.set("level", Json::string(step.level));
        json.setIf("benefit", step.benefit);
        if (!step.evidence.empty())
            json.set("evidence", Json::strings(step.evidence));
        steps.append(std::move(json));
    }
    content.set("steps", steps.write());
    return content;
}

} // namespace shelf
