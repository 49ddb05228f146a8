#include "governance/offers/labels.h"

#include "model/domain/text.h"

namespace shelf {

namespace {

std::string withName(std::string_view id, std::string_view name)
{
    std::string label(forTerminal(id, 200));
    if (!name.empty() && name != id)
        label.append(" (").append(forTerminal(name, 80)).append(")");
    return label;
}

} // namespace

std::string productLabel(const Snapshot& catalog, Row row)
{
    if (row == noRow)
        return "a product that is not there";
    return withName(catalog.sku(row), catalog.text("name", row));
}

std::string entryLabel(const Entry& entry)
{
    return withName(entry.id, entry.content.text("label"));
}

std::string labelList(const Snapshot& catalog, std::span<const Row> rows, size_t most)
{
    std::string text;
    for (size_t i = 0; i < rows.size() && i < most; ++i) {
        const bool last = i + 1 == rows.size() && i > 0;
        text.append(i == 0 ? "" : last ? " and " : ", ").append(forTerminal(catalog.sku(rows[i]), 200));
    }
    if (rows.size() > most)
        text.append(" and ").append(std::to_string(rows.size() - most)).append(" more");
    return text;
}

std::string attributeLabel(const Snapshot& catalog, std::string_view attribute)
{
    const Attribute* known = catalog.definitions().attribute(attribute);
    return known && !known->label.empty() ? known->label : std::string(attribute);
}

std::string valueWithUnit(const Snapshot& catalog, std::string_view attribute, std::string_view value)
{
    const Attribute* known = catalog.definitions().attribute(attribute);
    std::string text(forTerminal(value, 80));
    if (known && !known->unit.empty())
        text.append(" ").append(known->unit);
    return text;
}

} // namespace shelf
