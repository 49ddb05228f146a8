#include "model/io/import_definitions.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

PlannedDefinitions::PlannedDefinitions(const Definitions& existing) : m_existing(existing) { }

const Thing* PlannedDefinitions::find(ThingKind kind, std::string_view key) const
{
    const auto planned = m_things.find({kind, std::string(key)});
    return planned != m_things.end() ? &planned->second : m_existing.find(kind, key);
}

Thing& PlannedDefinitions::edit(ThingKind kind, std::string_view key)
{
    const auto [at, isNew] = m_things.try_emplace({kind, std::string(key)});
    if (isNew) {
        if (const Thing* existing = m_existing.find(kind, key)) {
            at->second = *existing;
        } else {
            at->second.kind = kind;
            at->second.key = key;
        }
    }
    return at->second;
}

const Attribute* PlannedDefinitions::attribute(std::string_view code) const
{
    const auto planned = m_attributes.find(code.substr(0, code.find('@')));
    return planned != m_attributes.end() ? &planned->second : m_existing.attribute(code);
}

std::vector<std::string> PlannedDefinitions::options(std::string_view code) const
{
    const Thing* thing = find(ThingKind::Attribute, code);
    return thing ? thing->fields.strings("options") : std::vector<std::string>();
}

bool PlannedDefinitions::hasFamily(std::string_view code) const
{
    return find(ThingKind::Family, code) != nullptr;
}

std::set<std::string, std::less<>>& PlannedDefinitions::codesOf(std::string_view family)
{
    const auto [at, isNew] = m_familyCodes.try_emplace(std::string(family));
    if (isNew)
        if (const Family* existing = m_existing.family(family))
            for (const FamilyAttribute& attribute : existing->attributes)
                at->second.insert(attribute.code);
    return at->second;
}

bool PlannedDefinitions::familyHas(std::string_view family, std::string_view attributeCode) const
{
    if (const auto planned = m_familyCodes.find(family); planned != m_familyCodes.end())
        return planned->second.contains(attributeCode);
    const Family* existing = m_existing.family(family);
    return existing && existing->find(attributeCode);
}

std::vector<std::string> PlannedDefinitions::familyKey(std::string_view family) const
{
    const Thing* thing = find(ThingKind::Family, family);
    return thing ? thing->fields.strings("key") : std::vector<std::string>();
}

void PlannedDefinitions::addAttribute(const Attribute& attribute)
{
    Thing& thing = edit(ThingKind::Attribute, attribute.code);
    thing.fields.setText("label", attribute.label);
    thing.fields.setText("type", attributeTypeName(attribute.type));
    thing.fields.setText("unit", attribute.unit);
    if (attribute.perLanguage)
        thing.fields.set("per_language", "true");
    if (attribute.perChannel)
        thing.fields.set("per_channel", "true");
    m_attributes[attribute.code] = attribute;
}

void PlannedDefinitions::addOptions(std::string_view attributeCode, const std::vector<std::string>& texts)
{
    std::vector<std::string> all = options(attributeCode);
    std::set<std::string_view> known(all.begin(), all.end());
    std::vector<std::string> added;
    for (const std::string& text : texts)
        if (known.insert(text).second)
            added.push_back(text);
    if (added.empty())
        return;
    m_newOptions += added.size();
    all.insert(all.end(), added.begin(), added.end());
    edit(ThingKind::Attribute, attributeCode).fields.set("options", Json::strings(all).write());
}

void PlannedDefinitions::addFamily(std::string_view code)
{
    if (!hasFamily(code))
        edit(ThingKind::Family, code).fields.setText("label", code);
}

void PlannedDefinitions::addToFamily(std::string_view family, std::string_view attributeCode)
{
    if (!codesOf(family).insert(std::string(attributeCode)).second)
        return;
    Thing& thing = edit(ThingKind::Family, family);
    Json attributes = thing.fields.json("attributes");
    Json entry = Json::object();
    entry.set("code", Json::string(attributeCode));
    attributes.append(std::move(entry));
    thing.fields.set("attributes", attributes.write());
}

void PlannedDefinitions::setFamilyKey(std::string_view family, const std::vector<std::string>& key)
{
    edit(ThingKind::Family, family).fields.set("key", Json::strings(key).write());
}

void PlannedDefinitions::setProfile(std::string_view name, const FieldMap& fields)
{
    edit(ThingKind::Profile, name).fields = fields;
}

void PlannedDefinitions::addCategory(std::string_view code)
{
    for (size_t end = code.find('/'); end != std::string_view::npos; end = code.find('/', end + 1))
        addCategory(code.substr(0, end));
    if (find(ThingKind::Category, code))
        return;
    const size_t slash = code.rfind('/');
    edit(ThingKind::Category, code).fields.setText("label", slash == std::string_view::npos ? code : code.substr(slash + 1));
}

std::vector<Change> PlannedDefinitions::changes() const
{
    std::vector<Change> changes; // the map is in order of kinds: attribute, family, category, profile
    for (const auto& [name, thing] : m_things) {
        Thing before;
        before.kind = thing.kind;
        before.key = thing.key;
        if (const Thing* existing = m_existing.find(thing.kind, thing.key))
            before = *existing;
        Thing after = thing;
        after.revision = std::max<uint64_t>(before.revision, 1);
        if (auto change = difference(before, after))
            changes.push_back(std::move(*change));
    }
    return changes;
}

void PlannedDefinitions::count(ImportReport& report) const
{
    for (const auto& [name, thing] : m_things) {
        if (m_existing.has(thing.kind, thing.key))
            continue;
        report.createdAttributes += thing.kind == ThingKind::Attribute;
        report.createdFamilies += thing.kind == ThingKind::Family;
        report.createdCategories += thing.kind == ThingKind::Category;
    }
    report.createdOptions += m_newOptions;
}

} // namespace shelf
