// Products: core fields by name, attributes under `values`.
#include "model/io/definitions_things.h"

#include "model/domain/decimal.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/domain/value.h"

#include <algorithm>

namespace shelf {

namespace {

std::vector<std::string> productKeys()
{
    std::vector<std::string> keys = {"sku", "category", "values"};
    for (const CoreField& field : coreFields())
        keys.emplace_back(field.name);
    return keys;
}

class ProductItem {
public:
    ProductItem(const DefinitionContext& context, const DefinitionSource& source, const Thing& present)
        : m_context(context), m_source(source), m_present(present), m_fields(present.fields)
    {
    }

    Result<FieldMap> fields()
    {
        for (size_t i = 0; i < node().items.size(); ++i) {
            if (auto taken = take(node().keys[i], node().items[i]); !taken)
                return taken.error();
        }
        if (auto set = setCategory(); !set)
            return set.error();
        setDefaults();
        return std::move(m_fields);
    }

private:
    const YamlNode& node() const { return m_source.node; }
    const DefinitionValues& values() const { return m_source.values; }

    Result<void> take(const YamlKey& key, const YamlNode& value)
    {
        if (key.text == "sku" || key.text == "category")
            return {};
        if (key.text == "values")
            return takeValues(value);
        const CoreField* field = coreField(key.text);
        if (!field)
            return values().unknownKey(key, productKeys());
        if (value.isNull() || (value.isScalar() && value.text.empty())) {
            m_fields.set(field->name, {});
            return {};
        }
        if (field->type == CoreType::List) {
            const Result<Json> list = values().texts(value, field->name);
            if (!list)
                return list.error();
            m_fields.set(field->name, list->isNull() ? std::string() : list->write());
            return {};
        }
        if (!value.isScalar())
            return values().wrongType(value, key.text, "a single value");
        return takeScalar(*field, value);
    }

    Result<void> takeScalar(const CoreField& field, const YamlNode& value)
    {
        std::string text = value.text;
        if (field.type == CoreType::Money)
            if (auto split = takeCurrency(field, value, text); !split)
                return split;
        if (field.type == CoreType::Date)
            text = values().resolvedDate(text).value_or(text);
        if (field.type == CoreType::Text && field.name != "currency") { // as it is, also where it is nothing but spaces
            m_fields.setText(field.name, text);
            return {};
        }
        const Result<std::string> json = coreValueFromText(field, text);
        if (!json)
            return at(value, field.name, json.error());
        m_fields.set(field.name, *json);
        return {};
    }

    // "199.00 USD": takes the currency off and keeps it; price and cost of a product are in one currency.
    Result<void> takeCurrency(const CoreField& field, const YamlNode& value, std::string& text)
    {
        const size_t space = text.rfind(' ');
        if (space == std::string::npos)
            return {};
        const std::string code = text.substr(space + 1);
        const Result<std::string> currency = coreValueFromText(*coreField("currency"), code);
        if (!currency)
            return at(value, field.name, currency.error());
        const YamlNode* written = node().find("currency");
        const bool clash = (written && written->isScalar() && written->text != code) || (!m_currency.empty() && m_currency != code);
        if (clash)
            return values().wrong(
                value.mark, "CURRENCY", "the currencies of this product differ", "use one currency for its price and cost");
        m_currency = code;
        m_fields.set("currency", *currency);
        text.resize(space);
        return {};
    }

    Result<void> takeValues(const YamlNode& map)
    {
        if (map.isNull())
            return {};
        if (!map.isMap())
            return values().wrongType(map, "values", "a map, as { socket: AM5 }");
        for (size_t i = 0; i < map.items.size(); ++i) {
            const YamlKey& key = map.keys[i];
            const Attribute* attribute = m_context.definitions.attribute(key.text);
            if (coreField(key.text) || key.text == "sku" || key.text == "category")
                return values().wrong(
                    key.mark, "UNKNOWN_ATTRIBUTE", "`" + key.text + "` is a key of the product itself", "take it out of `values`");
            if (!attribute || !isCode(key.text)) {
                const auto near = nearest(key.text, m_context.definitions.attributeCodes());
                return values().wrong(key.mark, "UNKNOWN_ATTRIBUTE", "there is no attribute '" + forTerminal(key.text, 80) + "'",
                    near ? "did you mean '" + *near + "'?" : "define it under `attributes`");
            }
            const Result<std::string> json = attributeValue(*attribute, key.text, map.items[i]);
            if (!json)
                return json.error();
            m_fields.set(key.text, *json);
        }
        return {};
    }

    // Text in quotes is kept as it is, also where the attribute is a number: so a value that an import could not read
    // comes back from a dump.
    Result<std::string> attributeValue(const Attribute& attribute, std::string_view code, const YamlNode& value) const
    {
        if (value.isNull() || (value.isScalar() && value.text.empty()))
            return std::string();
        const bool isList = attribute.type == AttributeType::MultiChoice;
        if (value.isSequence() && isList) {
            const Result<Json> list = values().texts(value, code);
            return list ? Result<std::string>(list->isNull() ? std::string() : list->write()) : Result<std::string>(list.error());
        }
        if (!value.isScalar())
            return values().wrongType(value, code, isList ? "a list of texts" : "a single value");
        const bool isText = attribute.type == AttributeType::Text || attribute.type == AttributeType::Choice
            || attribute.type == AttributeType::Url || attribute.type == AttributeType::Reference;
        if (value.quoted || isText)
            return jsonString(value.text);
        if (isList)
            return Json::strings({value.text}).write();
        std::string text = value.text;
        if (attribute.type == AttributeType::Date)
            text = values().resolvedDate(text).value_or(text);
        Result<std::string> json = valueFromText(attribute, text);
        if (!json)
            return at(value, code, json.error());
        return json;
    }

    Error at(const YamlNode& value, std::string_view key, const Error& error) const
    {
        return values().wrong(value.mark, "WRONG_TYPE", "`" + std::string(key) + "`: " + error.what, error.tryThis);
    }

    // `category` is the first of the categories; the others stay.
    Result<void> setCategory()
    {
        const YamlNode* given = node().find("category");
        if (!given)
            return {};
        const Result<std::string> primary = values().text(*given, "category");
        if (!primary)
            return primary.error();
        std::vector<std::string> categories = m_fields.strings("categories");
        const YamlNode* list = node().find("categories");
        if (!list && !categories.empty())
            categories.erase(categories.begin());
        std::erase(categories, *primary);
        if (!primary->empty())
            categories.insert(categories.begin(), *primary);
        m_fields.set("categories", categories.empty() ? std::string() : Json::strings(categories).write());
        return {};
    }

    // A new product is active and priced in the workspace's currency, where nothing else is said.
    void setDefaults()
    {
        if (m_present.revision > 0)
            return;
        if (!node().find("lifecycle"))
            m_fields.setText("lifecycle", "active");
        const bool hasMoney = m_fields.has("price") || m_fields.has("cost");
        if (hasMoney && !m_fields.has("currency") && !node().find("currency"))
            m_fields.setText("currency", m_context.definitions.policy("currency"));
    }

    const DefinitionContext& m_context;
    const DefinitionSource& m_source;
    const Thing& m_present;
    FieldMap m_fields;
    std::string m_currency; // as the price or the cost said
};

} // namespace

Result<FieldMap> productFields(const DefinitionContext& context, const DefinitionSource& source, const Thing& present)
{
    if (auto checked = checkSku(source.item.key); !checked)
        return source.values.wrong(
            markOfText(source.node, source.item.key), checked.error().code, checked.error().what, checked.error().tryThis);
    return ProductItem(context, source, present).fields();
}

} // namespace shelf
