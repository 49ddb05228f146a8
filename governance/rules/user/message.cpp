#include "governance/rules/user/message.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"
#include "model/domain/value.h"
#include "model/expression/names.h"

#include <algorithm>
#include <cmath>

namespace shelf {

namespace {

std::string columnOf(std::string_view text, size_t byte)
{
    const std::string_view before = text.substr(0, byte);
    const auto characters =
        std::count_if(before.begin(), before.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return "column " + std::to_string(characters + 1);
}

// A product's field by name or [label].
std::optional<NamedField> productField(const Definitions& definitions, std::string_view name)
{
    NamedField sku;
    sku.field = "sku";
    if (name == "sku")
        return sku;
    if (!name.starts_with('['))
        return fieldByName(definitions, name);
    const size_t close = name.find(']');
    if (close == std::string_view::npos)
        return std::nullopt;
    return fieldByLabel(definitions, trimmed(name.substr(1, close - 1)), name.substr(close + 1));
}

std::optional<NamedField> fieldCalled(const Definitions& definitions, ExpressionScope scope, std::string_view name)
{
    if (scope == ExpressionScope::Product)
        return productField(definitions, name);
    if (scope == ExpressionScope::Link && (name.starts_with("source.") || name.starts_with("target."))) {
        auto found = productField(definitions, name.substr(7));
        if (found)
            found->field.insert(0, name.substr(0, 7));
        return found;
    }
    return fieldOfScope(scope, name);
}

std::string hintFor(const Definitions& definitions, ExpressionScope scope, std::string_view name)
{
    std::string_view prefix;
    std::optional<std::string> near;
    if (scope == ExpressionScope::Link && (name.starts_with("source.") || name.starts_with("target.")))
        prefix = name.substr(0, 7);
    if (scope == ExpressionScope::Product || !prefix.empty())
        near = nearestName(definitions, name.substr(prefix.size()));
    else
        near = nearestOfScope(scope, name);
    if (near)
        return "did you mean {" + std::string(prefix) + *near + "}?";
    return scope == ExpressionScope::Link ? "write {source.name}, {target.sku} or a name of the link; {{ for a brace"
                                          : "write a name as in expressions; {{ for a brace";
}

} // namespace

Result<MessageTemplate> MessageTemplate::parse(std::string_view text, const Definitions& definitions, ExpressionScope scope)
{
    const auto wrong = [text](size_t at, std::string what, std::string hint) {
        return Error{ErrorKind::Rejected, "RULE", columnOf(text, at), std::move(what), std::move(hint)};
    };
    MessageTemplate result;
    std::string plain;
    for (size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if ((c == '{' || c == '}') && at + 1 < text.size() && text[at + 1] == c) {
            plain += c;
            ++at;
            continue;
        }
        if (c == '}')
            return wrong(at, "there is no { for this }", "write }} for a brace");
        if (c != '{') {
            plain += c;
            continue;
        }
        const size_t close = text.find('}', at);
        if (close == std::string_view::npos)
            return wrong(at, "the { is never closed", "write {sku}, or {{ for a brace");
        const std::string_view name = trimmed(text.substr(at + 1, close - at - 1));
        const auto field = fieldCalled(definitions, scope, name);
        if (!field)
            return wrong(at, "there is nothing called {" + forTerminal(name, 60) + "}", hintFor(definitions, scope, name));
        result.m_parts.push_back({std::move(plain), field->field, std::string(field->unit), field->share});
        plain.clear();
        at = close;
    }
    result.m_parts.push_back({std::move(plain), {}, {}, false});
    return result;
}

std::string MessageTemplate::fill(const SubjectRow& row) const
{
    std::string text;
    for (const Part& part : m_parts) {
        text += part.text;
        if (part.name.empty())
            continue;
        const std::string_view json = part.name == "sku" ? std::string_view() : row.field(part.name);
        if (part.name == "sku") {
            text += row.sku();
            continue;
        }
        std::string value = valueToText(json);
        if (value.empty()) {
            text += "(empty)";
            continue;
        }
        if (part.share) {
            const double share = toDouble(value).value_or(0);
            value = shortestDecimal(std::round(share * 10000) / 100) + " %";
        } else if (!part.unit.empty() && json.front() != '"') {
            value += " " + part.unit;
        }
        text += value;
    }
    return text;
}

bool MessageTemplate::names(std::string_view name) const
{
    return std::any_of(m_parts.begin(), m_parts.end(), [name](const Part& part) { return part.name == name; });
}

std::vector<std::string> MessageTemplate::fieldsRead() const
{
    std::vector<std::string> fields;
    for (const Part& part : m_parts)
        if (!part.name.empty())
            fields.push_back(part.name);
    return fields;
}

} // namespace shelf
