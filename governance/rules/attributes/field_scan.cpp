#include "governance/rules/attributes/field_scan.h"

#include "model/domain/product.h"
#include "model/domain/text.h"

namespace shelf::attr {

namespace {

constexpr int deepestAncestry = 16; // parents of parents are followed no further; real ones are one or two deep

bool isOf(std::string_view field, std::string_view base)
{
    return field.substr(0, field.find('@')) == base;
}

} // namespace

std::vector<ScannedColumn> attributeColumns(const Snapshot& catalog)
{
    std::vector<ScannedColumn> columns;
    for (const std::string_view field : catalog.fields()) {
        const Attribute* attribute = coreField(field) ? nullptr : catalog.definitions().attribute(field);
        if (attribute)
            columns.push_back({field, catalog.column(field), attribute});
    }
    return columns;
}

std::vector<ScannedColumn> textColumns(const Snapshot& catalog)
{
    std::vector<ScannedColumn> columns;
    for (const std::string_view field : catalog.fields()) {
        const Attribute* attribute = coreField(field) ? nullptr : catalog.definitions().attribute(field);
        if (attribute ? attribute->type == AttributeType::Text : isOf(field, "name") || isOf(field, "brand"))
            columns.push_back({field, catalog.column(field), attribute});
    }
    return columns;
}

std::string productLabel(const Snapshot& catalog, Row row)
{
    std::string label = forTerminal(catalog.sku(row), 80);
    if (const std::string_view name = catalog.text("name", row); !name.empty())
        label.append(" (").append(forTerminal(name, 80)).append(")");
    return label;
}

std::string fieldLabel(const Definitions& definitions, std::string_view field)
{
    const Attribute* attribute = coreField(field) ? nullptr : definitions.attribute(field);
    const std::string code = forTerminal(field, 80);
    if (!attribute || attribute->label.empty() || attribute->label == field)
        return code;
    return forTerminal(attribute->label, 80).append(" (").append(code).append(")");
}

std::string channelLabel(const Definitions& definitions, std::string_view channel)
{
    const Thing* thing = definitions.find(ThingKind::Channel, channel);
    const std::string label = thing ? thing->fields.text("label") : std::string();
    return forTerminal(label.empty() ? channel : std::string_view(label), 80);
}

std::string listed(const std::vector<std::string>& parts, size_t most)
{
    std::string text;
    const size_t shown = parts.size() > most ? most : parts.size();
    for (size_t i = 0; i < shown; ++i) {
        if (i)
            text.append(i + 1 == parts.size() ? " and " : ", ");
        text.append(parts[i]);
    }
    if (parts.size() > shown)
        text.append(" and ").append(std::to_string(parts.size() - shown)).append(" more");
    return text;
}

std::string moneyText(const Snapshot& catalog, const Column* column, Row row)
{
    const Code code = catalog.value(column, row);
    std::string text = code ? std::string(column->values().json(code)) : std::string();
    if (const std::string_view currency = catalog.text("currency", row); !currency.empty())
        text.append(" ").append(currency);
    return text;
}

std::string_view dateText(const Snapshot& catalog, const Column* column, Row row)
{
    const Code code = catalog.value(column, row);
    return code ? column->values().text(code) : std::string_view();
}

Row ownerOf(const Snapshot& catalog, const Column* column, Row row)
{
    for (int depth = 0; column && row != noRow && depth < deepestAncestry; ++depth, row = catalog.parent(row))
        if (column->at(row))
            return row;
    return noRow;
}

FixStep setField(std::string_view sku, std::string_view field, std::string json)
{
    return {ChangeOp::Edit, ThingKind::Product, std::string(sku), {{std::string(field), std::move(json)}}};
}

Place placeOf(const Snapshot& catalog, const Finding& finding, std::string_view field)
{
    Place place{catalog.find(finding.subject), catalog.column(field), 0};
    if (place.row != noRow && !catalog.exists(place.row))
        place.row = noRow;
    if (place.row != noRow && place.column)
        place.code = place.column->at(place.row);
    return place;
}

} // namespace shelf::attr
