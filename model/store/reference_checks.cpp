#include "model/store/reference_checks.h"

#include "model/domain/text.h"

#include <algorithm>
#include <array>

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

void ReferenceChecks::add(Error error)
{
    if (isFull())
        return;
    const std::string kind = mappingKindOf(error.where) ? "mapping" : "", key = error.where, because = error.what;
    m_broken.push_back({std::move(error), kind, key, {}, because});
}

void ReferenceChecks::addNeed(Error error, std::string kind, std::string key, std::string field, std::string because)
{
    if (!isFull())
        m_broken.push_back({std::move(error), std::move(kind), std::move(key), std::move(field), std::move(because)});
}

std::vector<BrokenReference> ReferenceChecks::decide(Store& store, const Definitions& definitions, size_t most)
{
    m_most = most;
    checkProductFields(store, definitions);
    checkDefinitions(definitions);
    checkRemovedDefinitions(store, definitions);
    checkMappings(store, definitions);
    checkRemovedProducts(store);
    checkStillNamed(store, definitions);
    return std::move(m_broken);
}

void ReferenceChecks::checkNames(const Definitions& definitions, ThingKind kind, const Seen& seen)
{
    for (const auto& [json, sku] : seen)
        for (const auto& name : textsOf(json))
            if (!isFull() && !definitions.has(kind, name))
                add(unknown(unknownNameCode(kind), sku, "there is no " + std::string(kindName(kind)) + " " + name,
                    keysOf(definitions, kind), name, "define it first"));
}

void ReferenceChecks::checkProductFields(Store& store, const Definitions& definitions)
{
    checkNames(definitions, ThingKind::Family, m_families);
    checkNames(definitions, ThingKind::Category, m_categories);
    checkNames(definitions, ThingKind::Channel, m_channels);
    for (const auto& field : m_attributes)
        if (!isFull() && !definitions.attribute(field))
            add(unknown(
                "UNKNOWN_ATTRIBUTE", field, "there is no attribute " + field, definitions.attributeCodes(), field, "define it first"));
    for (const auto& [json, sku] : m_parents)
        for (const auto& parent : textsOf(json))
            if (!isFull() && (parent == sku || !store.products.exists(parent)))
                add({ErrorKind::Rejected, "UNKNOWN_SKU", sku, "there is no parent product " + parent,
                    "add the parent first, or correct its SKU"});
}

void ReferenceChecks::checkDefinitions(const Definitions& definitions)
{
    for (const auto& thing : m_definitions) {
        if (thing.kind != ThingKind::Family)
            continue;
        const Family* family = definitions.family(thing.key);
        for (const auto& use : family ? family->attributes : std::vector<FamilyAttribute>())
            if (!isFull() && !definitions.attribute(use.code))
                add(unknown("UNKNOWN_ATTRIBUTE", "family " + thing.key, "there is no attribute " + use.code, definitions.attributeCodes(),
                    use.code, "define it first"));
    }
}

// Products and families that use a definition which goes.
void ReferenceChecks::checkRemovedDefinitions(Store& store, const Definitions& definitions)
{
    struct Use {
        ThingKind kind;
        const char* field; // of the product; nothing: an attribute of its own
        const char* sql;
    };
    static constexpr std::array<Use, 4> uses = {{
        {ThingKind::Family, "family", "SELECT sku FROM product WHERE family = ?1 ORDER BY id LIMIT ?2"},
        {ThingKind::Attribute, nullptr,
            "SELECT sku FROM product WHERE instr(attributes, ?1) > 0 OR instr(attributes, ?3) > 0 ORDER BY id LIMIT ?2"},
        {ThingKind::Category, "categories", "SELECT sku FROM product WHERE instr(categories, ?1) > 0 ORDER BY id LIMIT ?2"},
        {ThingKind::Channel, "channels", "SELECT sku FROM product WHERE instr(channels, ?1) > 0 ORDER BY id LIMIT ?2"},
    }};
    for (const auto& thing : m_removedDefinitions) {
        if (definitions.has(thing.kind, thing.key))
            continue; // came back in the same change set
        const std::string name = std::string(kindName(thing.kind)) + " " + thing.key;
        const auto needs = [&](const char* kind, const std::string& key, const std::string& field) {
            const std::string user = std::string_view(kind) == "product" ? key : std::string(kind) + " " + key;
            addNeed({ErrorKind::Rejected, "STILL_REFERENCED", name, "it is still used by " + user, "take it out there first"}, kind, key,
                field, "it still uses the " + name);
        };
        for (const Use& use : uses) {
            if (use.kind != thing.kind || isFull())
                continue;
            const bool attribute = thing.kind == ThingKind::Attribute;
            const std::string json = jsonString(thing.key), localized = json.substr(0, json.size() - 1) + "@"; // "code@language"
            const std::string text = thing.kind == ThingKind::Family ? thing.key : json + (attribute ? ":" : "");
            Query query(*store.database, use.sql);
            query.bind(1, text).bind(2, static_cast<int64_t>(m_most - m_broken.size()));
            if (attribute)
                query.bind(3, localized);
            while (query.step())
                needs("product", query.string(0), use.field ? use.field : thing.key);
        }
        if (thing.kind == ThingKind::Attribute)
            for (const Thing* family : definitions.all(ThingKind::Family))
                if (definitions.family(family->key)->find(thing.key))
                    needs("family", family->key, "attributes");
    }
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

void ReferenceChecks::checkMappings(Store& store, const Definitions& definitions)
{
    for (const auto& [name, mapping] : m_names)
        if (const auto& [kind, key] = name; !isFull() && !definitions.has(kind, key))
            add(unknown(unknownNameCode(kind), mapping, "there is no " + std::string(kindName(kind)) + " " + key, keysOf(definitions, kind),
                key, "define it first"));
    const bool known = allSkusExist(store);
    for (size_t i = 0; !known && i < m_skus.size() && !isFull(); ++i)
        if (!store.products.exists(m_skus.text(i)))
            add({ErrorKind::Rejected, "UNKNOWN_SKU", std::string(m_skus.namedBy(i)), "there is no product " + std::string(m_skus.text(i)),
                "import it first, or correct the SKU"});
    for (const auto& [code, link] : m_turnedLinks)
        if (const LinkType* type = definitions.linkType(link.type); type && type->symmetric)
            add({ErrorKind::Rejected, "LINK_ORDER", link.text(),
                "a " + type->code + " link is symmetric and is stored once, from the smaller SKU",
                "name " + LinkId{link.target, link.type, link.source, link.variant}.text()});
}

void ReferenceChecks::checkRemovedProducts(Store& store)
{
    if (m_removedProducts.empty() || isFull())
        return;
    Query parents(*store.database, "SELECT parent, sku FROM product WHERE parent IS NOT NULL");
    while (!isFull() && parents.step())
        if (const std::string parent = parents.string(0), sku = parents.string(1); m_removedProducts.contains(parent))
            addNeed(
                {ErrorKind::Rejected, "STILL_REFERENCED", parent, "the product is still the parent of " + sku, "change that product first"},
                "product", sku, "parent", "its parent is still the product " + parent);
}

// Mappings that name a product or a definition which goes, as they are or as they leave in releases.
void ReferenceChecks::checkStillNamed(Store& store, const Definitions& definitions)
{
    std::set<std::pair<ThingKind, std::string>> removed;
    for (const auto& thing : m_removedDefinitions)
        if (!definitions.has(thing.kind, thing.key))
            removed.emplace(thing.kind, thing.key);
    if ((m_removedProducts.empty() && removed.empty()) || isFull())
        return;
    const auto namesNone = [&](const std::string& id, const FieldMap& content) {
        const auto references = referencesOf(id, content);
        const auto needs = [&](const std::string& where, const std::string& what, const std::string& named) {
            addNeed(
                {ErrorKind::Rejected, "STILL_REFERENCED", where, what + " is still named by " + id, "remove or retire that mapping first"},
                "mapping", id, {}, "it still names the " + named);
            return false;
        };
        for (const auto& sku : references.skus)
            if (m_removedProducts.contains(sku))
                return needs(sku, "the product", "product " + sku);
        for (const auto& [kind, key] : references.definitions)
            if (removed.contains({kind, key})) {
                const std::string name = std::string(kindName(kind)) + " " + key;
                return needs(name, "it", name);
            }
        return true;
    };
    store.mappings.visit({}, [&](const MappingState& state) {
        const bool retires = state.hasDraft ? state.draftRetires : state.approved.retired;
        if (!retires && namesNone(state.id, state.working()) && state.hasDraft && state.isLive())
            namesNone(state.id, state.approved.content);
        return !isFull();
    });
}

} // namespace shelf
