#include "model/expression/names.h"

#include "model/domain/product.h"
#include "model/domain/text.h"

namespace shelf {

namespace {

constexpr size_t longestMisspelling = 64;

NamedField coreNamed(const CoreField& core)
{
    NamedField named;
    named.field = core.name;
    switch (core.type) {
    case CoreType::Text:
    case CoreType::Lifecycle:
        named.type = ValueType::Text;
        break;
    case CoreType::Money:
    case CoreType::Integer:
        named.type = ValueType::Number;
        break;
    case CoreType::Date:
        named.type = ValueType::Date;
        break;
    case CoreType::Boolean:
        named.type = ValueType::Boolean;
        named.flags = AbsentIsFalse;
        break;
    case CoreType::List:
        named.type = ValueType::List;
        break;
    }
    return named;
}

NamedField attributeNamed(const Attribute& attribute, std::string field)
{
    NamedField named;
    named.field = std::move(field);
    switch (attribute.type) {
    case AttributeType::Number:
    case AttributeType::Integer:
        named.type = ValueType::Number;
        named.unit = attribute.unit;
        break;
    case AttributeType::Money:
        named.type = ValueType::Number;
        named.flags = AmountText;
        break;
    case AttributeType::Boolean:
        named.type = ValueType::Boolean;
        break;
    case AttributeType::Date:
        named.type = ValueType::Date;
        break;
    case AttributeType::MultiChoice:
        named.type = ValueType::List;
        break;
    case AttributeType::Text:
    case AttributeType::Choice:
    case AttributeType::Url:
    case AttributeType::Reference:
        named.type = ValueType::Text;
        break;
    }
    return named;
}

enum Scopes : uint8_t { InLink = 1, InBundle = 2, InUpgrade = 4, InAll = 7 };

// The names of mappings, in the order in which messages list them.
struct ScopeName {
    std::string_view name;
    uint8_t scopes;
    ValueType type;
    std::string_view unit = {};
    bool share = false;
};
constexpr ScopeName scopeNames[] = {
    {"type", InLink, ValueType::Text},
    {"slot", InLink, ValueType::Text},
    {"rank", InAll, ValueType::Number},
    {"target_rank", InLink, ValueType::Number},
    {"interval_days", InLink, ValueType::Number, "d"},
    {"price", InBundle | InUpgrade, ValueType::Number},
    {"price_max", InBundle, ValueType::Number},
    {"first_price", InUpgrade, ValueType::Number},
    {"cost", InBundle | InUpgrade, ValueType::Number},
    {"margin", InBundle | InUpgrade, ValueType::Number, {}, true},
    {"saving", InBundle, ValueType::Number},
    {"currency", InBundle | InUpgrade, ValueType::Text},
    {"policy", InBundle, ValueType::Text},
    {"components", InBundle, ValueType::Number},
    {"groups", InBundle, ValueType::Number},
    {"availability", InBundle, ValueType::Number},
    {"planned_units", InBundle, ValueType::Number},
    {"parked", InBundle, ValueType::Boolean},
    {"steps", InUpgrade, ValueType::Number},
    {"largest_step", InUpgrade, ValueType::Number, {}, true},
    {"trade_in", InUpgrade, ValueType::Boolean},
    {"levels", InUpgrade, ValueType::List},
    {"key_attributes", InUpgrade, ValueType::List},
    {"skus", InBundle | InUpgrade, ValueType::List},
    {"families", InBundle | InUpgrade, ValueType::List},
    {"brands", InBundle | InUpgrade, ValueType::List},
    {"label", InBundle | InUpgrade, ValueType::Text},
    {"intent", InBundle | InUpgrade, ValueType::Text},
    {"owner", InAll, ValueType::Text},
    {"reason", InAll, ValueType::Text},
    {"template", InAll, ValueType::Text},
    {"status", InAll, ValueType::Text},
    {"held", InAll, ValueType::Boolean},
    {"pin", InAll, ValueType::Boolean},
    {"boost", InAll, ValueType::Number},
    {"origin", InAll, ValueType::Text},
    {"season", InAll, ValueType::Text},
    {"from", InAll, ValueType::Date},
    {"to", InAll, ValueType::Date},
    {"every", InAll, ValueType::Text},
    {"channels", InAll, ValueType::List},
    {"audiences", InAll, ValueType::List},
    {"intents", InAll, ValueType::List},
    {"triggers", InAll, ValueType::List},
    {"variant", InAll, ValueType::Text},
    {"id", InAll, ValueType::Text},
};

bool isIn(const ScopeName& known, ExpressionScope scope)
{
    return scope != ExpressionScope::Product && (known.scopes & (1U << (static_cast<unsigned>(scope) - 1)));
}

std::optional<std::string> nearestOf(std::string_view name, const std::vector<std::string>& candidates)
{
    if (name.empty() || name.size() > longestMisspelling)
        return std::nullopt;
    return nearest(name, candidates);
}

} // namespace

std::optional<NamedField> fieldByName(const Definitions& definitions, std::string_view name)
{
    if (const CoreField* core = coreField(name))
        return coreNamed(*core);
    if (name == "category") {
        NamedField named;
        named.field = "categories";
        named.type = ValueType::List;
        named.category = true;
        return named;
    }
    if (const Attribute* attribute = definitions.attribute(name))
        return attributeNamed(*attribute, std::string(name));
    const CoreField* base = coreField(name.substr(0, name.find('@')));
    if (base && base->type == CoreType::Text) {
        NamedField named;
        named.field = name;
        return named;
    }
    return std::nullopt;
}

std::optional<NamedField> fieldByLabel(const Definitions& definitions, std::string_view label, std::string_view suffix)
{
    if (const Attribute* attribute = definitions.attributeByLabel(label))
        return attributeNamed(*attribute, attribute->code + std::string(suffix));
    const std::string code = std::string(label) + std::string(suffix);
    if (const Attribute* attribute = definitions.attribute(code))
        return attributeNamed(*attribute, code);
    return fieldByName(definitions, code);
}

std::optional<NamedField> fieldOfScope(ExpressionScope scope, std::string_view name)
{
    for (const ScopeName& known : scopeNames) {
        if (known.name != name || !isIn(known, scope))
            continue;
        NamedField named;
        named.field = name;
        named.type = known.type;
        named.unit = known.unit;
        named.share = known.share;
        if (known.type == ValueType::Boolean)
            named.flags = AbsentIsFalse;
        return named;
    }
    return std::nullopt;
}

std::vector<std::string> namesOfScope(ExpressionScope scope)
{
    std::vector<std::string> names;
    if (scope == ExpressionScope::Link)
        names = {"source.FIELD", "target.FIELD"};
    for (const ScopeName& known : scopeNames)
        if (isIn(known, scope))
            names.emplace_back(known.name);
    return names;
}

std::optional<std::string> nearestOfScope(ExpressionScope scope, std::string_view name)
{
    auto candidates = namesOfScope(scope);
    candidates.emplace_back("today");
    return nearestOf(name, candidates);
}

std::optional<std::string> nearestName(const Definitions& definitions, std::string_view name)
{
    const size_t at = name.find('@');
    const std::string_view suffix = at == std::string_view::npos ? std::string_view() : name.substr(at);
    std::vector<std::string> candidates = definitions.attributeCodes();
    for (const CoreField& core : coreFields())
        candidates.emplace_back(core.name);
    for (const char* builtIn : {"sku", "category", "links", "mappings", "completeness", "today"})
        candidates.emplace_back(builtIn);
    auto found = nearestOf(name.substr(0, at), candidates);
    if (found)
        found->append(suffix);
    return found;
}

std::optional<std::string> nearestLabel(const Definitions& definitions, std::string_view label)
{
    std::vector<std::string> candidates;
    for (const std::string& code : definitions.attributeCodes())
        if (const Attribute* attribute = definitions.attribute(code); attribute && !attribute->label.empty())
            candidates.push_back(attribute->label);
    return nearestOf(label, candidates);
}

std::optional<std::string> nearestKey(const Definitions& definitions, ThingKind kind, std::string_view key)
{
    std::vector<std::string> candidates;
    for (const Thing* thing : definitions.all(kind))
        candidates.push_back(thing->key);
    return nearestOf(key, candidates);
}

} // namespace shelf
