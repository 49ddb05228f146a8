#include "governance/rules/links/link_facts.h"

#include "model/domain/decimal.h"
#include "model/domain/mapping.h"

#include <algorithm>
#include <cmath>

namespace shelf {

LinkTypes::LinkTypes(const Snapshot& catalog)
{
    const Definitions& definitions = catalog.definitions();
    for (uint16_t type = 0; type < catalog.links().typeCount(); ++type) {
        LinkTypeFacts facts;
        facts.code = catalog.links().typeCode(type);
        if (const Thing* thing = definitions.find(ThingKind::LinkType, facts.code)) {
            facts.slot = thing->fields.text("slot");
            facts.symmetric = thing->fields.boolean("symmetric");
            facts.needsReason = thing->fields.boolean("needs_reason");
            facts.needsEnd = thing->fields.boolean("needs_end");
            facts.cap = static_cast<int>(std::clamp(thing->fields.number("cap").value_or(0), 0.0, 1e6));
        }
        if (!facts.slot.empty()) {
            auto slot = std::find(m_slots.begin(), m_slots.end(), facts.slot);
            if (slot == m_slots.end())
                slot = m_slots.insert(slot, facts.slot);
            facts.slotNumber = static_cast<int>(slot - m_slots.begin());
        }
        m_types.push_back(std::move(facts));
    }
}

namespace {

void appendNamed(std::string& text, const Snapshot& catalog, Row row)
{
    text.append(catalog.sku(row));
    if (const std::string_view name = catalog.text("name", row); !name.empty())
        text.append(" ").append(name);
}

} // namespace

std::string named(const Snapshot& catalog, Row row)
{
    std::string text;
    appendNamed(text, catalog, row);
    return text;
}

std::string named(const Snapshot& catalog, const Link& link)
{
    constexpr size_t usual = 240; // of the message that it begins
    std::string text;
    text.reserve(usual);
    appendNamed(text, catalog, link.source);
    text.append(" → ");
    appendNamed(text, catalog, link.target);
    text.append(" (").append(catalog.links().typeCode(link.type));
    if (catalog.links().details().json(link.details).find("\"variant\":") != std::string_view::npos)
        if (const auto id = LinkId::parse(catalog.linkId(link)); id && !id->variant.empty())
            text.append(", ").append(id->variant);
    text += ')';
    return text;
}

std::string moneyText(const Snapshot& catalog, Row row)
{
    std::string text = shortestDecimal(catalog.number("price", row));
    if (const std::string_view currency = catalog.text("currency", row); !currency.empty())
        text.append(" ").append(currency);
    return text;
}

std::string dateText(Days day, Days today)
{
    const auto days = [](Days count) { return countOf(static_cast<size_t>(count), "day", "days"); };
    std::string text = formatDate(day);
    if (day == today)
        return text + " (today)";
    return text + (day < today ? " (" + days(today - day) + " ago)" : " (in " + days(day - today) + ")");
}

std::string countOf(size_t count, std::string_view one, std::string_view many)
{
    return std::to_string(count).append(" ").append(count == 1 ? one : many);
}

std::optional<Link> linkOf(const RuleRun& run, std::string_view id)
{
    const Snapshot& catalog = run.catalog();
    const auto parts = LinkId::parse(id);
    const Row source = parts ? catalog.find(parts->source) : noRow;
    if (source == noRow)
        return std::nullopt;
    for (const Link& link : catalog.links().from(source))
        if (link.in(run.view()) && catalog.sku(link.target) == parts->target && catalog.linkId(link) == id)
            return link;
    return std::nullopt;
}

FixStep retireMapping(std::string id)
{
    return {ChangeOp::Delete, ThingKind::Mapping, std::move(id), {}};
}

FixStep editMapping(std::string id, std::vector<std::pair<std::string, std::string>> fields)
{
    return {ChangeOp::Edit, ThingKind::Mapping, std::move(id), std::move(fields)};
}

std::vector<FixStep> redirect(const RuleRun& run, const Link& link, Row from, Row to)
{
    const Snapshot& catalog = run.catalog();
    const std::string oldId = catalog.linkId(link);
    LinkId id = LinkId::parse(oldId).value_or(LinkId{});
    FieldMap content = catalog.linkContent(link);
    (link.source == from ? id.source : id.target) = catalog.sku(to);
    if (id.source == id.target)
        return {};
    const LinkType* type = run.definitions().linkType(id.type);
    if (type && type->symmetric && id.target < id.source) {
        // The smaller SKU is the source; each end keeps its own rank.
        std::swap(id.source, id.target);
        const std::string rank(content.get("rank")), targetRank(content.get("target_rank"));
        content.set("rank", targetRank);
        content.set("target_rank", rank);
    }
    content.setText("source", id.source);
    content.setText("target", id.target);
    FixStep create{ChangeOp::Create, ThingKind::Mapping, id.text(), {}};
    for (const auto& [field, json] : content)
        create.fields.emplace_back(field, json);
    return {std::move(create), retireMapping(oldId)};
}

} // namespace shelf
