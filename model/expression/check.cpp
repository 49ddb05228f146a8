#include "model/expression/check.h"

#include "model/change/mapping_state.h"
#include "model/domain/text.h"

namespace shelf {

namespace {

constexpr size_t longestQuote = 60; // bytes of the expression repeated in a message

std::string_view typeName(const Operand& operand)
{
    if (operand.condition)
        return "a condition";
    switch (operand.type) {
    case ValueType::Text:
        return "text";
    case ValueType::Number:
        return "a number";
    case ValueType::Boolean:
        return "true or false";
    case ValueType::Date:
        return "a date";
    case ValueType::List:
        return "a list";
    }
    return "a value";
}

std::string didYouMean(const std::optional<std::string>& name, std::string otherwise)
{
    return name ? "did you mean " + *name + "?" : std::move(otherwise);
}

} // namespace

std::nullopt_t Checker::fail(size_t at, std::string what, std::string hint)
{
    if (!m_problem)
        m_problem = Problem{at, std::move(what), std::move(hint)};
    return std::nullopt;
}

uint32_t Checker::add(Node node)
{
    if (m_compiled.nodes.size() > static_cast<size_t>(m_maxNodes)) {
        fail(0, "the expression has more than " + std::to_string(m_maxNodes) + " parts", "split it up");
        return 0;
    }
    m_compiled.nodes.push_back(node);
    return static_cast<uint32_t>(m_compiled.nodes.size() - 1);
}

void Checker::append(uint32_t parent, uint32_t child)
{
    auto& nodes = m_compiled.nodes;
    if (nodes[parent].first == 0)
        nodes[parent].first = child;
    else
        nodes[nodes[parent].last].next = child;
    nodes[parent].last = child;
}

uint32_t Checker::keep(std::string_view text)
{
    m_compiled.texts.emplace_back(text);
    return static_cast<uint32_t>(m_compiled.texts.size() - 1);
}

std::string Checker::shown(const Operand& operand) const
{
    return forTerminal(m_text.substr(operand.begin, operand.end - operand.begin), longestQuote);
}

std::string Checker::described(const Operand& operand) const
{
    return shown(operand) + " is " + std::string(typeName(operand));
}

Operand Checker::literal(Node node, size_t begin, size_t end)
{
    Operand operand;
    operand.node = add(node);
    operand.type = node.type;
    operand.begin = begin;
    operand.end = end;
    operand.literal = true;
    return operand;
}

Checked Checker::number(const Token& token)
{
    Operand operand = literal({.op = Op::NumberLiteral, .type = ValueType::Number, .number = token.number}, token.begin, token.end);
    operand.unit = token.unit;
    operand.measure = token.unit.empty() ? Measure::Free : Measure::Unit;
    return operand;
}

Checked Checker::text(const Token& token)
{
    return literal({.op = Op::TextLiteral, .type = ValueType::Text, .payload = keep(token.text)}, token.begin, token.end);
}

Checked Checker::boolean(const Token& token, bool value)
{
    return literal({.op = Op::BooleanLiteral, .type = ValueType::Boolean, .number = value ? 1.0 : 0.0}, token.begin, token.end);
}

Checked Checker::today(const Token& token)
{
    return literal({.op = Op::DateLiteral, .type = ValueType::Date, .number = double(m_today)}, token.begin, token.end);
}

Checked Checker::field(const NamedField& named, const Token& token)
{
    Operand operand;
    m_compiled.fields.push_back(named.field);
    operand.node =
        add({.op = Op::Field, .type = named.type, .flags = named.flags, .payload = static_cast<uint32_t>(m_compiled.fields.size() - 1)});
    operand.type = named.type;
    operand.begin = token.begin;
    operand.end = token.end;
    operand.measure = named.share ? Measure::Share : named.unit.empty() ? Measure::Plain : Measure::Unit;
    operand.unit = named.unit;
    operand.category = named.category;
    return operand;
}

// `token` names a field of one end of a link.
Checked Checker::ofEnd(const Token& token)
{
    const bool isLabel = token.kind == TokenKind::Label;
    if (m_scope != ExpressionScope::Link)
        return fail(token.begin, "only a link has a source and a target", isLabel ? "write: [" + token.text + "]" : "write: " + token.text);
    std::optional<NamedField> named;
    if (!isLabel && token.text == "sku")
        named.emplace().field = token.text;
    else
        named = isLabel ? fieldByLabel(m_definitions, token.text, token.suffix) : fieldByName(m_definitions, token.text);
    if (!named)
        return noSuchName(token);
    named->field.insert(0, token.prefix);
    return field(*named, token);
}

Checked Checker::ofScope(const Token& token)
{
    if (token.kind == TokenKind::Name)
        if (const auto named = fieldOfScope(m_scope, token.text))
            return field(*named, token);
    const std::string shownName = forTerminal(m_text.substr(token.begin, token.end - token.begin), longestQuote);
    const std::string what = std::string(m_scope == ExpressionScope::Link ? "a link"
                                     : m_scope == ExpressionScope::Bundle ? "a bundle"
                                                                          : "an upgrade path")
        + " has no " + shownName;
    if (m_scope == ExpressionScope::Link && token.kind == TokenKind::Label)
        return fail(token.begin, what, "write source." + shownName + " or target." + shownName);
    if (m_scope == ExpressionScope::Link && (token.text == "source" || token.text == "target"))
        return fail(token.begin, what + " of its own", "write a field behind it, as in " + token.text + ".price");
    if (m_scope == ExpressionScope::Link && (token.text == "sku" || fieldByName(m_definitions, token.text)))
        return fail(token.begin, what + " of its own", "write source." + shownName + " or target." + shownName);
    return fail(token.begin, what, didYouMean(nearestOfScope(m_scope, token.text), "its names are " + join(namesOfScope(m_scope), ", ")));
}

std::nullopt_t Checker::noFunction(const Token& token)
{
    const std::string name = forTerminal(m_text.substr(token.begin, token.end - token.begin), 40);
    return fail(token.begin, "there is no function " + name,
        m_scope == ExpressionScope::Product ? "the functions are links(\"…\"), mappings(\"…\") and completeness(\"…\")"
                                            : "only expressions about products have functions");
}

std::nullopt_t Checker::noSuchName(const Token& token)
{
    std::optional<std::string> near;
    std::string what = "there is no field or attribute " + forTerminal(token.text, longestQuote);
    if (token.kind == TokenKind::Label) {
        what = "no attribute has the label [" + forTerminal(token.text, longestQuote) + "]";
        near = nearestLabel(m_definitions, token.text);
        if (near)
            near = "[" + *near + "]";
    }
    if (!near)
        near = nearestName(m_definitions, token.text);
    if (near)
        near->insert(0, token.prefix);
    return fail(token.begin, what,
        didYouMean(near,
            token.kind == TokenKind::Label ? "name an attribute by its code or by its [label]"
                                           : "name an attribute by its code or by its [label]; texts stand in quotes"));
}

Checked Checker::name(const Token& token)
{
    if (!token.prefix.empty())
        return ofEnd(token);
    if (m_scope != ExpressionScope::Product)
        return ofScope(token);
    if (token.text == "sku") {
        Operand operand;
        operand.node = add({.op = Op::Sku, .type = ValueType::Text});
        operand.type = ValueType::Text;
        operand.begin = token.begin;
        operand.end = token.end;
        return operand;
    }
    if (const auto named = fieldByName(m_definitions, token.text))
        return field(*named, token);
    return noSuchName(token);
}

Checked Checker::label(const Token& token)
{
    if (!token.prefix.empty())
        return ofEnd(token);
    if (m_scope != ExpressionScope::Product)
        return ofScope(token);
    if (const auto named = fieldByLabel(m_definitions, token.text, token.suffix))
        return field(*named, token);
    return noSuchName(token);
}

bool Checker::isCount(const Token& token) const
{
    return m_scope == ExpressionScope::Product && token.kind == TokenKind::Name && token.prefix.empty()
        && (token.text == "links" || token.text == "mappings" || token.text == "completeness");
}

Checked Checker::count(const Token& token, const Token* argument, size_t end)
{
    const std::string key = argument ? argument->text : std::string();
    Node node{.op = Op::Links, .type = ValueType::Number};
    if (token.text == "links") {
        if (!key.empty() && !m_definitions.linkType(key))
            return fail(argument->begin, "there is no link type \"" + forTerminal(key, longestQuote) + "\"",
                didYouMean(nearestKey(m_definitions, ThingKind::LinkType, key), "links() counts links of every type"));
        m_compiled.readsLinkCounts = true;
    } else if (token.text == "mappings") {
        node.op = Op::Mappings;
        if (!key.empty() && !statusFromName(key))
            return fail(argument->begin, "a mapping has no status \"" + forTerminal(key, longestQuote) + "\"",
                "write draft, in_review, approved, rejected or retired");
        m_compiled.readsMappingCounts = true;
    } else {
        node.op = Op::Completeness;
        if (!key.empty() && !m_definitions.has(ThingKind::Channel, key))
            return fail(argument->begin, "there is no channel \"" + forTerminal(key, longestQuote) + "\"",
                didYouMean(nearestKey(m_definitions, ThingKind::Channel, key), "completeness alone is the lowest of all channels"));
        m_compiled.readsCompleteness = true;
    }
    node.payload = keep(key);
    Operand operand;
    operand.node = add(node);
    operand.type = ValueType::Number;
    operand.begin = token.begin;
    operand.end = end;
    operand.measure = node.op == Op::Completeness ? Measure::Share : Measure::Plain;
    return operand;
}

} // namespace shelf
