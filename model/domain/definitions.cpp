#include "model/domain/definitions.h"

#include <array>

namespace shelf {

namespace {

constexpr std::array<std::pair<AttributeType, std::string_view>, 10> typeNames = {{
    {AttributeType::Text, "text"},
    {AttributeType::Number, "number"},
    {AttributeType::Integer, "integer"},
    {AttributeType::Boolean, "boolean"},
    {AttributeType::Date, "date"},
    {AttributeType::Choice, "choice"},
    {AttributeType::MultiChoice, "multi-choice"},
    {AttributeType::Money, "money"},
    {AttributeType::Url, "url"},
    {AttributeType::Reference, "reference"},
}};

std::optional<double> numberIn(const Json& value)
{
    return value.isNumber() ? std::optional(value.toDouble()) : std::nullopt;
}

Attribute attributeFrom(const Thing& thing)
{
    Attribute attribute;
    attribute.code = thing.key;
    attribute.label = thing.fields.text("label");
    attribute.type = attributeTypeFromName(thing.fields.text("type")).value_or(AttributeType::Text);
    attribute.unit = thing.fields.text("unit");
    attribute.options = thing.fields.strings("options");
    attribute.min = thing.fields.number("min");
    attribute.max = thing.fields.number("max");
    attribute.perLanguage = thing.fields.boolean("per_language");
    attribute.perChannel = thing.fields.boolean("per_channel");
    const std::string master = thing.fields.text("master");
    attribute.master = master == "here" ? Master::Here : master == "feed" ? Master::Feed : Master::Both;
    return attribute;
}

Family familyFrom(const Thing& thing)
{
    Family family;
    family.code = thing.key;
    family.label = thing.fields.text("label");
    family.owner = thing.fields.text("owner");
    family.key = thing.fields.strings("key");
    const Json attributes = thing.fields.json("attributes");
    for (const Json& item : attributes.items()) {
        FamilyAttribute use;
        use.code = item["code"].text();
        use.requiredFor = item["required"].toStrings();
        use.min = numberIn(item["min"]);
        use.max = numberIn(item["max"]);
        use.options = item["options"].toStrings();
        family.attributes.push_back(std::move(use));
    }
    return family;
}

LinkType linkTypeFrom(const Thing& thing)
{
    LinkType type;
    type.code = thing.key;
    type.label = thing.fields.text("label");
    type.symmetric = thing.fields.boolean("symmetric");
    type.inverse = type.symmetric ? type.code : thing.fields.text("inverse");
    type.slot = thing.fields.text("slot");
    return type;
}

std::string dashed(std::string text)
{
    for (char& c : text)
        if (c == ' ')
            c = '-';
    return text;
}

template <typename Map> auto* valueOf(const Map& map, std::string_view key)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

} // namespace

std::string_view attributeTypeName(AttributeType type)
{
    for (const auto& [known, name] : typeNames)
        if (known == type)
            return name;
    return {};
}

std::optional<AttributeType> attributeTypeFromName(std::string_view name)
{
    for (const auto& [type, known] : typeNames)
        if (known == name)
            return type;
    return std::nullopt;
}

const FamilyAttribute* Family::find(std::string_view attributeCode) const
{
    for (const FamilyAttribute& attribute : attributes)
        if (attribute.code == attributeCode)
            return &attribute;
    return nullptr;
}

Definitions::Definitions(std::vector<Thing> things)
{
    for (Thing& thing : things) {
        const std::string key = thing.key;
        const ThingKind kind = thing.kind;
        m_things.insert_or_assign({kind, key}, std::move(thing));
    }
    for (const auto& [id, thing] : m_things) {
        const auto& [kind, key] = id;
        if (kind == ThingKind::Attribute) {
            const Attribute& attribute = m_attributes.emplace(key, attributeFrom(thing)).first->second;
            if (!attribute.label.empty())
                m_codeByLabel.emplace(attribute.label, key); // of two with one label the smaller code
        } else if (kind == ThingKind::Family) {
            m_families.emplace(key, familyFrom(thing));
        } else if (kind == ThingKind::LinkType) {
            const LinkType& type = m_linkTypes.emplace(key, linkTypeFrom(thing)).first->second;
            if (!type.inverse.empty() && !type.symmetric) {
                m_inverses.emplace(type.inverse, key);
                m_inverses.emplace(dashed(type.inverse), key); // "required-by", for command lines
            }
        }
    }
}

const Thing* Definitions::find(ThingKind kind, std::string_view key) const
{
    const auto found = m_things.find(std::pair<ThingKind, std::string>(kind, key));
    return found == m_things.end() ? nullptr : &found->second;
}

std::vector<const Thing*> Definitions::all(ThingKind kind) const
{
    std::vector<const Thing*> result;
    for (auto at = m_things.lower_bound(std::pair<ThingKind, std::string>(kind, "")); at != m_things.end() && at->first.first == kind; ++at)
        result.push_back(&at->second);
    return result;
}

const Attribute* Definitions::attribute(std::string_view code) const
{
    return valueOf(m_attributes, code.substr(0, code.find('@')));
}

const Attribute* Definitions::attributeByLabel(std::string_view label) const
{
    const std::string* code = valueOf(m_codeByLabel, label);
    return code ? attribute(*code) : nullptr;
}

std::vector<std::string> Definitions::attributeCodes() const
{
    std::vector<std::string> codes;
    codes.reserve(m_attributes.size());
    for (const auto& [code, attribute] : m_attributes)
        codes.push_back(code);
    return codes;
}

const Family* Definitions::family(std::string_view code) const
{
    return valueOf(m_families, code);
}

const LinkType* Definitions::linkType(std::string_view codeOrInverse) const
{
    if (const LinkType* type = valueOf(m_linkTypes, codeOrInverse))
        return type;
    const std::string* code = valueOf(m_inverses, codeOrInverse);
    return code ? valueOf(m_linkTypes, *code) : nullptr;
}

bool Definitions::categoryIsBelow(std::string_view category, std::string_view ancestor) const
{
    if (category.size() <= ancestor.size())
        return category == ancestor;
    return category.substr(0, ancestor.size()) == ancestor && category[ancestor.size()] == '/';
}

std::string Definitions::policy(std::string_view name) const
{
    if (const Thing* thing = find(ThingKind::Policy, name))
        return thing->fields.text("value");
    for (const PolicyInfo& info : policyInfos())
        if (info.name == name)
            return std::string(info.defaultValue);
    return {};
}

} // namespace shelf
