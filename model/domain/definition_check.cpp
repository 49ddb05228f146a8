// checkDefinition: which keys a definition of each kind may have, of which type, and what has to hold between them.
#include "model/domain/date.h"
#include "model/domain/definitions.h"
#include "model/domain/product.h"
#include "model/domain/scenario_check.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"

#include <algorithm>
#include <array>
#include <set>

namespace shelf {

namespace {

struct DefinitionKey {
    std::string_view name;
    std::optional<ContentType> type; // nullopt: anything; its reader checks it
};

using enum ContentType;

constexpr DefinitionKey attributeKeys[] = {
    {"label", Text},
    {"type", Text},
    {"unit", Text},
    {"options", Texts},
    {"min", Number},
    {"max", Number},
    {"per_language", Boolean},
    {"per_channel", Boolean},
    {"master", Text},
    {"group", Text},
    {"description", Text},
};
constexpr DefinitionKey familyKeys[] = {{"label", Text}, {"owner", Text}, {"attributes", Objects}, {"key", Texts}};
constexpr DefinitionKey categoryKeys[] = {{"label", Text}, {"owner", Text}, {"retired", Boolean}, {"vat", Number}};
constexpr DefinitionKey channelKeys[] = {{"label", Text}, {"opt_out", Boolean}, {"max_length", Integer}, {"cap", Integer}};
constexpr DefinitionKey audienceKeys[] = {{"label", Text}, {"ladder", Text}, {"step", Integer}, {"meaning", Text}};
constexpr DefinitionKey labelKeys[] = {{"label", Text}};
constexpr DefinitionKey seasonKeys[] = {{"label", Text}, {"from", Date}, {"to", Date}, {"every", Recurrence}};
constexpr DefinitionKey linkTypeKeys[] = {
    {"label", Text},
    {"inverse", Text},
    {"symmetric", Boolean},
    {"slot", Text},
    {"inverse_slot", Text},
    {"cap", Integer},
    {"stock", Text},
    {"guard", Number},
    {"cadence_days", Integer},
    {"needs_reason", Boolean},
    {"needs_end", Boolean},
    {"names", Object},
};
constexpr DefinitionKey templateKeys[] = {
    {"label", Text},
    {"owner", Text},
    {"link_types", Texts},
    {"text", LocalText},
    {"variants", Objects},
    {"max_length", Integer},
    {"fallback", LocalText},
};
constexpr DefinitionKey policyKeys[] = {{"value", Text}};
constexpr DefinitionKey ruleKeys[] = {
    {"title", Text},
    {"scope", Text},
    {"when", Text},
    {"expect", Text},
    {"severity", Text},
    {"dimension", Text},
    {"message", Text},
    {"parameters", Object},
    {"families", Texts},
    {"categories", Texts},
    {"channels", Texts},
    {"enabled", Boolean},
    {"fix", Object},
    {"overrides", Objects},
};
constexpr DefinitionKey scenarioKeys[] = {
    {"label", Text},
    {"anchors", Texts},
    {"owned", Texts},
    {"on", Date},
    {"channel", Text},
    {"audience", Text},
    {"intent", Text},
    {"trigger", Text},
    {"language", Text},
    {"opted_out", Boolean},
    {"state", Text},
    {"gate", Boolean}, // false: where it fails the gate stays open
    {"expect", Objects},
};
// An import profile (formats.md); what its keys hold is the importer's business.
constexpr DefinitionKey profileKeys[] = {
    {"match", {}},
    {"format", {}},
    {"what", {}},
    {"family", {}},
    {"key", {}},
    {"encoding", {}},
    {"header_row", {}},
    {"delimiter", {}},
    {"quote", {}},
    {"decimal", {}},
    {"empty", {}},
    {"absent", {}},
    {"links", {}},
    {"delete", {}},
    {"default_type", {}},
    {"excel_guard", {}},
    {"constants", {}},
    {"columns", {}},
    {"values", {}},
};

// A finding, or a rule with a scope, that is accepted until a date; see checks below.
constexpr DefinitionKey waiverKeys[] = {
    {"finding", Text}, {"rule", Text}, {"subject", Text}, // SKU or id, with at most one '*'
    {"reason_code", Text}, {"reason", Text}, {"asked_by", Text}, {"granted_by", Text}, {"from", Date}, {"until", Date},
    {"renews", Text}, // the waiver before it
    {"renewal", Integer}, // how many were before it
};

// What is kept of a file of orders besides its counts, which lie in a table of their own. Never an order or a person.
constexpr DefinitionKey dataSetKeys[] = {
    {"sha256", Text}, // of the file, so that it counts once
    {"counts", Text}, // SHA-256 of the table of counts
    {"orders", Integer},
    {"lines", Integer},
    {"products", Integer},
    {"pairs", Integer}, // products and pairs that were kept
    {"large_orders", Integer}, // counted for their products, not for their pairs: they have more than …
    {"order_limit", Integer}, // … so many distinct products
    {"smallest_cell", Integer}, // counts below it were not kept
    {"first_day", Date},
    {"last_day", Date},
    {"imported", Date},
};

std::span<const DefinitionKey> keysOf(ThingKind kind)
{
    switch (kind) {
    case ThingKind::Attribute:
        return attributeKeys;
    case ThingKind::Family:
        return familyKeys;
    case ThingKind::Category:
        return categoryKeys;
    case ThingKind::Channel:
        return channelKeys;
    case ThingKind::Audience:
        return audienceKeys;
    case ThingKind::Intent:
    case ThingKind::Trigger:
        return labelKeys;
    case ThingKind::Season:
        return seasonKeys;
    case ThingKind::LinkType:
        return linkTypeKeys;
    case ThingKind::Template:
        return templateKeys;
    case ThingKind::Policy:
        return policyKeys;
    case ThingKind::Rule:
        return ruleKeys;
    case ThingKind::Scenario:
        return scenarioKeys;
    case ThingKind::Profile:
        return profileKeys;
    case ThingKind::Waiver:
        return waiverKeys;
    case ThingKind::DataSet:
        return dataSetKeys;
    case ThingKind::Product:
    case ThingKind::Mapping:
        break;
    }
    return {};
}

constexpr InnerKey familyAttributeKeys[] = {
    {"code", Text, true}, {"required", Texts}, {"min", Number}, {"max", Number}, {"options", Texts}};

constexpr InnerKey templateVariantKeys[] = {{"channel", Text}, {"audience", Text}, {"text", LocalText, true}};

const std::vector<std::string> slots = {"essentials", "accessories", "bundles", "upgrades", "services", "alternatives"};
const std::vector<std::string> stockPolicies = {"drop", "keep", "substitute"};
const std::vector<std::string> masters = {"here", "feed", "both"};
const std::vector<std::string> severities = {"blocker", "error", "warning", "info"};

// One definition under examination; each check gives the first thing that is wrong.
class Check {
public:
    Check(ThingKind kind, std::string_view key, const FieldMap& fields)
        : m_kind(kind), m_where(std::string(kindName(kind)).append(" ").append(forTerminal(key, 80))), m_key(key), m_fields(fields)
    {
    }

    Result<void> all() const
    {
        for (const auto step : {&Check::code, &Check::types, &Check::ofKind})
            if (Result<void> result = (this->*step)(); !result)
                return result;
        return {};
    }

private:
    Error wrong(std::string_view field, std::string what, std::string tryThis) const
    {
        std::string where = m_where;
        if (!field.empty())
            where.append(", ").append(field);
        return {ErrorKind::Rejected, "DEFINITION", std::move(where), std::move(what), std::move(tryThis)};
    }

    Error wrong(const Complaint& complaint) const { return wrong(complaint.key, complaint.what, complaint.tryThis); }

    Result<void> code() const
    {
        if (const Result<void> asSku = checkSku(m_key); !asSku) // the limits of codes are those of SKUs
            return wrong(
                {}, "the code is empty, longer than 255 bytes, or holds control characters or spaces at its ends", "choose another");
        if (m_kind == ThingKind::Attribute)
            return attributeCode();
        if (m_kind == ThingKind::Category) {
            for (const std::string_view part : split(m_key, '/'))
                if (trimmed(part).empty())
                    return wrong({}, "a part of the path is empty", "write paths as parts/cpu");
        }
        const bool named =
            m_kind == ThingKind::Template || m_kind == ThingKind::Rule || m_kind == ThingKind::Scenario || m_kind == ThingKind::Profile;
        if (named && !isFileName(m_key))
            return wrong(
                {}, "the name has other characters than letters, digits, '.', '_', '-' and spaces, or more than 64", "choose another");
        return {};
    }

    Result<void> attributeCode() const
    {
        if (!isCode(m_key) || m_key.find('@') != std::string_view::npos)
            return wrong({}, "is no code", "use a small letter and then small letters, digits and _");
        const bool taken = coreField(m_key) || m_key == "sku" || m_key == "category";
        const bool variants = m_fields.boolean("per_language") || m_fields.boolean("per_channel"); // name@de beside the field name
        if (taken && !variants)
            return wrong({}, "every product has a field of this name already", "choose another code");
        return {};
    }

    // reliability.md: names that may become names of files.
    static bool isFileName(std::string_view name)
    {
        const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
        const auto allowed = [&](char c) { return alphanumeric(c) || c == '.' || c == '_' || c == '-' || c == ' '; };
        return !name.empty() && name.size() <= 64 && alphanumeric(name[0]) && name.back() != '.'
            && std::all_of(name.begin(), name.end(), allowed);
    }

    Result<void> types() const
    {
        const std::span<const DefinitionKey> keys = keysOf(m_kind);
        for (const auto& [name, value] : m_fields) {
            const auto known =
                std::find_if(keys.begin(), keys.end(), [&name = name](const DefinitionKey& key) { return key.name == name; });
            if (known == keys.end()) {
                std::vector<std::string> names;
                for (const DefinitionKey& key : keys)
                    names.emplace_back(key.name);
                return wrong(name, "there is no such key", didYouMean(name, names, "use one of " + join(names, ", ")));
            }
            if (!known->type)
                continue;
            if (const auto expectation = misfit(*known->type, m_fields.json(name)))
                return wrong(name, "is not " + *expectation, "write " + *expectation);
        }
        return {};
    }

    Result<void> oneOf(std::string_view field, const std::vector<std::string>& allowed) const
    {
        const std::string value = m_fields.text(field);
        if (value.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end())
            return {};
        return wrong(
            field, inQuotes(value).append(" is not one of its values"), didYouMean(value, allowed, "use one of " + join(allowed, ", ")));
    }

    Result<void> ordered(std::string_view at, const std::optional<double>& min, const std::optional<double>& max) const
    {
        return min && max && *min > *max ? Result<void>(wrong(at, "min is above max", "swap them")) : Result<void>();
    }

    Result<void> ofKind() const
    {
        switch (m_kind) {
        case ThingKind::Attribute:
            return attribute();
        case ThingKind::Family:
            return family();
        case ThingKind::Category:
            return category();
        case ThingKind::Season:
            return season();
        case ThingKind::LinkType:
            return linkType();
        case ThingKind::Channel:
            return channel();
        case ThingKind::Template:
            return copyTemplate();
        case ThingKind::Policy:
            return checkPolicy(m_key, m_fields.text("value"));
        case ThingKind::Rule:
            return oneOf("severity", severities);
        case ThingKind::Scenario:
            return scenario();
        case ThingKind::Waiver:
            return waiver();
        case ThingKind::DataSet:
            return dataSet();
        default:
            return {};
        }
    }

    Result<void> category() const
    {
        const double vat = m_fields.number("vat").value_or(0);
        return vat < 0 || vat > 100 ? Result<void>(wrong("vat", "is no rate of tax", "use a percentage from 0 to 100, as in 19"))
                                    : Result<void>();
    }

    Result<void> attribute() const
    {
        const std::string type = m_fields.text("type");
        if (!type.empty() && !attributeTypeFromName(type))
            return wrong(
                "type", inQuotes(type).append(" is no type"), didYouMean(type, typeNames(), "use one of " + join(typeNames(), ", ")));
        if (Result<void> result = oneOf("master", masters); !result)
            return result;
        return ordered("min", m_fields.number("min"), m_fields.number("max"));
    }

    static std::vector<std::string> typeNames()
    {
        std::vector<std::string> names;
        for (int type = 0; !attributeTypeName(static_cast<AttributeType>(type)).empty(); ++type)
            names.emplace_back(attributeTypeName(static_cast<AttributeType>(type)));
        return names;
    }

    Result<void> family() const
    {
        const Json attributes = m_fields.json("attributes");
        if (const auto complaint = checkObjects("attributes", attributes, familyAttributeKeys))
            return wrong(*complaint);
        std::set<std::string> seen;
        for (const Json& item : attributes.items()) {
            const std::string& code = item["code"].text();
            if (!isCode(code))
                return wrong("attributes", inQuotes(code).append(" is no attribute code"), "use the code of an attribute");
            if (!seen.insert(code).second)
                return wrong("attributes", "names '" + code + "' twice", "leave one out");
            const auto bound = [&item](std::string_view key) {
                return item[key].isNumber() ? std::optional(item[key].toDouble()) : std::nullopt;
            };
            if (Result<void> result = ordered("attributes: " + code, bound("min"), bound("max")); !result)
                return result;
        }
        return {};
    }

    Result<void> dataSet() const
    {
        for (const std::string_view field : {"sha256", "counts"}) {
            const std::string value = m_fields.text(field);
            if (value.size() != 64 || value.find_first_not_of("0123456789abcdef") != std::string::npos)
                return wrong(field, "is no SHA-256", "data sets are made by `import --what orders` alone");
        }
        for (const std::string_view field : {"orders", "lines", "products", "pairs", "large_orders", "order_limit", "smallest_cell"})
            if (m_fields.number(field).value_or(0) < 0)
                return wrong(field, "is below 0", "data sets are made by `import --what orders` alone");
        return {};
    }

    Result<void> season() const
    {
        const std::string from = m_fields.text("from");
        const std::string to = m_fields.text("to");
        if (!from.empty() && !to.empty() && from.substr(0, 10) > to.substr(0, 10))
            return wrong("from", "is after to", "swap them");
        return {};
    }

    Result<void> linkType() const
    {
        for (const auto& [field, allowed] : {std::pair("slot", &slots), {"inverse_slot", &slots}, {"stock", &stockPolicies}})
            if (Result<void> result = oneOf(field, *allowed); !result)
                return result;
        const std::string inverse = m_fields.text("inverse");
        if (m_fields.boolean("symmetric") && !inverse.empty() && inverse != m_key)
            return wrong("inverse", "a symmetric type is its own inverse", "leave the inverse out");
        const Json names = m_fields.json("names");
        for (const auto& [format, name] : names.members())
            if (!name.isString())
                return wrong("names", "the name for " + inQuotes(format) + " is not a text", "write a text");
        for (const std::string_view field : {"cap", "cadence_days", "guard"})
            if (m_fields.number(field).value_or(1) < 0)
                return wrong(field, "is below 0", "use 0 or more");
        return {};
    }

    Result<void> channel() const
    {
        if (m_fields.number("cap").value_or(0) < 0)
            return wrong("cap", "is below 0", "use 0 or more; 0 is no limit");
        return textLimit();
    }

    Result<void> textLimit() const
    {
        return m_fields.number("max_length").value_or(1) < 1 ? Result<void>(wrong("max_length", "is below 1", "use a number of characters"))
                                                             : Result<void>();
    }

    Result<void> copyTemplate() const
    {
        if (Result<void> result = textLimit(); !result)
            return result;
        const Json variants = m_fields.json("variants");
        if (const auto complaint = checkObjects("variants", variants, templateVariantKeys))
            return wrong(*complaint);
        std::set<std::pair<std::string, std::string>> seen;
        for (size_t i = 0; i < variants.items().size(); ++i) {
            const Json& variant = variants.items()[i];
            const std::string at = "variants[" + std::to_string(i + 1) + "]";
            if (variant["channel"].text().empty() && variant["audience"].text().empty())
                return wrong(at, "names neither a channel nor an audience", "name one, or write its text as the template's own");
            if (!seen.emplace(variant["channel"].text(), variant["audience"].text()).second)
                return wrong(at, "is for the same channel and audience as one before it", "leave one out");
        }
        return {};
    }

    Result<void> scenario() const
    {
        const auto complaint = checkScenario(m_fields);
        return complaint ? Result<void>(wrong(*complaint)) : Result<void>();
    }

    Result<void> waiver() const
    {
        for (const std::string_view field : {"reason", "asked_by", "granted_by"})
            if (trimmed(m_fields.text(field)).empty())
                return wrong(field, "is missing", "a waiver needs a reason, who asks for it and who grants it");
        if (m_fields.has("finding") == m_fields.has("rule"))
            return wrong("finding", "a waiver is for one finding, or for a rule and a subject", "name one of the two");
        const std::string subject = m_fields.text("subject");
        if (m_fields.has("rule") && trimmed(subject).empty())
            return wrong("subject", "is missing", "name whose findings of the rule are accepted; one * may stand for anything");
        if (std::count(subject.begin(), subject.end(), '*') > 1)
            return wrong("subject", "has more than one *", "narrow it");
        if (folded(trimmed(m_fields.text("asked_by"))) == folded(trimmed(m_fields.text("granted_by"))))
            return wrong("granted_by", "is who asks for it", "somebody else has to grant it");
        const auto from = parseDate(m_fields.text("from")), until = parseDate(m_fields.text("until"));
        if (!from || !until)
            return wrong("until", "is not a date", "write YYYY-MM-DD");
        if (*until < *from)
            return wrong("until", "is before the day it is granted", "name a later day");
        if (*until - *from > mostWaiverDays)
            return wrong("until", "is more than 90 days away", "name an earlier day; it can be renewed");
        if (m_fields.number("renewal").value_or(0) > mostRenewals)
            return wrong("renewal", "it has been renewed twice already", "mend what was found");
        return {};
    }

    static constexpr Days mostWaiverDays = 90; // rules.md
    static constexpr double mostRenewals = 2;

    ThingKind m_kind;
    std::string m_where;
    std::string_view m_key;
    const FieldMap& m_fields;
};

} // namespace

std::vector<std::string_view> definitionKeys(ThingKind kind)
{
    std::vector<std::string_view> names;
    for (const DefinitionKey& key : keysOf(kind))
        names.push_back(key.name);
    return names;
}

Result<void> checkDefinition(ThingKind kind, std::string_view key, const FieldMap& fields)
{
    return Check(kind, key, fields).all();
}

} // namespace shelf
