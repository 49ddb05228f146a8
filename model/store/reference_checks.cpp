#include "model/store/reference_checks.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

Error unknown(std::string_view code, const std::string& where, const std::string& what, const std::vector<std::string>& candidates,
    std::string_view name, const char* otherwise)
{
    const auto near = nearest(name, candidates);
    return {ErrorKind::Rejected, std::string(code), where, what, near ? "did you mean " + *near + "?" : otherwise};
}

std::vector<std::string> keysOf(const Definitions& definitions, ThingKind kind)
{
    std::vector<std::string> keys;
    for (const Thing* thing : definitions.all(kind))
        keys.push_back(thing->key);
    return keys;
}

// Notes the distinct values of a column; runs of the same value cost one comparison.
void collect(std::unordered_map<std::string, std::string>& seen, const FieldColumn& column, const ChangeBlock& block)
{
    std::string_view last;
    for (size_t row = 0; row < block.rows(); ++row) {
        const auto value = column.afterAt(row);
        if (value.empty() || value == last)
            continue;
        last = value;
        const std::string key(value);
        if (!seen.contains(key))
            seen.emplace(key, block.keys.at(row));
    }
}

std::vector<std::string> textsOf(const std::string& json)
{
    const auto parsed = parseJson(json);
    return parsed ? parsed->toStrings() : std::vector<std::string>();
}

} // namespace

void ReferenceChecks::seeProducts(const ChangeBlock& block)
{
    for (const auto& column : block.columns) {
        if (column.field == "family")
            collect(m_families, column, block);
        else if (column.field == "categories")
            collect(m_categories, column, block);
        else if (column.field == "channels")
            collect(m_channels, column, block);
        else if (column.field == "parent")
            collect(m_parents, column, block);
        else if (!coreField(column.field) && !column.after.allEmpty())
            m_attributes.insert(column.field);
    }
    for (size_t row = 0; row < block.rows(); ++row)
        if (block.ops[row] == ChangeOp::Delete)
            m_removedProducts.insert(std::string(block.keys.at(row)));
        else if (block.ops[row] == ChangeOp::Create && !m_removedProducts.empty())
            m_removedProducts.erase(std::string(block.keys.at(row)));
}

void ReferenceChecks::seeDefinition(const Thing& after, bool removed)
{
    (removed ? m_removedDefinitions : m_definitions).push_back(after);
}

void ReferenceChecks::seeMapping(const MappingState& after)
{
    // What is retired, or about to be, may name what is gone.
    if (after.revision == 0 || (after.hasDraft ? after.draftRetires : after.approved.retired))
        return;
    const auto references = referencesOf(after.id, after.working());
    for (const auto& sku : references.skus)
        m_skus.add(sku, after.id);
    for (const auto& name : references.definitions)
        m_names.try_emplace(name, after.id);
    if (auto link = LinkId::parse(after.id); link && link->target < link->source)
        m_turnedLinks.try_emplace(link->type, *link);
}

void ReferenceChecks::seeLink(
    std::string_view id, std::string_view source, std::string_view type, std::string_view target, size_t targetHash)
{
    if (source != m_lastSource) {
        m_lastSource = source;
        m_skus.add(source, id);
    }
    m_skus.add(target, id, targetHash);
    if (type != m_lastType) {
        m_lastType = type;
        m_names.try_emplace({ThingKind::LinkType, m_lastType}, id);
    }
    if (target < source && m_turnedLinks.find(type) == m_turnedLinks.end())
        m_turnedLinks.emplace(type, LinkId{std::string(source), std::string(type), std::string(target), {}});
}

Result<void> ReferenceChecks::decide(Store& store, const Definitions& definitions)
{
    if (auto checked = checkProductFields(store, definitions); !checked)
        return checked;
    if (auto checked = checkDefinitions(store, definitions); !checked)
        return checked;
    if (auto checked = checkMappings(store, definitions); !checked)
        return checked;
    return checkRemovedProducts(store);
}

Result<void> ReferenceChecks::checkProductFields(Store& store, const Definitions& definitions) const
{
    const auto known = [&](const Seen& seen, ThingKind kind, const char* noun) -> Result<void> {
        for (const auto& [json, sku] : seen)
            for (const auto& name : textsOf(json))
                if (!definitions.has(kind, name))
                    return unknown(unknownNameCode(kind), sku, "there is no " + std::string(noun) + " " + name, keysOf(definitions, kind),
                        name, "define it first");
        return {};
    };
    if (auto ok = known(m_families, ThingKind::Family, "family"); !ok)
        return ok;
    if (auto ok = known(m_categories, ThingKind::Category, "category"); !ok)
        return ok;
    if (auto ok = known(m_channels, ThingKind::Channel, "channel"); !ok)
        return ok;
    for (const auto& field : m_attributes)
        if (!definitions.attribute(field))
            return unknown(
                "UNKNOWN_ATTRIBUTE", field, "there is no attribute " + field, definitions.attributeCodes(), field, "define it first");
    for (const auto& [json, sku] : m_parents)
        for (const auto& parent : textsOf(json))
            if (parent == sku || !store.products.exists(parent))
                return Error{ErrorKind::Rejected, "UNKNOWN_SKU", sku, "there is no parent product " + parent,
                    "add the parent first, or correct its SKU"};
    return {};
}

Result<void> ReferenceChecks::checkDefinitions(Store& store, const Definitions& definitions) const
{
    for (const auto& thing : m_definitions) {
        if (thing.kind != ThingKind::Family)
            continue;
        const Family* family = definitions.family(thing.key);
        for (const auto& use : family ? family->attributes : std::vector<FamilyAttribute>())
            if (!definitions.attribute(use.code))
                return unknown("UNKNOWN_ATTRIBUTE", "family " + thing.key, "there is no attribute " + use.code,
                    definitions.attributeCodes(), use.code, "define it first");
    }
    for (const auto& thing : m_removedDefinitions) {
        if (definitions.has(thing.kind, thing.key))
            continue; // came back in the same change set
        std::string user;
        const auto firstUser = [&](const char* sql, const std::string& text) {
            Query query(*store.database, sql);
            query.bind(1, text);
            if (query.step())
                user = query.string(0);
        };
        if (thing.kind == ThingKind::Family)
            firstUser("SELECT sku FROM product WHERE family = ? LIMIT 1", thing.key);
        else if (thing.kind == ThingKind::Attribute)
            firstUser("SELECT sku FROM product WHERE instr(attributes, ?) > 0 LIMIT 1", jsonString(thing.key) + ":");
        else if (thing.kind == ThingKind::Category)
            firstUser("SELECT sku FROM product WHERE instr(categories, ?) > 0 LIMIT 1", jsonString(thing.key));
        else if (thing.kind == ThingKind::Channel)
            firstUser("SELECT sku FROM product WHERE instr(channels, ?) > 0 LIMIT 1", jsonString(thing.key));
        if (thing.kind == ThingKind::Attribute && user.empty())
            for (const Thing* family : definitions.all(ThingKind::Family))
                if (definitions.family(family->key)->find(thing.key))
                    user = "family " + family->key;
        if (!user.empty())
            return Error{ErrorKind::Rejected, "STILL_REFERENCED", std::string(kindName(thing.kind)) + " " + thing.key,
                "it is still used by " + user, "take it out there first"};
    }
    return {};
}

// Where very many SKUs are named, going once through all that exist is quicker than asking for each.
bool ReferenceChecks::allSkusExist(Store& store) const
{
    constexpr size_t many = 20000;
    if (m_skus.size() < many)
        return false;
    size_t found = 0;
    store.products.visitSkus([&](std::string_view sku) {
        found += m_skus.has(sku);
        return true;
    });
    return found == m_skus.size();
}

Result<void> ReferenceChecks::checkMappings(Store& store, const Definitions& definitions) const
{
    for (const auto& [name, mapping] : m_names)
        if (const auto& [kind, key] = name; !definitions.has(kind, key))
            return unknown(unknownNameCode(kind), mapping, "there is no " + std::string(kindName(kind)) + " " + key,
                keysOf(definitions, kind), key, "define it first");
    const bool known = allSkusExist(store);
    for (size_t i = 0; !known && i < m_skus.size(); ++i)
        if (!store.products.exists(m_skus.text(i)))
            return Error{ErrorKind::Rejected, "UNKNOWN_SKU", std::string(m_skus.namedBy(i)),
                "there is no product " + std::string(m_skus.text(i)), "import it first, or correct the SKU"};
    for (const auto& [code, link] : m_turnedLinks)
        if (const LinkType* type = definitions.linkType(link.type); type && type->symmetric)
            return Error{ErrorKind::Rejected, "LINK_ORDER", link.text(),
                "a " + type->code + " link is symmetric and is stored once, from the smaller SKU",
                "name " + LinkId{link.target, link.type, link.source, link.variant}.text()};
    return {};
}

Result<void> ReferenceChecks::checkRemovedProducts(Store& store) const
{
    if (m_removedProducts.empty())
        return {};
    std::optional<Error> error;
    store.mappings.visit({}, [&](const MappingState& state) {
        if (state.hasDraft ? state.draftRetires : state.approved.retired)
            return true;
        for (const auto& sku : referencesOf(state.id, state.working()).skus) {
            if (m_removedProducts.contains(sku)) {
                error = Error{ErrorKind::Rejected, "STILL_REFERENCED", sku, "the product is still named by " + state.id,
                    "remove or retire that mapping first"};
                return false;
            }
        }
        return true;
    });
    if (error)
        return *error;
    Query parents(*store.database, "SELECT DISTINCT parent, sku FROM product WHERE parent IS NOT NULL");
    while (parents.step())
        if (m_removedProducts.contains(parents.string(0)))
            return Error{ErrorKind::Rejected, "STILL_REFERENCED", parents.string(0),
                "the product is still the parent of " + parents.string(1), "change that product first"};
    return {};
}

} // namespace shelf
