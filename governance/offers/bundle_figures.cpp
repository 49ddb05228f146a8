#include "governance/offers/bundle_figures.h"

#include "governance/offers/bundle_choices.h"
#include "model/domain/decimal.h"

#include <algorithm>
#include <set>

namespace shelf {

namespace {

__extension__ typedef __int128 Wide;

// What is known of one component with its quantity, or of one thing to choose.
struct Part {
    OfferPart offer;
    bool hasPrice = false, hasCost = false;
    std::optional<int64_t> sets; // how often the stock has the quantity
};

std::vector<Row> sorted(const Snapshot& catalog, std::set<Row> rows)
{
    std::vector<Row> list(rows.begin(), rows.end());
    std::sort(list.begin(), list.end(), [&](Row a, Row b) { return catalog.sku(a) < catalog.sku(b); });
    return list;
}

// Sums of what must and what may be in it.
MoneyRange rangeOf(const OfferParts& parts, int64_t OfferPart::*amount)
{
    MoneyRange range;
    for (const OfferPart& part : parts.fixed) {
        range.low = moneySum(range.low, part.*amount);
        range.high = moneySum(range.high, part.*amount);
    }
    for (const OfferGroup& group : parts.groups) {
        std::vector<int64_t> amounts;
        for (const OfferPart& part : group.of)
            amounts.push_back(part.*amount);
        std::sort(amounts.begin(), amounts.end());
        for (size_t i = 0; i < group.min; ++i)
            range.low = moneySum(range.low, amounts[i]);
        for (size_t i = 0; i < group.max; ++i)
            range.high = moneySum(range.high, amounts[amounts.size() - 1 - i]);
    }
    return range;
}

size_t bounded(int64_t count, size_t most)
{
    return static_cast<size_t>(std::clamp<int64_t>(count, 0, static_cast<int64_t>(most)));
}

// One bundle being worked out.
class Sum {
public:
    Sum(const Snapshot& catalog, const Prices& prices, const VatRates& rates, const Column* stock)
        : m_catalog(catalog), m_prices(prices), m_rates(rates), m_stock(stock)
    {
    }

    void add(const Bundle& bundle)
    {
        for (const BundlePart& part : bundle.parts) {
            const Part read = this->read(part.row, std::max<int64_t>(1, part.quantity));
            if (part.required) {
                m_parts.fixed.push_back(read.offer);
                m_figures.pieces = moneySum(m_figures.pieces, std::max<int64_t>(1, part.quantity));
                limitSets(read.sets, part.row);
            } else {
                m_parts.groups.push_back({{read.offer}, 0, 1});
            }
        }
        for (const BundleGroup& group : bundle.groups)
            addGroup(group);
    }

    BundleFigures result(const FieldMap& content)
    {
        const PricePolicy policy = pricePolicyOf(content);
        const bool amount = policy.kind == PricePolicy::Kind::Fixed || policy.kind == PricePolicy::Kind::AmountOff;
        if (amount && !policy.currency.empty())
            m_currencies.insert(policy.currency);
        if (m_currencies.size() > 1)
            m_figures.currencies.assign(m_currencies.begin(), m_currencies.end());
        else if (!m_currencies.empty())
            m_figures.currency = *m_currencies.begin();
        if (m_figures.currencies.empty())
            addAmounts(policy);
        m_figures.priceMissing = sorted(m_catalog, m_priceMissing);
        m_figures.costMissing = sorted(m_catalog, m_costMissing);
        m_figures.stockMissing = sorted(m_catalog, m_stockMissing);
        if (m_stockMissing.empty() && m_sets)
            m_figures.availability = m_sets;
        else
            m_figures.scarcest = noRow;
        return std::move(m_figures);
    }

private:
    Part read(Row row, int64_t quantity)
    {
        Part part;
        part.offer.row = row;
        part.offer.netShare = m_rates.netShare(row);
        const auto times = [quantity](std::optional<int64_t> one, int64_t& amount) {
            return one && !__builtin_mul_overflow(*one, quantity, &amount);
        };
        part.hasPrice = times(m_prices.price(row), part.offer.price);
        part.hasCost = times(m_prices.cost(row), part.offer.cost);
        if (const Code code = m_catalog.value(m_stock, row, inheritsField("stock")))
            if (const auto stock = toInteger(m_stock->values().json(code)))
                part.sets = std::max<int64_t>(0, *stock) / quantity;
        if (part.hasPrice)
            m_currencies.insert(m_prices.currency(row));
        else
            m_priceMissing.insert(row);
        if (!part.hasCost)
            m_costMissing.insert(row);
        if (!part.sets)
            m_stockMissing.insert(row);
        return part;
    }

    void addGroup(const BundleGroup& group)
    {
        OfferGroup offer;
        std::vector<int64_t> sets;
        for (const Row row : group.of) {
            const Part part = read(row, 1);
            offer.of.push_back(part.offer);
            sets.push_back(part.sets.value_or(0));
        }
        offer.min = bounded(group.min, offer.of.size());
        offer.max = std::max(offer.min, bounded(group.max, offer.of.size()));
        m_figures.pieces = moneySum(m_figures.pieces, std::max<int64_t>(0, group.min));
        std::sort(sets.rbegin(), sets.rend());
        if (offer.min > 0) // as often as the last of those that it takes can be had
            limitSets(sets[offer.min - 1], noRow);
        m_parts.groups.push_back(std::move(offer));
    }

    void limitSets(std::optional<int64_t> sets, Row by)
    {
        const int64_t count = sets.value_or(0);
        if (m_sets && *m_sets <= count)
            return;
        m_sets = count;
        m_figures.scarcest = by;
    }

    void addAmounts(const PricePolicy& policy)
    {
        if (m_priceMissing.empty()) {
            const MoneyRange list = rangeOf(m_parts, &OfferPart::price);
            m_figures.list = list;
            m_figures.price = MoneyRange{priceOf(policy, list.low), priceOf(policy, list.high)};
            m_figures.saving = MoneyRange{list.low - m_figures.price->low, list.high - m_figures.price->high};
        } else if (policy.kind == PricePolicy::Kind::Fixed) {
            m_figures.price = MoneyRange{priceOf(policy, 0), priceOf(policy, 0)};
        }
        if (!m_costMissing.empty())
            return;
        m_figures.cost = rangeOf(m_parts, &OfferPart::cost);
        if (m_priceMissing.empty())
            addMargins(policy);
    }

    void addMargins(const PricePolicy& policy)
    {
        if (const auto best = bestMargin(policy, m_parts))
            m_figures.bestMargin = best->margin;
        auto worst = worstMargin(policy, m_parts);
        if (!worst)
            return;
        m_figures.margin = worst->margin;
        m_figures.worstPrice = worst->price;
        m_figures.worstNet = worst->net;
        m_figures.worstCost = worst->cost;
        m_figures.worstChoice = std::move(worst->choice);
    }

    const Snapshot& m_catalog;
    const Prices& m_prices;
    const VatRates& m_rates;
    const Column* m_stock;
    BundleFigures m_figures;
    OfferParts m_parts;
    std::optional<int64_t> m_sets;
    std::set<std::string> m_currencies;
    std::set<Row> m_priceMissing, m_costMissing, m_stockMissing;
};

} // namespace

PricePolicy pricePolicyOf(const FieldMap& bundle)
{
    const Json price = bundle.json("price");
    const std::string& name = price["policy"].text();
    PricePolicy policy;
    policy.ending = toMillionths(price["ending"].text());
    const auto value = toMillionths(price["value"].text());
    if (!value)
        return policy;
    policy.kind = name == "fixed" ? PricePolicy::Kind::Fixed
        : name == "percent-off"   ? PricePolicy::Kind::PercentOff
        : name == "amount-off"    ? PricePolicy::Kind::AmountOff
                                  : PricePolicy::Kind::Sum;
    policy.value = *value;
    policy.currency = price["currency"].text();
    return policy;
}

int64_t priceOf(const PricePolicy& policy, int64_t sum)
{
    int64_t price = sum;
    if (policy.kind == PricePolicy::Kind::Fixed) {
        price = policy.value;
    } else if (policy.kind == PricePolicy::Kind::AmountOff) {
        price = std::max<int64_t>(0, sum - policy.value);
    } else if (policy.kind == PricePolicy::Kind::PercentOff) {
        constexpr int64_t cent = moneyUnit / 100;
        const Wide whole = Wide(100) * moneyUnit * cent; // of a hundred percent, and in cents
        const Wide kept = Wide(sum) * (Wide(100) * moneyUnit - policy.value);
        price = static_cast<int64_t>((2 * kept + whole) / (2 * whole)) * cent;
    }
    if (!policy.ending || price < *policy.ending)
        return price;
    return (price - *policy.ending) / moneyUnit * moneyUnit + *policy.ending;
}

struct BundleCalculator::Impl {
    explicit Impl(const Snapshot& snapshot) : catalog(snapshot), prices(catalog), rates(catalog), stock(catalog.column("stock")) { }
    Snapshot catalog;
    Prices prices;
    VatRates rates;
    const Column* stock;
};

BundleCalculator::BundleCalculator(const Snapshot& catalog) : m_impl(std::make_unique<Impl>(catalog)) { }
BundleCalculator::~BundleCalculator() = default;

BundleFigures BundleCalculator::figures(const Entry& bundle) const
{
    Sum sum(m_impl->catalog, m_impl->prices, m_impl->rates, m_impl->stock);
    sum.add(bundle.bundle());
    return sum.result(bundle.content);
}

BundleFigures bundleFigures(const Snapshot& catalog, const Entry& bundle)
{
    return BundleCalculator(catalog).figures(bundle);
}

} // namespace shelf
