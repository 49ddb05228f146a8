// checkContent: whether a mapping's content is whole and makes sense by itself.
#include "model/domain/date.h"
#include "model/domain/mapping.h"
#include "model/domain/product.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

using enum ContentType;

constexpr InnerKey conditionKeys[] = {{"left", Text, true}, {"op", Text, true}, {"right", Text, true}, {"table", Object}};
constexpr InnerKey componentKeys[] = {{"sku", Text, true}, {"quantity", Integer}, {"required", Boolean}};
constexpr InnerKey groupKeys[] = {{"name", Text}, {"min", Integer}, {"max", Integer}, {"of", Texts, true}};
constexpr InnerKey priceKeys[] = {{"policy", Text, true}, {"value", Number}, {"currency", Text}, {"ending", Number}};
constexpr InnerKey stepKeys[] = {{"sku", Text, true}, {"level", Text}, {"benefit", LocalText}, {"evidence", Texts}, {"band", Object}};
constexpr InnerKey bandKeys[] = {{"min", Number}, {"max", Number}}; // percent above the step before
constexpr InnerKey triggerKeys[] = {{"name", Text, true}, {"days", Integer}};

// What speaks for a mapping. Those of mined evidence are explained in governance/evidence/proposals.h.
constexpr InnerKey evidenceKeys[] = {{"origin", Text, true}, {"date", Date}, {"person", Text}, {"document", Text}, {"note", Text},
    {"data_set", Text}, {"n", Integer}, {"orders", Integer}, {"n_a", Integer}, {"n_c", Integer}, {"n_ac", Integer}, {"support", Number},
    {"expected", Number}, {"confidence", Number}, {"confidence_low", Number}, {"confidence_high", Number}, {"lift", Number},
    {"shrunk_lift", Number}, {"llr", Number}};

using Names = std::vector<std::string>;

const Names evidenceOrigins = {"curated", "rule", "mined", "supplier", "test", "spec"};
const Names addressSchemes = {"https://", "http://", "ftp://", "file://", "urn:", "doi:"};
const Names operators = {"equal", "overlaps", "contains", "at-most", "at-least", "within", "table"};
const Names effects = {"must", "allows"};
const Names unknowns = {"hide", "show"};
const Names sides = {"left", "right", "both"};
const Names slots = {"essentials", "accessories", "bundles", "upgrades", "services", "alternatives"};
const Names pricePolicies = {"sum", "fixed", "percent-off", "amount-off"};

// The moment a window begins or ends, in milliseconds, as if its zone were UTC; a date that ends a window means its last moment.
std::optional<int64_t> momentOf(const std::string& text, bool end)
{
    constexpr int64_t day = 24LL * 60 * 60 * 1000;
    if (const auto date = parseDate(text))
        return int64_t(*date) * day + (end ? day - 1 : 0);
    const auto time = parseTime(text);
    return time ? time : parseTime(std::string(text).append("Z"));
}

// One content under examination; each check gives the first thing that is wrong.
class Check {
public:
    Check(std::string_view id, MappingKind kind, const FieldMap& content) : m_id(id), m_kind(kind), m_content(content) { }

    Result<void> all() const
    {
        for (const auto step : {&Check::types, &Check::variant, &Check::ranges, &Check::window, &Check::ofKind})
            if (Result<void> result = (this->*step)(); !result)
                return result;
        return {};
    }
    Result<void> evidence() const
    {
        if (!m_content.has("evidence"))
            return {};
        const Json list = m_content.json("evidence");
        for (size_t index = 0; index < list.items().size(); ++index)
            if (Result<void> good = pieceOfEvidence("evidence[" + std::to_string(index + 1) + "]", list.items()[index]); !good)
                return good;
        return {};
    }

private:
    Error wrong(std::string_view key, std::string what, std::string tryThis, std::string_view code = "CONTENT") const
    {
        std::string where = forTerminal(m_id, 200);
        if (!key.empty())
            where.append(", ").append(key);
        return {ErrorKind::Rejected, std::string(code), std::move(where), std::move(what), std::move(tryThis)};
    }

    Result<void> result(const std::optional<Complaint>& complaint) const
    {
        return complaint ? Result<void>(wrong(complaint->key, complaint->what, complaint->tryThis)) : Result<void>();
    }

    Result<void> types() const
    {
        for (const auto& [name, value] : m_content) {
            const ContentKey* key = contentKey(m_kind, name);
            if (!key) {
                Names names;
                for (const ContentKey& known : contentKeys(m_kind))
                    names.emplace_back(known.name);
                return wrong(name, "there is no such key", didYouMean(name, names, "use one of " + join(names, ", ")));
            }
            if (const auto expectation = misfit(key->type, m_content.json(name)))
                return wrong(name, "is not " + *expectation, "write " + *expectation);
        }
        return {};
    }

    Result<void> variant() const
    {
        // What stands behind the code (in links: behind the target) of the id.
        const std::vector<std::string_view> parts = split(m_id, ':');
        const size_t place = m_kind == MappingKind::Link ? 4 : 2;
        const std::string inId = parts.size() > place ? percentDecoded(parts[place]).value_or(std::string()) : std::string();
        const std::string written = m_content.text("variant");
        if (written == inId || (written.empty() && m_kind != MappingKind::Link))
            return {};
        return wrong("variant", "differs from the id", "write the variant of the id, or use another id");
    }

    Result<void> ranges() const
    {
        if (const double boost = m_content.number("boost").value_or(0); boost < -1 || boost > 1)
            return wrong("boost", "is not between -1 and 1", "use a number from -1 to 1");
        for (const std::string_view key : {"interval_days", "limit"})
            if (m_content.number(key).value_or(1) < 1)
                return wrong(key, "is below 1", "use 1 or more");
        if (m_content.number("planned_units").value_or(0) < 0)
            return wrong("planned_units", "is below 0", "use 0 or more");
        return {};
    }

    Result<void> window() const
    {
        const bool compat = m_kind == MappingKind::Compat;
        const std::string_view fromKey = compat ? "valid_from" : "from";
        const std::string_view toKey = compat ? "valid_to" : "to";
        const std::string from = m_content.text(fromKey);
        const std::string to = m_content.text(toKey);
        if (m_content.has("season") && (!from.empty() || !to.empty() || m_content.has("every")))
            return wrong("season", "stands beside dates of its own", "name a season or dates, not both");
        if (!from.empty() && !to.empty() && momentOf(from, false) > momentOf(to, true))
            return wrong(fromKey, from + " is after " + to, "swap the dates");
        return {};
    }

    Result<void> pieceOfEvidence(const std::string& at, const Json& one) const
    {
        Json rest = one; // the interval is a list of two numbers, which no type of content is
        rest.remove("interval");
        if (const auto complaint = checkObject(at, rest, evidenceKeys))
            return result(complaint);
        if (Result<void> good = oneOf(at + ".origin", one["origin"].text(), evidenceOrigins); !good)
            return good;
        if (Result<void> good = evidenceFigures(at, one); !good)
            return good;
        return address(at + ".document", one["document"].text());
    }

    Result<void> evidenceFigures(const std::string& at, const Json& one) const
    {
        if (const Json* interval = one.find("interval")) {
            const auto& ends = interval->items();
            if (ends.size() != 2 || !ends[0].isNumber() || !ends[1].isNumber() || ends[0].toDouble() > ends[1].toDouble())
                return wrong(at + ".interval", "is not a list of two numbers, the lower one first", "write it as [1.8, 3.1]");
        }
        for (const auto& [key, value] : one.members())
            if (value.isNumber() && value.toDouble() < 0)
                return wrong(at + "." + key, "is below 0", "use 0 or more");
        for (const std::string_view share : {"support", "confidence", "confidence_low", "confidence_high"})
            if (one[share].toDouble() > 1)
                return wrong(at + "." + std::string(share), "is a share above 1", "write 5 % as 0.05");
        return {};
    }

    // Where a document lies: something that can be opened, and runs nothing.
    Result<void> address(const std::string& at, const std::string& text) const
    {
        if (text.empty())
            return {};
        const bool known = std::any_of(addressSchemes.begin(), addressSchemes.end(),
            [&text](const std::string& scheme) { return text.size() > scheme.size() && folded(text.substr(0, scheme.size())) == scheme; });
        const bool spaces = std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
        if (known && !spaces && text.size() <= 2048)
            return {};
        return wrong(at, inQuotes(text) + " is no address of a document", "write it as https://example.com/report.pdf (a space as %20)");
    }

    Result<void> require(std::string_view key) const
    {
        const std::string_view value = m_content.get(key);
        if (value.empty() || value == "\"\"" || value == "[]")
            return wrong(key, "is missing", "add it");
        return {};
    }

    Result<void> oneOf(std::string_view at, const std::string& value, const Names& allowed) const
    {
        if (std::find(allowed.begin(), allowed.end(), value) != allowed.end())
            return {};
        return wrong(
            at, inQuotes(value).append(" is not one of its values"), didYouMean(value, allowed, "use one of " + join(allowed, ", ")));
    }

    Result<void> oneOfIfThere(std::string_view key, const Names& allowed) const
    {
        return m_content.has(key) ? oneOf(key, m_content.text(key), allowed) : Result<void>();
    }

    Result<void> sku(std::string_view at, const std::string& text) const
    {
        const Result<void> good = checkSku(text);
        return good ? Result<void>() : wrong(at, good.error().what, good.error().tryThis);
    }

    Result<void> skus(std::string_view at, const std::vector<std::string>& texts) const
    {
        for (const std::string& text : texts)
            if (Result<void> good = sku(at, text); !good)
                return good;
        return {};
    }

    Result<void> ofKind() const
    {
        switch (m_kind) {
        case MappingKind::Link:
            return link();
        case MappingKind::LinkRule:
            return linkRule();
        case MappingKind::Compat:
            return compat();
        case MappingKind::Bundle:
            return bundle();
        case MappingKind::Upgrade:
            return upgrade();
        }
        return {};
    }

    Result<void> link() const
    {
        const std::optional<LinkId> id = LinkId::parse(m_id);
        for (const std::string_view key : {"source", "type", "target"})
            if (Result<void> there = require(key); !there)
                return there;
        const std::string source = m_content.text("source");
        const std::string target = m_content.text("target");
        if (!id || id->source != source || id->target != target || id->type != m_content.text("type"))
            return wrong({}, "the id names another source, type or target than the content", "make another link instead");
        if (source == target)
            return wrong({}, "a product can't be linked to itself", "name two products", "SELF_LINK");
        return {};
    }

    Result<void> linkRule() const
    {
        for (const std::string_view key : {"source", "type"})
            if (Result<void> there = require(key); !there)
                return there;
        const bool expression = !m_content.text("target").empty();
        const std::vector<std::string> targets = m_content.strings("targets");
        if (expression == !targets.empty())
            return wrong("target", "a link rule has either an expression as target or a list of targets", "give one of the two");
        return skus("targets", targets);
    }

    Result<void> compat() const
    {
        for (const std::string_view key : {"left", "right", "where"})
            if (Result<void> there = require(key); !there)
                return there;
        for (const auto& [key, allowed] : {std::pair("effect", &effects), {"unknown", &unknowns}, {"from", &sides}, {"shows", &slots}})
            if (Result<void> good = oneOfIfThere(key, *allowed); !good)
                return good;
        if (m_content.has("with"))
            if (Result<void> good = sku("with", m_content.text("with")); !good)
                return good;
        const Json where = m_content.json("where");
        if (const auto complaint = checkObjects("where", where, conditionKeys))
            return result(complaint);
        for (size_t index = 0; index < where.items().size(); ++index)
            if (Result<void> good = condition("where[" + std::to_string(index + 1) + "]", where.items()[index]); !good)
                return good;
        return {};
    }

    Result<void> condition(const std::string& at, const Json& condition) const
    {
        if (Result<void> good = oneOf(at + ".op", condition["op"].text(), operators); !good)
            return good;
        for (const std::string_view side : {"left", "right"})
            if (!isCode(condition[side].text()))
                return wrong(at + "." + std::string(side), inQuotes(condition[side].text()) + " is no attribute code",
                    "use the code of an attribute");
        const bool isTable = condition["op"].text() == "table";
        if (isTable != condition.contains("table"))
            return wrong(
                at, isTable ? "has no table" : "has a table, but its operator is another", "give a table with the operator table only");
        for (const auto& [value, matches] : condition["table"].members())
            if (misfit(Texts, matches))
                return wrong(at + ".table", "what goes with " + inQuotes(value) + " is not a list of texts", "write [value, value]");
        return {};
    }

    Result<void> bundle() const
    {
        const Json components = m_content.json("components");
        const Json groups = m_content.json("groups");
        if (components.items().empty() && groups.items().empty())
            return wrong("components", "a bundle has components or groups", "add at least one");
        if (const auto complaint = checkObjects("components", components, componentKeys))
            return result(complaint);
        if (const auto complaint = checkObjects("groups", groups, groupKeys))
            return result(complaint);
        for (const Json& component : components.items()) {
            if (Result<void> good = part("components", component["sku"].text()); !good)
                return good;
            if (component["quantity"].toInteger(1) < 1)
                return wrong("components", "a quantity is below 1", "use 1 or more");
        }
        for (const Json& group : groups.items())
            if (Result<void> good = bundleGroup(group); !good)
                return good;
        return m_content.has("price") ? price() : Result<void>();
    }

    Result<void> bundleGroup(const Json& group) const
    {
        const int64_t min = group["min"].toInteger(1);
        const int64_t max = group["max"].toInteger(std::max<int64_t>(min, 1));
        if (min < 0 || max < 1 || min > max)
            return wrong(
                "groups", "of " + inQuotes(group["name"].text()) + " so many can't be chosen", "use 0 ≤ min ≤ max and max of 1 or more");
        for (const Json& item : group["of"].items())
            if (Result<void> good = part("groups", item.text()); !good)
                return good;
        return {};
    }

    Result<void> part(std::string_view at, const std::string& text) const
    {
        const std::string own = codedId(MappingKind::Bundle, percentDecoded(split(m_id, ':')[1]).value_or(std::string()));
        if (text == m_id || text == own || text.starts_with(own + ":"))
            return wrong(at, "a bundle can't hold itself", "take it out", "SELF_BUNDLE");
        return sku(at, text);
    }

    Result<void> price() const
    {
        const Json price = m_content.json("price");
        if (const auto complaint = checkObject("price", price, priceKeys))
            return result(complaint);
        const std::string& policy = price["policy"].text();
        if (Result<void> good = oneOf("price.policy", policy, pricePolicies); !good)
            return good;
        if (policy == "sum")
            return price.contains("value") ? wrong("price", "a sum has no value", "leave the value out") : Result<void>();
        if (!price.contains("value"))
            return wrong("price", "has no value", "add the amount or the percentage");
        const double value = price["value"].toDouble();
        const bool percent = policy == "percent-off";
        if (value < 0 || (percent && value > 100))
            return wrong("price.value", "is out of range", percent ? "use 0 to 100" : "use 0 or more");
        const double ending = price["ending"].toDouble();
        if (ending < 0 || ending >= 1)
            return wrong("price.ending", "is not between 0 and 1", "write it as 0.99");
        return {};
    }

    Result<void> upgrade() const
    {
        if (Result<void> there = require("steps"); !there)
            return there;
        const Json steps = m_content.json("steps");
        if (const auto complaint = checkObjects("steps", steps, stepKeys))
            return result(complaint);
        for (const Json& step : steps.items()) {
            if (Result<void> good = sku("steps", step["sku"].text()); !good)
                return good;
            if (Result<void> good = band("steps.band", step["band"]); !good)
                return good;
        }
        if (Result<void> good = band("band", m_content.json("band")); !good)
            return good;
        const Json trigger = m_content.json("trigger");
        if (trigger.isObject())
            if (const auto complaint = checkObject("trigger", trigger, triggerKeys))
                return result(complaint);
        return trigger["days"].toInteger(1) < 1 ? Result<void>(wrong("trigger.days", "is below 1", "use 1 or more")) : Result<void>();
    }

    Result<void> band(const std::string& at, const Json& band) const
    {
        if (const auto complaint = checkObject(at, band, bandKeys))
            return result(complaint);
        const bool both = band.contains("min") && band.contains("max");
        if (both && band["min"].toDouble() > band["max"].toDouble())
            return wrong(at, "min is above max", "swap them");
        return {};
    }

    std::string_view m_id;
    MappingKind m_kind;
    const FieldMap& m_content;
};

} // namespace

Result<void> checkStoredContent(std::string_view id, const FieldMap& content)
{
    if (Result<void> good = checkMappingId(id); !good)
        return good;
    return Check(id, *mappingKindOf(id), content).all();
}

Result<void> checkContent(std::string_view id, const FieldMap& content)
{
    if (Result<void> good = checkStoredContent(id, content); !good)
        return good;
    return Check(id, *mappingKindOf(id), content).evidence();
}

} // namespace shelf
