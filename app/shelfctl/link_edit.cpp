#include "app/shelfctl/link_edit.h"

#include "app/shelfctl/context.h"
#include "app/shelfctl/session.h"
#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/mapping.h"
#include "model/domain/product.h"
#include "model/domain/text.h"

#include <utility>

namespace shelf::cli {

namespace {

// The link as it is stored: the forward form of an inverse, the smaller SKU first where the type is symmetric.
struct Direction {
    LinkId id;
    bool turned = false;
};

Result<void> checkEnd(Workspace& workspace, const std::string& sku)
{
    if (sku.empty())
        return usageError("link add", "a SKU is empty", "name the two products");
    if (sku.size() > maxSkuBytes)
        return unknownSku(workspace, sku);
    const auto product = workspace.product(sku);
    if (!product)
        return product.error();
    if (!*product)
        return unknownSku(workspace, sku);
    return {};
}

Result<Direction> directionOf(Workspace& workspace, const LinkOptions& options)
{
    const auto type = knownLinkType(workspace.definitions(), options.type);
    if (!type)
        return type.error();
    for (const std::string& sku : {options.source, options.target})
        if (const auto known = checkEnd(workspace, sku); !known)
            return known.error();
    Direction direction;
    direction.id = {options.source, (*type)->code, options.target, options.variant.value_or("")};
    const bool namedInverse = options.type != (*type)->code;
    direction.turned = (*type)->symmetric ? options.target < options.source : namedInverse;
    if (direction.turned)
        std::swap(direction.id.source, direction.id.target);
    return direction;
}

Result<std::string> dateText(const char* option, const std::string& text)
{
    if (parseDate(text) || parseTime(text))
        return jsonString(text);
    return usageError(option, "\"" + forTerminal(text, 60) + "\" is no date", "write it as 2026-11-15 or 2026-11-15T08:00:00Z");
}

Result<std::string> boostText(const std::string& text)
{
    const auto number = canonicalDecimal(text);
    const auto value = number ? toDouble(*number) : std::nullopt;
    if (!value || *value < -1 || *value > 1)
        return usageError("--boost", "\"" + forTerminal(text, 60) + "\" is no number from -1 to 1", "write it as 0.5");
    return *number;
}

// Sets a field from an option's text, if it was given; an empty text clears.
template <typename Read>
Result<void> setFrom(FieldMap& content, const char* field, const std::optional<std::string>& text, const Read& read)
{
    if (!text)
        return {};
    if (text->empty()) {
        content.set(field, {});
        return {};
    }
    const Result<std::string> json = read(*text);
    if (!json)
        return json.error();
    content.set(field, *json);
    return {};
}

Result<std::string> wholeText(const char* option, const std::string& text)
{
    const auto number = wholeNumber(option, text, 1000000000);
    return number ? Result<std::string>(std::to_string(*number)) : Result<std::string>(number.error());
}

Result<std::string> recurrenceText(const std::string& text)
{
    if (isRecurrence(text))
        return jsonString(text);
    return usageError("--every", "\"" + forTerminal(text, 60) + "\" is no part of a year", "write it as 11-15..12-24");
}

Result<void> fill(FieldMap& content, const LinkOptions& options, bool turned)
{
    const auto asText = [](const std::string& text) -> Result<std::string> { return jsonString(text); };
    const auto asNames = [](const std::string& text) -> Result<std::string> { return Json::strings(nameList(text)).write(); };
    const auto asWhole = [](const char* option) { return [option](const std::string& text) { return wholeText(option, text); }; };
    const auto asDate = [](const char* option) { return [option](const std::string& text) { return dateText(option, text); }; };
    // In a symmetric link each end has a rank of its own, that of the target under a key of its own.
    const bool hasTargetRank = contentKey(MappingKind::Link, "target_rank") != nullptr;
    const char* const rank = turned && hasTargetRank ? "target_rank" : "rank";
    for (const Result<void>& done : {
             setFrom(content, rank, options.rank, asWhole("--rank")),
             setFrom(content, "reason", options.reason, asText),
             setFrom(content, "from", options.from, asDate("--from")),
             setFrom(content, "to", options.to, asDate("--to")),
             setFrom(content, "channels", options.channels, asNames),
             setFrom(content, "audiences", options.audiences, asNames),
             setFrom(content, "intents", options.intents, asNames),
             setFrom(content, "triggers", options.triggers, asNames),
             setFrom(content, "every", options.every, recurrenceText),
             setFrom(content, "interval_days", options.intervalDays, asWhole("--interval-days")),
             setFrom(content, "boost", options.boost, boostText),
             setFrom(content, "owner", options.owner, asText),
         })
        if (!done)
            return done;
    if (options.pin)
        content.set("pin", "true");
    return {};
}

} // namespace

Result<const LinkType*> knownLinkType(const Definitions& definitions, const std::string& name)
{
    if (const LinkType* type = definitions.linkType(name))
        return type;
    std::vector<std::string> names;
    for (const Thing* type : definitions.all(ThingKind::LinkType)) {
        names.push_back(type->key);
        if (const std::string inverse = type->fields.text("inverse"); !inverse.empty())
            names.push_back(inverse);
    }
    const auto near = nearest(name, names);
    return rejected("UNKNOWN_LINK_TYPE", name.empty() ? "link type" : name, "there is no link type of this name",
        near ? "did you mean " + *near + "?" : "use one of " + join(names, ", "));
}

Result<LinkEdit> linkEdit(Workspace& workspace, const LinkOptions& options, const std::string& author)
{
    const auto direction = directionOf(workspace, options);
    if (!direction)
        return direction.error();
    LinkEdit edit;
    edit.id = direction->id.text();
    const auto existing = workspace.mapping(edit.id);
    if (!existing)
        return existing.error();
    Thing before;
    before.kind = ThingKind::Mapping;
    before.key = edit.id;
    if (*existing) {
        before.revision = (*existing)->revision;
        before.fields = (*existing)->working();
    }
    edit.isNew = before.revision == 0;
    Thing after = before;
    if (edit.isNew) {
        after.revision = 1;
        after.fields.setText("source", direction->id.source);
        after.fields.setText("type", direction->id.type);
        after.fields.setText("target", direction->id.target);
        after.fields.setText("variant", direction->id.variant);
        after.fields.setText("owner", author);
        after.fields.setText("origin", "curated");
    }
    if (const auto filled = fill(after.fields, options, direction->turned); !filled)
        return filled.error();
    edit.change = difference(before, after);
    if (!edit.change && *existing && (*existing)->workingRetired()) { // adding what is retired brings it back, as a draft
        edit.change.emplace();
        edit.change->kind = ThingKind::Mapping;
        edit.change->key = edit.id;
        edit.change->baseRevision = before.revision;
        edit.change->fields.push_back({"@retire", {}, "false"});
    }
    return edit;
}

} // namespace shelf::cli
