// Whether what definitions name exists, in the workspace or in the files.
#include "model/io/definitions_things.h"

#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/expression/expression.h"

#include <algorithm>

namespace shelf {

namespace {

const YamlMark* findText(const YamlNode& node, std::string_view text)
{
    if (node.isScalar())
        return node.text == text ? &node.mark : nullptr;
    for (size_t i = 0; i < node.items.size(); ++i) {
        if (const YamlMark* mark = findText(node.items[i], text))
            return mark;
        if (node.isMap() && node.keys[i].text == text)
            return &node.keys[i].mark;
    }
    return nullptr;
}

std::string words(std::string_view kind)
{
    std::string text(kind);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

class Names {
public:
    Names(DefinitionContext& context, const DefinitionSource& source) : m_context(context), m_source(source) { }

    Result<void> defined(ThingKind kind, const std::vector<std::string>& names) const
    {
        for (const std::string& name : names) {
            const bool known =
                kind == ThingKind::Attribute ? m_context.definitions.attribute(name) != nullptr : m_context.definitions.has(kind, name);
            if (!known)
                return unknownName(m_context, m_source, kind, name);
        }
        return {};
    }

    Result<void> product(const std::string& sku)
    {
        if (m_context.items.hasProduct(sku) || m_context.seenSkus.contains(sku))
            return {};
        const auto there = m_context.workspace.product(sku);
        if (!there)
            return there.error();
        if (*there) {
            m_context.seenSkus.insert(sku);
            return {};
        }
        std::vector<std::string> candidates = m_context.items.productSkus(10'000);
        if (auto near = m_context.workspace.nearSkus(sku); near)
            candidates.insert(candidates.end(), near->begin(), near->end());
        const auto near = nearest(sku, candidates);
        return m_source.values.wrong(markOfText(m_source.node, sku), "UNKNOWN_SKU", "there is no product '" + forTerminal(sku, 80) + "'",
            near ? "did you mean '" + forTerminal(*near, 80) + "'?" : "define it under `products`, or import it first");
    }

private:
    DefinitionContext& m_context;
    const DefinitionSource& m_source;
};

// A template's link types may be named by their inverse, and be the kinds of mappings that have none.
Result<void> checkTemplateNames(DefinitionContext& context, const DefinitionSource& source, const FieldMap& fields)
{
    const Names names(context, source);
    for (const std::string& type : fields.strings("link_types")) {
        const bool isKind = type == "bundle" || type == "upgrade" || type == "compat";
        if (!isKind && !context.definitions.linkType(type))
            return unknownName(context, source, ThingKind::LinkType, type);
    }
    const Json variants = fields.json("variants");
    for (const Json& variant : variants.items())
        for (const auto& [key, of] : {std::pair("channel", ThingKind::Channel), {"audience", ThingKind::Audience}})
            if (const std::string& name = variant[key].text(); !name.empty())
                if (auto known = names.defined(of, {name}); !known)
                    return known;
    return {};
}

// Contexts and the names in expressions. Products are looked up when it runs: a scenario may be there before they are.
Result<void> checkScenarioNames(const DefinitionContext& context, const DefinitionSource& source, const FieldMap& fields)
{
    for (const auto& [field, of] : {std::pair("channel", ThingKind::Channel), {"audience", ThingKind::Audience},
             {"intent", ThingKind::Intent}, {"trigger", ThingKind::Trigger}})
        if (const std::string name = fields.text(field); !name.empty() && !context.definitions.has(of, name))
            return unknownName(context, source, of, name);
    const Json expect = fields.json("expect");
    for (const Json& expectation : expect.items())
        for (const char* key : {"never", "always", "of"}) {
            const std::string& text = expectation[key].text();
            if (text.empty())
                continue;
            const auto parsed = Expression::parse(text, context.definitions, context.today, ExpressionScope::Link);
            if (!parsed)
                return source.values.wrong(markOfText(source.node, text), parsed.error().code,
                    std::string(key) + ", " + parsed.error().where + ": " + parsed.error().what, parsed.error().tryThis);
        }
    return {};
}

} // namespace

YamlMark markOfText(const YamlNode& item, std::string_view text)
{
    const YamlMark* mark = findText(item, text);
    return mark ? *mark : item.mark;
}

Error unknownName(const DefinitionContext& context, const DefinitionSource& source, ThingKind kind, const std::string& name)
{
    std::vector<std::string> candidates;
    for (const Thing* thing : context.definitions.all(kind)) {
        candidates.push_back(thing->key);
        if (kind == ThingKind::LinkType && thing->fields.has("inverse"))
            candidates.push_back(thing->fields.text("inverse"));
    }
    const auto near = nearest(name, candidates);
    return source.values.wrong(markOfText(source.node, name), unknownNameCode(kind),
        "there is no " + words(kindName(kind)) + " '" + forTerminal(name, 80) + "'",
        near ? "did you mean '" + forTerminal(*near, 80) + "'?" : "define it first");
}

Result<void> checkDefinitionNames(DefinitionContext& context, const DefinitionSource& source, const FieldMap& fields)
{
    const Names names(context, source);
    const ThingKind kind = source.item.section->kind;
    if (kind == ThingKind::Family) {
        const Json attributes = fields.json("attributes");
        for (const Json& use : attributes.items()) {
            if (auto known = names.defined(ThingKind::Attribute, {use["code"].text()}); !known)
                return known;
            if (auto known = names.defined(ThingKind::Channel, use["required"].toStrings()); !known)
                return known;
        }
    } else if (kind == ThingKind::Rule) {
        for (const auto& [field, of] :
            {std::pair("families", ThingKind::Family), {"categories", ThingKind::Category}, {"channels", ThingKind::Channel}})
            if (auto known = names.defined(of, fields.strings(field)); !known)
                return known;
    } else if (kind == ThingKind::Template) {
        return checkTemplateNames(context, source, fields);
    } else if (kind == ThingKind::Scenario) {
        return checkScenarioNames(context, source, fields);
    }
    return {};
}

Result<void> checkProductNames(DefinitionContext& context, const DefinitionSource& source, const FieldMap& fields)
{
    Names names(context, source);
    const std::string family = fields.text("family");
    if (!family.empty())
        if (auto known = names.defined(ThingKind::Family, {family}); !known)
            return known;
    if (auto known = names.defined(ThingKind::Category, fields.strings("categories")); !known)
        return known;
    if (auto known = names.defined(ThingKind::Channel, fields.strings("channels")); !known)
        return known;
    const std::string parent = fields.text("parent");
    if (parent.empty())
        return {};
    if (parent == source.item.key)
        return source.values.wrong(
            markOfText(source.node, parent), "SELF_PARENT", "a product cannot be its own parent", "name another product");
    return names.product(parent);
}

Result<void> checkMappingNames(DefinitionContext& context, const DefinitionSource& source, const std::string& id, const FieldMap& content)
{
    Names names(context, source);
    const ContentReferences references = referencesOf(id, content);
    for (const std::string& sku : references.skus)
        if (auto known = names.product(sku); !known)
            return known;
    for (const auto& [kind, name] : references.definitions)
        if (auto known = names.defined(kind, {name}); !known)
            return known;
    return {};
}

} // namespace shelf
