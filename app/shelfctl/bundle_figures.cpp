#include "app/shelfctl/bundle_figures.h"

#include "model/domain/decimal.h"
#include "model/query/product_row.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace shelf::cli {

namespace {

constexpr int64_t million = 1000000;

struct Part {
    std::string sku;
    int64_t quantity = 1;
    std::optional<int64_t> price, cost; // of the whole quantity, in millionths
    std::optional<int64_t> sets; // how often the stock has the quantity
};

struct Range {
    int64_t low = 0, high = 0;
};

class Figures {
public:
    explicit Figures(Workspace& workspace) : m_workspace(workspace), m_parents(workspace) { }

    Result<void> add(const FieldMap& content)
    {
        const Json components = content.json("components"), groups = content.json("groups");
        for (const Json& component : components.items()) {
            const auto part = read(component["sku"].text(), std::max<int64_t>(1, component["quantity"].toInteger(1)));
            if (!part)
                return part.error();
            addComponent(*part, component["required"].toBool(true));
        }
        for (const Json& group : groups.items())
            if (const auto added = addGroup(group); !added)
                return added;
        return {};
    }

    Json result(const Json& policy) const
    {
        Json json = Json::object();
        const auto list = [&json](const char* key, const std::set<std::string>& skus) {
            if (!skus.empty())
                json.set(key, Json::strings({skus.begin(), skus.end()}));
        };
        const bool oneCurrency = m_currencies.size() <= 1;
        if (oneCurrency && m_priceMissing.empty())
            addPrice(json, policy);
        if (oneCurrency && m_costMissing.empty())
            addRange(json, "cost", m_cost);
        if (m_stockMissing.empty() && m_sets)
            json.set("availability", Json::number(*m_sets));
        list("price_missing", m_priceMissing);
        list("cost_missing", m_costMissing);
        list("stock_missing", m_stockMissing);
        if (oneCurrency && !m_currencies.empty())
            json.set("currency", Json::string(*m_currencies.begin()));
        if (!oneCurrency)
            json.set("currencies", Json::strings({m_currencies.begin(), m_currencies.end()}));
        json.set("conflicts", Json::array());
        return json;
    }

private:
    Result<Part> read(const std::string& sku, int64_t quantity)
    {
        Part part;
        part.sku = sku;
        part.quantity = quantity;
        auto stored = m_workspace.product(sku);
        if (!stored)
            return stored.error();
        if (*stored) {
            const Thing product = m_parents.merged(**stored);
            const auto money = [&](const char* field) -> std::optional<int64_t> {
                const auto one = toMillionths(product.fields.get(field));
                if (!one || *one > INT64_MAX / quantity)
                    return std::nullopt;
                return *one * quantity;
            };
            part.price = money("price");
            part.cost = money("cost");
            if (const auto stock = toInteger(product.fields.get("stock")))
                part.sets = std::max<int64_t>(0, *stock) / quantity;
            if (part.price && product.fields.has("currency"))
                m_currencies.insert(product.fields.text("currency"));
        }
        if (!part.price)
            m_priceMissing.insert(sku);
        if (!part.cost)
            m_costMissing.insert(sku);
        if (!part.sets)
            m_stockMissing.insert(sku);
        return part;
    }

    void addComponent(const Part& part, bool required)
    {
        m_price.high += part.price.value_or(0);
        m_cost.high += part.cost.value_or(0);
        if (!required)
            return;
        m_price.low += part.price.value_or(0);
        m_cost.low += part.cost.value_or(0);
        limitSets(part.sets.value_or(0));
    }

    // The cheapest choice, the dearest, and the one that can be built most often.
    Result<void> addGroup(const Json& group)
    {
        std::vector<int64_t> prices, costs, sets;
        for (const std::string& sku : group["of"].toStrings()) {
            const auto part = read(sku, 1);
            if (!part)
                return part.error();
            prices.push_back(part->price.value_or(0));
            costs.push_back(part->cost.value_or(0));
            sets.push_back(part->sets.value_or(0));
        }
        const auto bounded = [&](int64_t count) {
            return static_cast<size_t>(std::clamp<int64_t>(count, 0, static_cast<int64_t>(prices.size())));
        };
        const size_t least = bounded(group["min"].toInteger(1)), most = bounded(group["max"].toInteger(static_cast<int64_t>(least)));
        const auto addTo = [&](Range& range, std::vector<int64_t>& amounts) {
            std::sort(amounts.begin(), amounts.end());
            for (size_t i = 0; i < least; ++i)
                range.low += amounts[i];
            for (size_t i = 0; i < most; ++i)
                range.high += amounts[amounts.size() - 1 - i];
        };
        addTo(m_price, prices);
        addTo(m_cost, costs);
        std::sort(sets.rbegin(), sets.rend());
        if (least > 0)
            limitSets(sets[least - 1]);
        return {};
    }

    void limitSets(int64_t sets) { m_sets = m_sets ? std::min(*m_sets, sets) : sets; }

    // Down to the next price with this ending: 107.10 ending in .99 is 106.99.
    static int64_t ended(int64_t price, const Json& policy)
    {
        const auto ending = toMillionths(policy["ending"].text());
        if (!ending || price < *ending)
            return price;
        return (price - *ending) / million * million + *ending;
    }

    static int64_t priced(int64_t sum, const Json& policy)
    {
        const std::string& name = policy["policy"].text();
        const auto value = toMillionths(policy["value"].text());
        if (!value)
            return sum;
        if (name == "fixed")
            return *value;
        if (name == "amount-off")
            return std::max<int64_t>(0, sum - *value);
        if (name == "percent-off") { // to the cent, as it is charged
            constexpr int64_t wholeCent = million / 100;
            constexpr long double cent = wholeCent, whole = 100 * million;
            const long double kept = static_cast<long double>(sum) * (whole - static_cast<long double>(*value)) / whole;
            return std::llround(kept / cent) * wholeCent;
        }
        return sum;
    }

    static void addRange(Json& json, const std::string& name, const Range& range)
    {
        json.set(name, Json::decimal(fromMillionths(range.low)));
        if (range.high != range.low)
            json.set(name + "_max", Json::decimal(fromMillionths(range.high)));
    }

    void addPrice(Json& json, const Json& policy) const
    {
        const Range price{ended(priced(m_price.low, policy), policy), ended(priced(m_price.high, policy), policy)};
        addRange(json, "price", price);
        json.set("list_price", Json::decimal(fromMillionths(m_price.low)));
        json.set("saving", Json::decimal(fromMillionths(m_price.low - price.low)));
    }

    Workspace& m_workspace;
    ParentValues m_parents;
    Range m_price, m_cost;
    std::optional<int64_t> m_sets;
    std::set<std::string> m_currencies, m_priceMissing, m_costMissing, m_stockMissing;
};

} // namespace

Result<Json> bundleFigures(Workspace& workspace, const FieldMap& content)
{
    Figures figures(workspace);
    if (const auto added = figures.add(content); !added)
        return added.error();
    return figures.result(content.json("price"));
}

} // namespace shelf::cli
