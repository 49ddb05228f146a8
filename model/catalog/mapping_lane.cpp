#include "model/catalog/mapping_lane.h"

#include "model/catalog/entry_parse.h"
#include "model/catalog/mapping_contents.h"
#include "model/catalog/member_scan.h"
#include "model/domain/json.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr size_t batch = 64;

void appendMember(std::string& object, std::string_view key, std::string_view json)
{
    object.append(1, object.empty() ? '{' : ',').append(1, '"').append(key).append("\":").append(json);
}

} // namespace

MappingLane::MappingLane(std::shared_ptr<const Dictionary> skus) : m(std::make_unique<Pending>())
{
    m->skus = std::move(skus);
}

MappingLane::~MappingLane() = default;
MappingLane::MappingLane(MappingLane&&) noexcept = default;

uint16_t MappingLane::Pending::type(std::string_view code)
{
    const auto known = std::find(types.begin(), types.end(), code);
    if (known != types.end())
        return static_cast<uint16_t>(known - types.begin());
    types.emplace_back(code);
    return static_cast<uint16_t>(types.size() - 1);
}

// `detailsText` holds the details without their closing brace.
void MappingLane::Pending::put(
    std::string_view sourceJson, std::string_view typeCode, std::string_view targetJson, std::string_view rank, const BulkFacts& facts)
{
    const PackedRank packed = packedRank(rank);
    if (!packed.exact) { // into its place among the details
        FieldMap fields = *FieldMap::fromJson(detailsText.empty() ? "{}" : detailsText + "}");
        fields.set("rank", rank);
        detailsText = fields.toJson();
    } else {
        detailsText.append(detailsText.empty() ? "{}" : "}");
    }
    if (!lastDetailsCode || detailsText != lastDetails) {
        lastDetailsCode = details.intern(detailsText);
        lastDetails = detailsText;
    }
    Link& link = links.emplace_back();
    link.details = lastDetailsCode;
    link.rank = packed.rank;
    link.type = type(typeCode);
    link.approved = facts.approved;
    link.edited = facts.edited;
    link.flags = facts.flags;
    link.status = static_cast<uint8_t>(facts.status);
    if (sourceJson != lastSource) {
        lastSource = sourceJson;
        lastSourceRow = skus->find(sourceJson) - 1; // noRow for none
    }
    link.source = lastSourceRow;
    if (lastSourceRow == noRow)
        bytes.append(sourceJson);
    ends.push_back(static_cast<uint32_t>(bytes.size()));
    bytes.append(targetJson);
    ends.push_back(static_cast<uint32_t>(bytes.size()));
    if (++waiting == batch)
        flush();
}

void MappingLane::Pending::flush()
{
    std::array<std::string_view, batch> sources, targets;
    std::array<Code, batch> codes{};
    for (size_t i = 0; i < waiting; ++i) {
        const uint32_t begin = i ? ends[2 * i - 1] : 0;
        sources[i] = std::string_view(bytes).substr(begin, ends[2 * i] - begin);
        targets[i] = std::string_view(bytes).substr(ends[2 * i], ends[2 * i + 1] - ends[2 * i]);
    }
    skus->find(std::span(targets).first(waiting), codes.data());
    const size_t first = links.size() - waiting;
    size_t kept = first;
    for (size_t i = 0; i < waiting; ++i) {
        Link link = links[first + i];
        link.target = codes[i] - 1;
        if (link.source != noRow && codes[i])
            links[kept++] = link;
        else
            strays.push_back({link, std::string(link.source == noRow ? sources[i] : skus->json(link.source + 1)), std::string(targets[i])});
    }
    links.resize(kept);
    bytes.clear();
    ends.clear();
    waiting = 0;
}

bool MappingLane::addLink(std::string_view content, const BulkFacts& facts)
{
    std::string_view source, target, type, rank;
    m->detailsText.clear();
    const bool plain = forEachMember(content, [&](std::string_view key, std::string_view json) {
        if (key == "source")
            source = json;
        else if (key == "target")
            target = json;
        else if (key == "type")
            type = json;
        else if (key == "rank")
            rank = json;
        else
            appendMember(m->detailsText, key, json);
    });
    if (!plain || source.empty() || target.empty() || type.size() < 2 || type.front() != '"' || type.find('\\') != std::string_view::npos)
        return false;
    m->put(source, type.substr(1, type.size() - 2), target, rank, facts);
    return true;
}

void MappingLane::add(const MappingState& mapping, Days edited, std::string_view frozen)
{
    const auto kind = mappingKindOf(mapping.id);
    if (!kind)
        return;
    if (*kind != MappingKind::Link) {
        m->addEntry(mapping, *kind, edited, frozen);
        return;
    }
    const auto id = LinkId::parse(mapping.id);
    if (!id)
        return;
    const MappingContents contents = contentsOf(mapping, edited);
    for (size_t i = 0; i < contents.count; ++i) {
        const MappingContent& content = contents.items[i];
        m->detailsText.clear();
        for (const auto& [field, json] : *content.fields)
            if (field != "source" && field != "target" && field != "type" && field != "rank")
                appendMember(m->detailsText, field, json);
        m->put(jsonString(id->source), id->type, jsonString(id->target), content.fields->get("rank"),
            {content.flags, content.status, content.approved, content.edited});
    }
}

void MappingLane::Pending::addEntry(const MappingState& mapping, MappingKind kind, Days edited, std::string_view frozen)
{
    const MappingContents contents = contentsOf(mapping, edited);
    std::vector<EntryPtr> made;
    bool all = true;
    for (size_t i = 0; i < contents.count; ++i) {
        auto entry = std::make_shared<Entry>();
        entry->id = mapping.id;
        entry->kind = kind;
        entry->flags = contents.items[i].flags;
        entry->status = contents.items[i].status;
        entry->approved = contents.items[i].approved;
        entry->edited = contents.items[i].edited;
        entry->content = *contents.items[i].fields;
        entry->reach = contents.items[i].reach;
        const auto rowOf = [&](std::string_view sku) {
            const Code code = skus->findText(sku);
            all = all && code;
            return code - 1;
        };
        parseEntry(*entry, rowOf);
        if (entry->flags & InApproved)
            parseFrozen(*entry, frozen, rowOf);
        made.push_back(std::move(entry));
    }
    if (all)
        entries.insert(entries.end(), made.begin(), made.end());
    else
        later.push_back({mapping, edited, std::string(frozen)});
}

void MappingLane::flush()
{
    m->flush();
}

} // namespace shelf
