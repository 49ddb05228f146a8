// Definitions and mappings: an item's keys set on what is there.
#include "model/io/definitions_things.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

std::vector<std::string> namesOf(const std::vector<KeyShape>& shapes, std::initializer_list<std::string_view> more)
{
    std::vector<std::string> names(more.begin(), more.end());
    for (const KeyShape& shape : shapes)
        names.emplace_back(shape.name);
    return names;
}

// Whether the members of a map are set one by one, so that an absent one keeps what is there.
bool setsMembers(const KeyShape& shape)
{
    return shape.shape == Shape::LocalText || shape.shape == Shape::TextMap || shape.name == "parameters";
}

void setValue(FieldMap& fields, const KeyShape& shape, const Json& given)
{
    if (given.isNull()) {
        fields.set(shape.name, {});
        return;
    }
    const Json value = merged(setsMembers(shape) ? fields.json(shape.name) : Json(), given);
    const bool nothingLeft = value.isObject() && value.members().empty() && shape.shape != Shape::Natural;
    fields.set(shape.name, nothingLeft ? std::string() : value.write());
}

// Sets every key of the item that is not in `done`.
Result<void> setKeys(
    const DefinitionSource& source, FieldMap& fields, const std::vector<KeyShape>& shapes, std::initializer_list<std::string_view> done)
{
    for (size_t i = 0; i < source.node.items.size(); ++i) {
        const YamlKey& key = source.node.keys[i];
        if (std::find(done.begin(), done.end(), key.text) != done.end())
            continue;
        const auto shape = std::find_if(shapes.begin(), shapes.end(), [&](const KeyShape& s) { return s.name == key.text; });
        if (shape == shapes.end())
            return source.values.unknownKey(key, namesOf(shapes, done));
        const Result<Json> value = source.values.value(source.node.items[i], *shape);
        if (!value)
            return value.error();
        setValue(fields, *shape, *value);
    }
    return {};
}

YamlNode plainAt(YamlMark mark, std::string_view text)
{
    YamlNode node;
    node.mark = mark;
    if (text.empty())
        return node;
    node.type = YamlNode::Type::Scalar;
    node.text = text;
    return node;
}

void replaceKey(YamlNode& map, size_t at, std::vector<std::pair<std::string, YamlNode>> by)
{
    const YamlMark mark = map.keys[at].mark;
    map.keys.erase(map.keys.begin() + static_cast<std::ptrdiff_t>(at));
    map.items.erase(map.items.begin() + static_cast<std::ptrdiff_t>(at));
    for (auto& [name, node] : by) {
        map.keys.push_back({std::move(name), false, mark});
        map.items.push_back(std::move(node));
    }
}

std::optional<size_t> indexOf(const YamlNode& map, std::string_view key)
{
    for (size_t i = 0; i < map.keys.size(); ++i)
        if (map.keys[i].text == key)
            return i;
    return std::nullopt;
}

Result<void> refuseBoth(const DefinitionSource& source, const YamlNode& map, size_t at, std::initializer_list<std::string_view> others)
{
    for (const std::string_view other : others)
        if (const YamlNode* there = map.find(other))
            return source.values.wrong(there->mark, "DUPLICATE",
                "`" + std::string(other) + "` stands beside `" + map.keys[at].text + "`, which says the same", "remove one of the two");
    return {};
}

// choose: 1 or 1..2 -> min, max
Result<void> expandChoose(const DefinitionSource& source, YamlNode& group)
{
    const auto at = group.isMap() ? indexOf(group, "choose") : std::nullopt;
    if (!at)
        return {};
    if (auto alone = refuseBoth(source, group, *at, {"min", "max"}); !alone)
        return alone;
    const YamlNode& node = group.items[*at];
    const size_t dots = node.text.find("..");
    const std::string least = node.text.substr(0, dots);
    const std::string most = dots == std::string::npos ? least : node.text.substr(dots + 2);
    const auto isCount = [](const std::string& text) {
        return !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos;
    };
    if (!node.isScalar() || !isCount(least) || !isCount(most))
        return source.values.wrongType(node, "choose", "how many may be chosen, as 1 or 1..2");
    replaceKey(group, *at, {{"min", plainAt(node.mark, least)}, {"max", plainAt(node.mark, most)}});
    return {};
}

// price: percent-off 10, fixed 99.00 EUR, sum -> policy, value, currency
Result<void> expandPrice(const DefinitionSource& source, YamlNode& item)
{
    const auto at = indexOf(item, "price");
    if (!at || !item.items[*at].isScalar())
        return {};
    const YamlNode node = item.items[*at];
    std::vector<std::string> words;
    for (const std::string_view word : split(node.text, ' '))
        if (!word.empty())
            words.emplace_back(word);
    if (words.empty() || words.size() > 3)
        return source.values.wrongType(node, "price", "a policy, as sum, fixed 99.00 EUR, percent-off 10 or amount-off 5 EUR");
    words.resize(3);
    YamlNode price;
    price.type = YamlNode::Type::Map;
    price.mark = node.mark;
    for (size_t i = 0; i < 3; ++i) {
        static constexpr std::string_view names[] = {"policy", "value", "currency"};
        price.keys.push_back({std::string(names[i]), false, node.mark});
        price.items.push_back(plainAt(node.mark, words[i]));
    }
    item.items[*at] = std::move(price);
    return {};
}

Result<void> expandBundle(const DefinitionSource& source, YamlNode& item)
{
    if (const auto groups = indexOf(item, "groups"))
        for (YamlNode& group : item.items[*groups].items)
            if (auto expanded = expandChoose(source, group); !expanded)
                return expanded;
    return expandPrice(source, item);
}

// between: [a, b] -> left, right
Result<void> expandBetween(const DefinitionSource& source, YamlNode& item)
{
    const auto at = indexOf(item, "between");
    if (!at)
        return {};
    if (auto alone = refuseBoth(source, item, *at, {"left", "right"}); !alone)
        return alone;
    const YamlNode node = item.items[*at];
    if (!node.isSequence() || node.items.size() != 2 || !node.items[0].isScalar() || !node.items[1].isScalar())
        return source.values.wrongType(node, "between", "two families, as [cpu, motherboard]");
    replaceKey(item, *at, {{"left", node.items[0]}, {"right", node.items[1]}});
    return {};
}

void expandTrigger(YamlNode& item)
{
    const auto at = indexOf(item, "trigger");
    if (!at || !item.items[*at].isScalar() || item.items[*at].text.empty())
        return;
    YamlNode trigger;
    trigger.type = YamlNode::Type::Map;
    trigger.mark = item.items[*at].mark;
    trigger.keys.push_back({"name", false, trigger.mark});
    trigger.items.push_back(item.items[*at]);
    item.items[*at] = std::move(trigger);
}

Result<std::string> partOfId(const DefinitionSource& source, std::string_view key, bool required)
{
    const YamlNode* node = source.node.find(key);
    Result<std::string> text = node ? source.values.text(*node, key) : Result<std::string>(std::string());
    if (text && text->empty() && required)
        return source.values.wrong(
            node ? node->mark : source.item.mark, "MISSING_KEY", "this item has no `" + std::string(key) + "`", "add it");
    return text;
}

void setKey(YamlNode& map, std::string_view key, const std::string& text)
{
    if (const auto at = indexOf(map, key))
        map.items[*at].text = text;
}

// source, type, target as they are stored: the type by its code, a symmetric link from the smaller SKU.
Result<std::string> linkId(const DefinitionContext& context, DefinitionSource& source)
{
    std::string parts[4];
    static constexpr std::string_view names[] = {"source", "type", "target", "variant"};
    for (size_t i = 0; i < 4; ++i) {
        Result<std::string> part = partOfId(source, names[i], i < 3);
        if (!part)
            return part;
        parts[i] = std::move(*part);
    }
    auto& [from, typeName, to, variant] = parts;
    const LinkType* type = context.definitions.linkType(typeName);
    if (!type)
        return unknownName(context, source, ThingKind::LinkType, typeName);
    const bool turned = type->symmetric ? to < from : typeName != type->code;
    if (turned)
        std::swap(from, to);
    if (turned && type->symmetric) {
        for (YamlKey& key : source.node.keys) // each end keeps its own rank
            key.text = key.text == "rank" ? "target_rank" : key.text == "target_rank" ? "rank" : key.text;
    }
    setKey(source.node, "source", from);
    setKey(source.node, "target", to);
    setKey(source.node, "type", type->code);
    return LinkId{from, type->code, to, variant}.text();
}

// The ending of a price stands beside it, and stays where only the price is given.
Result<void> setEnding(const DefinitionSource& source, FieldMap& fields, const FieldMap& present)
{
    Json price = fields.json("price");
    Json ending = price.contains("ending") ? price["ending"] : present.json("price")["ending"];
    if (const YamlNode* node = source.node.find("ending")) {
        Result<Json> given = source.values.value(*node, {"ending", Shape::Number, {}});
        if (!given)
            return given.error();
        if (!price.isObject() && !given->isNull())
            return source.values.wrong(node->mark, "MISSING_KEY", "an `ending` without a `price`", "add the price");
        ending = std::move(*given);
    }
    if (!price.isObject())
        return {};
    price.remove("ending");
    if (!ending.isNull())
        price.set("ending", std::move(ending));
    fields.set("price", price.write());
    return {};
}

// The steps of a path such as "groups[2].of": names and, counted from 1, places.
std::vector<std::string> pathSteps(std::string_view path)
{
    std::vector<std::string> steps(1);
    for (const char c : path) {
        const bool inName = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (inName)
            steps.back() += c;
        else if (c == '.' || c == '[')
            steps.emplace_back();
        else if (c != ']')
            break;
    }
    return steps;
}

} // namespace

Error located(const DefinitionSource& source, const Error& error)
{
    const YamlNode* node = &source.node;
    YamlMark mark = source.item.mark;
    const size_t comma = error.where.rfind(", ");
    if (comma != std::string::npos) {
        for (const std::string& step : pathSteps(std::string_view(error.where).substr(comma + 2))) {
            if (node->isMap()) {
                const auto at = indexOf(*node, step);
                if (!at)
                    break;
                node = &node->items[*at];
            } else if (const auto place = toInteger(step);
                       node->isSequence() && place && *place >= 1 && static_cast<size_t>(*place) <= node->items.size()) {
                node = &node->items[static_cast<size_t>(*place) - 1];
            } else {
                break;
            }
            mark = node->mark;
        }
    }
    return source.values.wrong(mark, error.code, error.where + ": " + error.what, error.tryThis);
}

Result<FieldMap> definitionFields(const DefinitionSource& source, const FieldMap& present)
{
    FieldMap fields = present;
    const DefinitionSection& section = *source.item.section;
    if (auto set = setKeys(source, fields, definitionKeyShapes(section), {section.key, "code"}); !set)
        return set.error();
    if (auto checked = checkDefinition(section.kind, source.item.key, fields); !checked)
        return located(source, checked.error());
    return fields;
}

Result<std::string> mappingId(const DefinitionContext& context, DefinitionSource& source)
{
    const MappingKind kind = *source.item.section->mapping;
    if (kind == MappingKind::Link)
        return linkId(context, source);
    const Result<void> expanded = kind == MappingKind::Bundle ? expandBundle(source, source.node)
        : kind == MappingKind::Compat                         ? expandBetween(source, source.node)
                                                              : Result<void>();
    if (!expanded)
        return expanded.error();
    if (kind == MappingKind::Upgrade)
        expandTrigger(source.node);
    if (kind == MappingKind::LinkRule) {
        // A rule has no other end: it is called by the forward name alone.
        const YamlNode* type = source.node.find("type");
        if (type && type->isScalar() && !context.definitions.has(ThingKind::LinkType, type->text))
            return unknownName(context, source, ThingKind::LinkType, type->text);
    }
    const Result<std::string> variant = partOfId(source, "variant", false);
    if (!variant)
        return variant;
    return codedId(kind, source.item.key, *variant);
}

Result<FieldMap> mappingFields(const DefinitionSource& source, const std::string& id, const FieldMap& present)
{
    static const auto shapesByKind = [] {
        std::vector<std::vector<KeyShape>> all(5);
        for (const DefinitionSection& section : definitionSections())
            if (section.mapping)
                all[static_cast<size_t>(*section.mapping)] = definitionKeyShapes(section);
        return all;
    }();
    FieldMap fields = present;
    const MappingKind kind = *source.item.section->mapping;
    const auto& shapes = shapesByKind[static_cast<size_t>(kind)];
    const Result<void> set = kind == MappingKind::Link ? setKeys(source, fields, shapes, {})
        : kind == MappingKind::Bundle                  ? setKeys(source, fields, shapes, {"code", "ending"})
                                                       : setKeys(source, fields, shapes, {"code"});
    if (!set)
        return set.error();
    if (kind == MappingKind::Bundle)
        if (auto ended = setEnding(source, fields, present); !ended)
            return ended.error();
    if (auto checked = checkContent(id, fields); !checked)
        return located(source, checked.error());
    return fields;
}

} // namespace shelf
