#include "governance/offers/bundle_choices.h"

#include <algorithm>
#include <cmath>

namespace shelf {

namespace {

constexpr uint64_t triedOneByOne = 512;

using Choice = std::vector<const OfferPart*>; // of the groups

class Search {
public:
    Search(const PricePolicy& policy, const OfferParts& parts, bool worst) : m_policy(policy), m_parts(parts), m_worst(worst) { }

    std::optional<OfferMargin> best()
    {
        if (choiceCount() <= triedOneByOne) {
            Choice choice;
            tryGroups(0, choice);
        } else {
            approach();
        }
        return m_best;
    }

private:
    // Capped: it only decides which way is gone.
    uint64_t choiceCount() const
    {
        double all = 1;
        for (const OfferGroup& group : m_parts.groups) {
            double ways = 0, one = 1; // one: n over k
            for (size_t k = 0; k <= group.max; ++k) {
                if (k >= group.min)
                    ways += one;
                one = one * double(group.of.size() - k) / double(k + 1);
            }
            all *= std::max(1.0, ways);
            if (all > double(triedOneByOne))
                return triedOneByOne + 1;
        }
        return static_cast<uint64_t>(all);
    }

    void tryGroups(size_t group, Choice& choice)
    {
        if (group == m_parts.groups.size())
            consider(choice);
        else
            tryParts(group, 0, 0, choice);
    }

    void tryParts(size_t group, size_t next, size_t chosen, Choice& choice)
    {
        const OfferGroup& of = m_parts.groups[group];
        if (chosen >= of.min)
            tryGroups(group + 1, choice);
        if (chosen == of.max)
            return;
        for (size_t i = next; i < of.of.size(); ++i) {
            choice.push_back(&of.of[i]);
            tryParts(group, i + 1, chosen + 1, choice);
            choice.pop_back();
        }
    }

    void consider(const Choice& choice)
    {
        if (auto margin = marginOf(choice))
            if (!m_best || (m_worst ? margin->margin < m_best->margin : margin->margin > m_best->margin))
                m_best = std::move(margin);
    }

    std::optional<OfferMargin> marginOf(const Choice& choice) const
    {
        OfferMargin result;
        int64_t sum = 0;
        double netOfSum = 0, shares = 0;
        const auto add = [&](const OfferPart& part) {
            sum = moneySum(sum, part.price);
            result.cost = moneySum(result.cost, part.cost);
            netOfSum += double(part.price) * part.netShare;
            shares += part.netShare;
        };
        for (const OfferPart& part : m_parts.fixed)
            add(part);
        for (const OfferPart* part : choice) {
            add(*part);
            result.choice.push_back(part->row);
        }
        const size_t count = m_parts.fixed.size() + choice.size();
        result.price = priceOf(m_policy, sum);
        if (result.price <= 0 || count == 0)
            return std::nullopt;
        // The parts' shares of one price are those of their own prices; where those are nothing, each counts the same.
        const double share = sum > 0 ? netOfSum / double(sum) : shares / double(count);
        result.net = roundedToCent(double(result.price) * share);
        if (result.net <= 0)
            return std::nullopt;
        result.margin = (double(result.net) - double(result.cost)) / double(result.net);
        return result;
    }

    // For a guess of cost ÷ net price, the choice that exceeds it most; its own ratio is the next guess, until none exceeds it.
    void approach()
    {
        double ratio = m_worst ? 0 : 1e9;
        for (int round = 0; round < 50; ++round) {
            const Choice choice = choiceFor(ratio);
            const auto margin = marginOf(choice);
            if (!margin)
                return;
            const double next = 1 - margin->margin;
            consider(choice);
            if (round > 0 && (m_worst ? next <= ratio : next >= ratio))
                return;
            ratio = next;
        }
    }

    Choice choiceFor(double ratio) const
    {
        const double kept = m_policy.kind == PricePolicy::Kind::Fixed ? 0
            : m_policy.kind == PricePolicy::Kind::PercentOff          ? 1 - double(m_policy.value) / (100.0 * moneyUnit)
                                                                      : 1;
        Choice choice;
        for (const OfferGroup& group : m_parts.groups) {
            std::vector<std::pair<double, const OfferPart*>> worth;
            for (const OfferPart& part : group.of) {
                const double excess = double(part.cost) - ratio * kept * double(part.price) * part.netShare;
                worth.emplace_back(m_worst ? -excess : excess, &part);
            }
            std::stable_sort(worth.begin(), worth.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
            for (size_t i = 0; i < group.max; ++i)
                if (i < group.min || worth[i].first < 0)
                    choice.push_back(worth[i].second);
        }
        return choice;
    }

    const PricePolicy& m_policy;
    const OfferParts& m_parts;
    bool m_worst;
    std::optional<OfferMargin> m_best;
};

} // namespace

std::optional<OfferMargin> worstMargin(const PricePolicy& policy, const OfferParts& parts)
{
    return Search(policy, parts, true).best();
}

std::optional<OfferMargin> bestMargin(const PricePolicy& policy, const OfferParts& parts)
{
    return Search(policy, parts, false).best();
}

} // namespace shelf
