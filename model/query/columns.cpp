// Which column a person means.
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/query/product_query.h"

namespace shelf {

namespace {

bool isColumn(const Definitions& definitions, std::string_view name)
{
    const std::string_view base = name.substr(0, name.find('@'));
    return name == "sku" || name == "category" || coreField(base) || definitions.attribute(name);
}

std::vector<std::string> columnNames(const Definitions& definitions)
{
    std::vector<std::string> names = definitions.attributeCodes();
    names.emplace_back("sku");
    names.emplace_back("category");
    for (const CoreField& field : coreFields())
        names.emplace_back(field.name);
    return names;
}

std::vector<std::string> labels(const Definitions& definitions)
{
    std::vector<std::string> names;
    for (const Thing* thing : definitions.all(ThingKind::Attribute))
        names.push_back("[" + thing->fields.text("label") + "]");
    return names;
}

} // namespace

Result<QueryColumn> resolveColumn(const Definitions& definitions, std::string_view asked)
{
    const std::string_view name = trimmed(asked);
    const bool bracketed = name.size() >= 2 && name.front() == '[' && name.back() == ']';
    const auto unknown = [&](const std::optional<std::string>& near) {
        return Error{ErrorKind::Rejected, "UNKNOWN_COLUMN", name.empty() ? "column" : std::string(name),
            "there is no field or attribute of this name",
            near ? "did you mean " + *near + "?" : "name a field, an attribute's code, or its label in brackets"};
    };
    if (!bracketed) {
        if (isColumn(definitions, name))
            return QueryColumn{std::string(asked), std::string(name)};
        return unknown(nearest(name, columnNames(definitions)));
    }
    const std::string_view label = name.substr(1, name.size() - 2);
    if (const Attribute* attribute = definitions.attributeByLabel(label))
        return QueryColumn{std::string(asked), attribute->code};
    // A header that became a core field ("Price") has no label of its own.
    const std::string code = codeFor(label);
    if (!code.empty() && isColumn(definitions, code))
        return QueryColumn{std::string(asked), code};
    return unknown(nearest(name, labels(definitions)));
}

std::vector<std::string> splitColumns(std::string_view list)
{
    std::vector<std::string> parts;
    std::string part;
    bool bracketed = false;
    for (size_t i = 0; i < list.size(); ++i) {
        const char character = list[i];
        if (character == '[' && trimmed(part).empty())
            bracketed = true;
        // A label may hold brackets: it ends at the one before a comma or the end.
        else if (character == ']' && (i + 1 == list.size() || list[i + 1] == ','))
            bracketed = false;
        if (character == ',' && !bracketed) {
            parts.push_back(std::move(part));
            part.clear();
        } else {
            part += character;
        }
    }
    parts.push_back(std::move(part));
    for (std::string& entry : parts)
        entry = std::string(trimmed(entry));
    return parts;
}

} // namespace shelf
