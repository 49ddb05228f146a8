#include "model/catalog/entry_parse.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

using RowOf = std::function<Row(std::string_view)>;

std::optional<double> numberIn(const Json& object, std::string_view key)
{
    const Json& value = object[key];
    return value.isNumber() ? std::optional<double>(value.toDouble()) : std::nullopt;
}

std::vector<Row> rowsOf(const std::vector<std::string>& skus, const RowOf& rowOf)
{
    std::vector<Row> rows;
    for (const std::string& sku : skus)
        rows.push_back(rowOf(sku));
    return rows;
}

Bundle bundleOf(const FieldMap& content, const RowOf& rowOf)
{
    Bundle bundle;
    const Json components = content.json("components"), groups = content.json("groups");
    for (const Json& component : components.items())
        bundle.parts.push_back(
            {rowOf(component["sku"].text()), std::max<int64_t>(1, component["quantity"].toInteger(1)), component["required"].toBool(true)});
    for (const Json& group : groups.items()) {
        const int64_t least = group["min"].toInteger(1);
        bundle.groups.push_back({group["name"].text(), least, group["max"].toInteger(least), rowsOf(group["of"].toStrings(), rowOf)});
    }
    return bundle;
}

Ladder ladderOf(const FieldMap& content, const RowOf& rowOf)
{
    Ladder ladder;
    const Json steps = content.json("steps"), band = content.json("band");
    for (const Json& step : steps.items())
        ladder.steps.push_back({rowOf(step["sku"].text()), step["level"].text(), !step["benefit"].isNull(), step["evidence"].toStrings(),
            numberIn(step["band"], "min"), numberIn(step["band"], "max")});
    ladder.keyAttributes = content.strings("key_attributes");
    ladder.bandMin = numberIn(band, "min");
    ladder.bandMax = numberIn(band, "max");
    return ladder;
}

LinkRuleContent linkRuleOf(const FieldMap& content, const RowOf& rowOf)
{
    LinkRuleContent rule;
    rule.source = content.text("source");
    rule.target = content.text("target");
    rule.targets = rowsOf(content.strings("targets"), rowOf);
    rule.type = content.text("type");
    rule.order = content.text("order");
    if (const Json limit = content.json("limit"); limit.isNumber())
        rule.limit = limit.toInteger();
    return rule;
}

CompatOperator operatorOf(std::string_view name)
{
    static constexpr std::array<std::string_view, 7> names = {"equal", "overlaps", "contains", "at-most", "at-least", "within", "table"};
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? CompatOperator::Equal : static_cast<CompatOperator>(found - names.begin());
}

std::string plainText(const Json& value)
{
    return value.isString() ? value.text() : value.write();
}

CompatRule compatOf(const FieldMap& content, const RowOf& rowOf)
{
    CompatRule rule;
    rule.left = content.text("left");
    rule.right = content.text("right");
    rule.allows = content.text("effect") == "allows";
    if (const std::string with = content.text("with"); !with.empty())
        rule.with = rowOf(with);
    rule.showUnknown = content.text("unknown") == "show";
    rule.shows = content.text("shows");
    rule.from = content.text("from");
    const Json where = content.json("where");
    for (const Json& given : where.items()) {
        CompatCondition condition{given["left"].text(), given["right"].text(), operatorOf(given["op"].text()), {}};
        for (const auto& [value, partners] : given["table"].members()) {
            std::vector<std::string> texts;
            if (partners.isArray())
                for (const Json& partner : partners.items())
                    texts.push_back(plainText(partner));
            else
                texts.push_back(plainText(partners));
            condition.table.emplace_back(value, std::move(texts));
        }
        rule.where.push_back(std::move(condition));
    }
    return rule;
}

} // namespace

void parseEntry(Entry& entry, const RowOf& rowOf)
{
    switch (entry.kind) {
    case MappingKind::Bundle:
        entry.parsed = bundleOf(entry.content, rowOf);
        break;
    case MappingKind::Upgrade:
        entry.parsed = ladderOf(entry.content, rowOf);
        break;
    case MappingKind::LinkRule:
        entry.parsed = linkRuleOf(entry.content, rowOf);
        break;
    case MappingKind::Compat:
        entry.parsed = compatOf(entry.content, rowOf);
        break;
    case MappingKind::Link:
        break;
    }
    entry.names = rowsOf(referencesOf(entry.id, entry.content).skus, rowOf);
    std::sort(entry.names.begin(), entry.names.end());
    entry.names.erase(std::unique(entry.names.begin(), entry.names.end()), entry.names.end());
}

void parseFrozen(Entry& entry, std::string_view content, const RowOf& rowOf)
{
    if (content.empty())
        return;
    const auto json = parseJson(content, {.depth = 8, .bytes = size_t(1) << 30});
    if (!json)
        return; // `check --deep` says that it is damaged
    for (const Json& link : (*json)["links"].items())
        if (link.items().size() > 1) {
            entry.frozen.emplace_back(rowOf(link.items()[0].text()), rowOf(link.items()[1].text()));
            entry.frozenRanks.push_back(link.items().size() > 2 ? static_cast<int32_t>(link.items()[2].toInteger()) : 0);
        }
}

} // namespace shelf
