#include "governance/preview/facts.h"

#include "model/catalog/member_scan.h"
#include "model/domain/decimal.h"

#include <algorithm>

namespace shelf {

namespace {

// visit(json) for each element of a canonical JSON array.
template <typename Visit> void forEachElement(std::string_view array, Visit&& visit)
{
    for (size_t at = 1; at < array.size() && array[at] != ']';) {
        const size_t end = endOfValue(array, at);
        if (end == std::string_view::npos)
            return;
        visit(array.substr(at, end - at));
        at = end + (end < array.size() && array[end] == ',');
    }
}

bool isEmptyList(std::string_view json)
{
    return json.size() <= 2;
}

bool lists(std::string_view array, std::string_view wanted)
{
    bool found = false;
    forEachElement(array, [&](std::string_view element) { found = found || element == wanted; });
    return found;
}

// Nobody who was not asked for: a list that names others, or names anybody while nobody is asked for.
uint32_t unlessListed(std::string_view array, std::string_view wanted, Cause cause)
{
    return isEmptyList(array) || (!wanted.empty() && lists(array, wanted)) ? 0u : cause;
}

// Of the mined evidence the strongest shrunk lift, between 0 at a lift of 1 (no more often together than by chance) and 1: (s − 1) ÷ (s +
// 1).
double evidencePart(std::string_view array, bool& onlyMined)
{
    double best = missing;
    bool any = false;
    onlyMined = true;
    forEachElement(array, [&](std::string_view item) {
        std::string_view origin, lift;
        forEachMember(item, [&](std::string_view key, std::string_view json) {
            if (key == "origin")
                origin = json;
            else if (key == "shrunk_lift")
                lift = json;
        });
        any = true;
        if (origin != "\"mined\"") {
            onlyMined = false;
            return;
        }
        const auto shrunk = lift.empty() ? std::nullopt : toDouble(lift);
        if (!shrunk)
            return;
        const double part = *shrunk <= 1 ? 0 : (*shrunk - 1) / (*shrunk + 1);
        if (std::isnan(best) || part > best)
            best = part;
    });
    onlyMined = onlyMined && any;
    return best;
}

class FactsTaker {
public:
    FactsTaker(const Context& context, bool isRule) : m_context(context), m_isRule(isRule) { }

    void take(std::string_view key, std::string_view json)
    {
        switch (key.front()) {
        case 'a':
            if (key == "audiences")
                takeAudiences(json);
            break;
        case 'b':
            if (key == "boost")
                m_facts.boost = std::clamp(toDouble(json).value_or(0), -1.0, 1.0);
            break;
        case 'c':
            if (key == "channels")
                m_facts.causes |= unlessListed(json, m_context.channel, OtherChannel);
            break;
        case 'e':
            takeEvidenceOrEvery(key, json);
            break;
        case 'f':
            if (key == "from" && !m_isRule)
                m_from = json;
            break;
        case 'i':
            takeIntents(key, json);
            break;
        case 'o':
            if (key == "origin" && json.starts_with("\"mined"))
                m_facts.origin = Provenance::Mined;
            else if (key == "origin" && json.starts_with("\"linkrule:")) // of a release
                m_facts.origin = Provenance::Rule;
            break;
        case 'p':
            takeP(key, json);
            break;
        case 'r':
            if (key == "rank")
                m_facts.rank = toDouble(json).value_or(missing);
            break;
        case 's':
            if (key == "season")
                takeSeason(json);
            break;
        case 't':
            takeT(key, json);
            break;
        case 'v':
            if (key == "valid_from")
                m_from = json;
            else if (key == "valid_to")
                m_to = json;
            break;
        default:
            break;
        }
    }

    MappingFacts done()
    {
        if (m_from.empty() && m_to.empty() && m_every.empty())
            return m_facts;
        const uint8_t answer = m_context.window(m_from, m_to, m_every);
        m_facts.timed |= static_cast<uint8_t>((m_from.empty() && m_to.empty() ? 0 : TimedByDates) | (m_every.empty() ? 0 : TimedByYear));
        m_facts.causes |= (answer & NotYet ? BeforeWindow : 0u) | (answer & Over ? AfterWindow : 0u) | (answer & NotNow ? OutOfYear : 0u);
        return m_facts;
    }

private:
    // An opted-out shopper has no audience and no trigger: mappings that need one are not for them.
    void takeAudiences(std::string_view json)
    {
        if (!isEmptyList(json))
            m_facts.causes |= m_context.request.optedOut ? ForAudience : unlessListed(json, m_context.audience, OtherAudience);
    }

    void takeEvidenceOrEvery(std::string_view key, std::string_view json)
    {
        if (key == "every") {
            m_every = json;
        } else if (key == "evidence") {
            bool onlyMined = false;
            m_facts.evidence = evidencePart(json, onlyMined);
            if (onlyMined)
                m_facts.origin = Provenance::Mined;
        }
    }

    void takeIntents(std::string_view key, std::string_view json)
    {
        if (key == "intents") {
            m_facts.causes |= unlessListed(json, m_context.intent, OtherIntent);
            if (!isEmptyList(json) && !m_context.intent.empty())
                m_facts.intentFit = 1;
        } else if (key == "intent" && !m_context.intent.empty()
            && std::isnan(m_facts.intentFit)) { // of bundles and ladders: what they are for
            m_facts.intentFit = json == m_context.intent ? 1 : 0;
        } else if (key == "interval_days") {
            m_facts.intervalDays = static_cast<int32_t>(std::clamp<int64_t>(toInteger(json).value_or(0), 0, 1'000'000));
        }
    }

    void takeP(std::string_view key, std::string_view json)
    {
        if (key == "pin")
            m_facts.pinned = json == "true";
        else if (key == "parked" && json == "true")
            m_facts.causes |= Parked;
    }

    void takeSeason(std::string_view json)
    {
        m_facts.timed |= TimedBySeason;
        for (const auto& [code, answer] : m_context.seasons)
            if (code == json) {
                if (answer != WindowOpen)
                    m_facts.causes |= SeasonClosed;
                return;
            }
    }

    void takeT(std::string_view key, std::string_view json)
    {
        if (key == "to" && !m_isRule)
            m_to = json;
        else if (key == "target_rank")
            m_facts.targetRank = toDouble(json).value_or(missing);
        else if (key == "triggers" && !isEmptyList(json))
            m_facts.causes |= m_context.request.optedOut ? ForTrigger : unlessListed(json, m_context.trigger, OtherTrigger);
    }

    const Context& m_context;
    bool m_isRule;
    MappingFacts m_facts;
    std::string_view m_from, m_to, m_every;
};

} // namespace

MappingFacts mappingFacts(const Context& context, std::string_view details)
{
    FactsTaker taker(context, false);
    forEachMember(details, [&taker](std::string_view key, std::string_view json) { taker.take(key, json); });
    return taker.done();
}

MappingFacts mappingFacts(const Context& context, const FieldMap& content, bool isRule)
{
    FactsTaker taker(context, isRule);
    for (const auto& [key, json] : content)
        taker.take(key, json);
    return taker.done();
}

ProductFactsReader::ProductFactsReader(const Snapshot& catalog)
    : m_catalog(catalog), m_lifecycle(catalog.column("lifecycle")), m_launch(catalog.column("launch")),
      m_end(catalog.column("end_of_life")), m_channels(catalog.column("channels")), m_never(catalog.column("never_recommend")),
      m_stock(catalog.column("stock")), m_price(catalog.column("price")), m_cost(catalog.column("cost")),
      m_currency(catalog.column("currency")), m_brand(catalog.column("brand")), m_currencyText(catalog.definitions().policy("currency")),
      m_vat(catalog), m_bundles(catalog)
{
    if (m_lifecycle) {
        m_retired = m_lifecycle->values().findText("retired");
        m_planned = m_lifecycle->values().findText("planned");
    }
    if (m_never)
        m_true = m_never->values().find("true");
    if (m_currency)
        m_ownCurrency = m_currency->values().findText(m_currencyText);
}

std::string ProductFactsReader::currencyText(Code currency) const
{
    return currency && m_currency ? std::string(m_currency->values().text(currency)) : m_currencyText;
}

std::optional<Days> ProductFactsReader::dayOf(const Column* column, Row row) const
{
    const Code code = m_catalog.value(column, row);
    return code ? parseDate(column->values().text(code)) : std::nullopt;
}

// A parent without a stock of its own has that of its variants, where all of them are known.
int64_t ProductFactsReader::stockOf(Row row) const
{
    if (!m_stock)
        return unknownStock;
    const auto own = [this](Row product) {
        const Code code = m_stock->at(product);
        const double stock = code ? m_stock->values().number(code) : missing;
        return std::isnan(stock) ? unknownStock : static_cast<int64_t>(std::clamp(stock, -1e15, 1e15));
    };
    const int64_t stock = own(row);
    if (stock != unknownStock || !m_catalog.hasVariants())
        return stock;
    int64_t sum = 0;
    const auto variants = m_catalog.variants(row);
    for (const Row variant : variants) {
        const int64_t one = own(variant);
        if (one == unknownStock)
            return unknownStock;
        sum += std::max<int64_t>(one, 0);
    }
    return variants.empty() ? unknownStock : sum;
}

ProductFacts ProductFactsReader::product(const Context& context, Row row) const
{
    ProductFacts facts;
    const Code lifecycle = m_catalog.value(m_lifecycle, row);
    if (lifecycle && lifecycle == m_retired)
        facts.causes |= Retired;
    const auto launch = dayOf(m_launch, row);
    if (launch && *launch > context.on.day)
        facts.causes |= LaunchAhead;
    else if (lifecycle && lifecycle == m_planned && !launch)
        facts.causes |= Planned;
    if (const auto end = dayOf(m_end, row); end && *end < context.on.day)
        facts.causes |= Ended;
    if (m_channels && !context.request.channel.empty() && !m_catalog.soldIn(row, context.request.channel))
        facts.causes |= NotSoldHere;
    if (m_true && m_catalog.value(m_never, row) == m_true)
        facts.causes |= NeverRecommend;
    facts.stock = stockOf(row);
    facts.price = moneyOf(m_price, m_catalog.value(m_price, row)).value_or(noPrice);
    const Code currency = m_catalog.value(m_currency, row);
    facts.currency = currency ? currency : m_ownCurrency;
    facts.brand = m_catalog.value(m_brand, row);
    const auto cost = moneyOf(m_cost, m_catalog.value(m_cost, row));
    if (cost && facts.price > 0) {
        const double net = static_cast<double>(facts.price) * m_vat.netShare(row);
        facts.margin = (net - static_cast<double>(*cost)) / net;
    }
    return facts;
}

ProductFacts ProductFactsReader::bundle(const Context& context, const Entry& entry) const
{
    const BundleFigures figures = m_bundles.figures(entry);
    ProductFacts facts;
    if (figures.price)
        facts.price = figures.price->low;
    const bool other = m_currency && !figures.currency.empty() && figures.currency != m_currencyText;
    facts.currency = other ? m_currency->values().findText(figures.currency) : m_ownCurrency;
    facts.margin = figures.margin.value_or(missing);
    facts.stock = figures.availability.value_or(unknownStock);
    const auto sellable = [&](Row row) {
        return row != noRow && m_catalog.exists(row) && !(product(context, row).causes & unsellableCauses);
    };
    for (const BundlePart& part : entry.bundle().parts)
        if (part.required && !sellable(part.row))
            facts.causes |= PartUnsellable;
    for (const BundleGroup& group : entry.bundle().groups)
        if (std::count_if(group.of.begin(), group.of.end(), sellable) < group.min)
            facts.causes |= PartUnsellable;
    return facts;
}

} // namespace shelf
