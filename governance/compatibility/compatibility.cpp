#include "governance/compatibility/compatibility_impl.h"

#include <algorithm>

namespace shelf {

std::string_view fitName(Fit fit)
{
    switch (fit) {
    case Fit::Compatible:
        return "compatible";
    case Fit::Incompatible:
        return "incompatible";
    case Fit::Unknown:
        return "unknown";
    case Fit::NoRule:
        break;
    }
    return "no-rule";
}

void Verdict::take(const CompatRule& rule, Fit answer)
{
    if (!rule.allows) {
        m_must = true;
        if (answer == Fit::Incompatible || (answer == Fit::Unknown && m_worst == Fit::Compatible))
            m_worst = answer;
    } else if (answer == Fit::Compatible || (answer == Fit::Unknown && m_allows != Fit::Compatible)) {
        m_allows = answer;
    }
}

Fit Verdict::fit() const
{
    if (m_allows == Fit::Compatible)
        return Fit::Compatible;
    if (!m_must) // an `allows` rule that does not hold forbids nothing
        return Fit::NoRule;
    return m_worst == Fit::Incompatible && m_allows == Fit::Unknown ? Fit::Unknown : m_worst;
}

Compatibility::Impl::Impl(Snapshot snapshot, View seen)
    : catalog(std::move(snapshot)), view(seen), exceptions(catalog, seen), family(catalog.column("family"))
{
    for (const EntryPtr& entry : catalog.entriesOf(MappingKind::Compat))
        if (entry->in(view))
            slots.push_back(std::make_unique<Slot>(catalog, entry));
    for (uint32_t place = 0; place < slots.size(); ++place) {
        const RuleSide& left = slots[place]->left;
        const RuleSide& right = slots[place]->right;
        if (left.isCategory() || right.isCategory()) {
            ofCategories.push_back(place);
        } else if (left.family() && right.family()) {
            byFamilies[uint64_t(left.family()) << 32 | right.family()].push_back(place);
            if (left.family() != right.family())
                byFamilies[uint64_t(right.family()) << 32 | left.family()].push_back(place);
        }
    }
}

const PreparedRule& Compatibility::Impl::ready(Slot& slot) const
{
    std::call_once(slot.once, [&] { slot.pairs = std::make_unique<const PreparedRule>(catalog, slot.rule); });
    return *slot.pairs;
}

Compatibility::Impl::Slot& Compatibility::Impl::slotOf(const Entry& rule)
{
    const auto found = std::lower_bound(
        slots.begin(), slots.end(), rule.id, [](const std::unique_ptr<Slot>& slot, const std::string& id) { return slot->rule->id < id; });
    if (found != slots.end() && (*found)->rule.get() == &rule)
        return **found;
    const std::lock_guard lock(mutex);
    std::unique_ptr<Slot>& other = others[rule.id + " " + rule.content.toJson()];
    if (!other)
        other = std::make_unique<Slot>(catalog, std::make_shared<const Entry>(rule));
    return *other;
}

Compatibility::Compatibility(Snapshot catalog, View view) : m_impl(std::make_unique<Impl>(std::move(catalog), view)) { }

Compatibility::~Compatibility() = default;

Fit Compatibility::fit(Row a, Row b) const
{
    if (const Fit said = m_impl->exceptions.of(a, b); said != Fit::NoRule)
        return said;
    return fitByRules(a, b);
}

bool Compatibility::hasException(Row a, Row b) const
{
    return m_impl->exceptions.saysOf(a, b);
}

Fit Compatibility::fitByRules(Row a, Row b) const
{
    Verdict verdict;
    m_impl->forEachRuleAbout(
        a, b, [&](Impl::Slot& slot, Order order) { verdict.take(slot.rule->compat(), m_impl->ready(slot).best(a, b, order)); });
    return verdict.fit();
}

PairAnswer Compatibility::explain(Row a, Row b) const
{
    PairAnswer answer;
    Verdict verdict;
    m_impl->forEachRuleAbout(a, b, [&](Impl::Slot& slot, Order order) {
        answer.rules.push_back(answerOf(m_impl->catalog, m_impl->ready(slot), a, b, order));
        verdict.take(slot.rule->compat(), answer.rules.back().answer);
    });
    const Fit said = m_impl->exceptions.of(a, b, &answer.exceptions);
    answer.answer = said != Fit::NoRule ? said : verdict.fit();
    answer.because = becauseOf(m_impl->catalog, answer);
    return answer;
}

PairCount Compatibility::count(const Entry& rule) const
{
    Impl::Slot& slot = m_impl->slotOf(rule);
    std::call_once(slot.counted, [&] { slot.count = m_impl->ready(slot).count(); });
    return slot.count;
}

bool Compatibility::anyPair(const Entry& rule, const Entry& other, bool swapped) const
{
    return m_impl->ready(m_impl->slotOf(rule)).anyPairWith(m_impl->ready(m_impl->slotOf(other)), swapped);
}

std::vector<EntryPtr> Compatibility::rulesAbout(Row a, Row b) const
{
    std::vector<EntryPtr> rules;
    m_impl->forEachRuleAbout(a, b, [&](Impl::Slot& slot, Order) { rules.push_back(slot.rule); });
    return rules;
}

std::vector<Row> Compatibility::partners(const Entry& rule, Row product, Fit answer, bool all) const
{
    const PreparedRule& pairs = m_impl->ready(m_impl->slotOf(rule));
    std::vector<Row> rows;
    if (!all) {
        pairs.forEachPartner(product, [&](Row partner, Fit fit) {
            if (fit == answer)
                rows.push_back(partner);
        });
        std::sort(rows.begin(), rows.end());
        return rows;
    }
    // Every rule's answers for all partners at once; then the exceptions of this product.
    const Row count = m_impl->catalog.rows();
    std::vector<Verdict> verdicts(count);
    std::vector<uint8_t> isPartner(count);
    pairs.forEachPartner(product, [&](Row partner, Fit) { isPartner[partner] = 1; });
    for (const auto& slot : m_impl->slots)
        if (slot->left.has(m_impl->catalog, product) || slot->right.has(m_impl->catalog, product))
            m_impl->ready(*slot).forEachPartner(product, [&](Row partner, Fit fit) { verdicts[partner].take(slot->rule->compat(), fit); });
    std::unordered_map<Row, Fit> said;
    for (const Row partner : m_impl->exceptions.partners(product))
        if (const Fit fit = m_impl->exceptions.of(product, partner); fit != Fit::NoRule)
            said[partner] = fit;
    for (Row row = 0; row < count; ++row)
        if (isPartner[row]) {
            const auto exception = said.empty() ? said.end() : said.find(row);
            if ((exception == said.end() ? verdicts[row].fit() : exception->second) == answer)
                rows.push_back(row);
        }
    return rows;
}

void Compatibility::forEachPartner(
    const Entry& rule, Row product, const std::function<void(Row partner, Fit own, Fit overall)>& visit) const
{
    const PreparedRule& pairs = m_impl->ready(m_impl->slotOf(rule));
    bool others = m_impl->exceptions.any();
    for (const auto& slot : m_impl->slots)
        if (slot->rule.get() != &rule)
            others = others || slot->left.has(m_impl->catalog, product) || slot->right.has(m_impl->catalog, product);
    const bool allows = rule.compat().allows;
    pairs.forEachPartner(product, [&](Row partner, Fit own) {
        const bool alone = !others;
        visit(partner, own, !alone ? fit(product, partner) : allows && own != Fit::Compatible ? Fit::NoRule : own);
    });
}

} // namespace shelf
