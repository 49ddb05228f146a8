#include "governance/rules/user/subject_row.h"

#include "governance/offers/ladder_figures.h"
#include "model/domain/decimal.h"

#include <algorithm>
#include <set>

namespace shelf {

namespace {

bool isListed(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string money(std::optional<int64_t> millionths)
{
    return millionths ? fromMillionths(*millionths) : std::string();
}

std::string numberText(double value)
{
    return shortestDecimal(value);
}

} // namespace

std::string_view SubjectRow::field(std::string_view name) const
{
    for (auto& [asked, known] : m_names)
        if (asked.data() == name.data() && asked.size() == name.size())
            return value(known);
    m_names.emplace_back(name, resolve(name));
    return value(m_names.back().second);
}

SubjectRow::Name SubjectRow::productName(std::string_view field, Of of) const
{
    Name name;
    name.text = field;
    name.of = of;
    name.column = m_catalog.column(field);
    name.inherits = inheritsField(field);
    return name;
}

std::string_view MappingSubject::sku() const
{
    m_id = id();
    return m_id;
}

// A date of its own or of its season, without the time of day.
std::string MappingSubject::windowDate(std::string_view key) const
{
    std::string text = content().text(key);
    if (content().has("season"))
        if (const Thing* season = m_catalog.definitions().find(ThingKind::Season, content().text("season")))
            text = season->fields.text(key);
    return text.empty() ? text : jsonString(std::string_view(text).substr(0, 10));
}

std::string_view MappingSubject::contentValue(Name& name) const
{
    if (name.text == "status") {
        name.value = jsonString(statusName(status()));
    } else if (name.text == "held") {
        name.value = isHeld() ? "true" : "false";
    } else if (name.text == "id") {
        name.value = jsonString(id());
    } else if (name.text == "from" || name.text == "to") {
        name.value = windowDate(name.text);
    } else if (name.text == "every") {
        const Thing* season = m_catalog.definitions().find(ThingKind::Season, content().text("season"));
        name.value = season ? season->fields.get("every") : content().get("every");
    } else if (name.text == "reason") {
        const Json reason = content().json("reason"); // of several languages the first
        name.value =
            reason.isObject() && !reason.members().empty() ? reason.members().front().second.write() : std::string(content().get("reason"));
    } else if (name.text == "origin" && !content().has("origin")) {
        const Json evidence = content().json("evidence");
        name.value = evidence.items().empty() ? std::string() : evidence.items().front()["origin"].write();
    } else {
        return content().get(name.text);
    }
    return name.value;
}

LinkSubject::LinkSubject(const Snapshot& catalog) : MappingSubject(catalog), m_types(catalog)
{
    for (uint16_t type = 0; type < m_types.size(); ++type) {
        m_typeJson.push_back(jsonString(m_types[type].code));
        m_slotJson.push_back(m_types[type].slot.empty() ? std::string() : jsonString(m_types[type].slot));
    }
}

SubjectRow::Name LinkSubject::resolve(std::string_view name) const
{
    const bool ofSource = name.starts_with("source."), ofTarget = name.starts_with("target.");
    if (ofSource || ofTarget) {
        const std::string_view field = name.substr(7);
        if (field == "sku")
            return {field, ofSource ? Of::SourceSku : Of::TargetSku, nullptr, false, {}};
        return productName(field, ofSource ? Of::Source : Of::Target);
    }
    return {name, Of::Subject, nullptr, false, {}};
}

std::string_view LinkSubject::value(Name& name) const
{
    switch (name.of) {
    case Of::Source:
        return productValue(name, m_link.source);
    case Of::Target:
        return productValue(name, m_link.target);
    case Of::SourceSku:
    case Of::TargetSku:
        name.value = jsonString(m_catalog.sku(name.of == Of::SourceSku ? m_link.source : m_link.target));
        return name.value;
    case Of::Subject:
    case Of::Nothing:
        break;
    }
    if (name.text == "type")
        return m_typeJson[m_link.type];
    if (name.text == "slot")
        return m_slotJson[m_link.type];
    if (name.text == "rank") {
        name.value = m_link.rank ? std::to_string(m_link.rank) : std::string();
        return name.value;
    }
    return contentValue(name);
}

const FieldMap& LinkSubject::content() const
{
    if (m_contentOf != m_link.details) {
        const auto content = FieldMap::fromJson(m_catalog.links().details().json(m_link.details));
        m_content = content ? *content : FieldMap();
        m_contentOf = m_link.details;
    }
    return m_content;
}

SubjectRow::Name EntrySubject::resolve(std::string_view name) const
{
    // Of::Nothing: not of its content but computed.
    const bool computed = isListed(name,
        {"price", "price_max", "first_price", "cost", "margin", "saving", "currency", "policy", "components", "groups", "availability",
            "steps", "largest_step", "levels", "skus", "families", "brands"});
    return {name, computed ? Of::Nothing : Of::Subject, nullptr, false, {}};
}

std::string_view EntrySubject::value(Name& name) const
{
    if (name.of == Of::Subject)
        return contentValue(name);
    if (name.text == "skus")
        name.value = listOf({});
    else if (name.text == "families")
        name.value = listOf("family");
    else if (name.text == "brands")
        name.value = listOf("brand");
    else
        name.value = figure(name.text);
    return name.value;
}

std::string EntrySubject::listOf(std::string_view field) const
{
    std::set<std::string> texts;
    for (const Row row : m_entry->names) {
        const std::string_view text = field.empty() ? m_catalog.sku(row) : m_catalog.text(field, row);
        if (!text.empty())
            texts.emplace(text);
    }
    return texts.empty() ? std::string() : Json::strings({texts.begin(), texts.end()}).write();
}

std::string BundleSubject::figure(std::string_view name) const
{
    const Bundle& bundle = m_entry->bundle();
    if (name == "components")
        return std::to_string(bundle.parts.size());
    if (name == "groups")
        return std::to_string(bundle.groups.size());
    if (name == "policy") {
        const Json price = m_entry->content.json("price");
        return price["policy"].isString() ? price["policy"].write() : jsonString("sum");
    }
    if (!m_figures)
        m_figures = m_calculator.figures(*m_entry);
    const auto low = [](const std::optional<MoneyRange>& range) { return range ? fromMillionths(range->low) : std::string(); };
    const auto high = [](const std::optional<MoneyRange>& range) { return range ? fromMillionths(range->high) : std::string(); };
    if (name == "price")
        return low(m_figures->price);
    if (name == "price_max")
        return high(m_figures->price);
    if (name == "cost")
        return high(m_figures->cost);
    if (name == "saving")
        return low(m_figures->saving);
    if (name == "margin")
        return m_figures->margin ? numberText(*m_figures->margin) : std::string();
    if (name == "currency")
        return m_figures->currency.empty() ? std::string() : jsonString(m_figures->currency);
    if (name == "availability")
        return m_figures->availability ? std::to_string(*m_figures->availability) : std::string();
    return {};
}

std::string LadderSubject::figure(std::string_view name) const
{
    const Ladder& ladder = m_entry->ladder();
    if (name == "steps")
        return std::to_string(ladder.steps.size());
    if (name == "levels") {
        std::vector<std::string> levels;
        for (const LadderStep& step : ladder.steps)
            if (!step.level.empty())
                levels.push_back(step.level);
        return levels.empty() ? std::string() : Json::strings(levels).write();
    }
    if (name == "largest_step")
        return largestStep();
    std::vector<Row> steps; // a retired step is passed over, as in the preview
    for (const LadderStep& step : ladder.steps)
        if (!m_catalog.isRetired(step.row))
            steps.push_back(step.row);
    if (steps.empty())
        return {};
    if (name == "price")
        return money(m_prices.price(steps.back()));
    if (name == "first_price")
        return money(m_prices.price(steps.front()));
    if (name == "cost")
        return money(m_prices.cost(steps.back()));
    if (name == "margin")
        return margin(steps);
    if (name == "currency") {
        const std::string currency = m_prices.currency(steps.back());
        return currency.empty() ? std::string() : jsonString(currency);
    }
    return {};
}

// Of the step with the least; none where a price or a cost is missing.
std::string LadderSubject::margin(const std::vector<Row>& steps) const
{
    std::optional<double> least;
    for (const Row row : steps) {
        const auto price = m_prices.price(row), cost = m_prices.cost(row);
        if (!price || !cost || *price <= 0)
            return {};
        const double net = double(*price) * m_rates.netShare(row);
        const double share = (net - double(*cost)) / net;
        if (!least || share < *least)
            least = share;
    }
    return least ? numberText(*least) : std::string();
}

std::string LadderSubject::largestStep() const
{
    std::optional<double> largest;
    for (const StepFigures& step : ladderFigures(m_catalog, *m_entry, defaultLadderOptions()))
        if (step.percent && (!largest || *step.percent > *largest))
            largest = *step.percent;
    return largest ? numberText(*largest / 100) : std::string();
}

} // namespace shelf
