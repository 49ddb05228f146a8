#include "app/shelfctl/mapping_view.h"

#include "model/domain/mapping.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

constexpr size_t longestId = 2048;
constexpr size_t mostCandidates = 5000; // looking for a near id must stay quick

void addContent(Json& json, std::string_view id, const FieldMap& content)
{
    const auto kind = mappingKindOf(id);
    if (!kind)
        return;
    for (const ContentKey& key : contentKeys(*kind))
        if (content.has(key.name) && !json.contains(key.name))
            json.set(key.name, content.json(key.name));
}

Json approvedJson(Workspace& workspace, const MappingState& mapping)
{
    const ApprovedVersion& approved = mapping.approved;
    Json json = Json::object();
    json.set("version", Json::number(int64_t(approved.number)));
    if (approved.retired)
        json.set("retired", Json::boolean(true));
    json.set("approved_by", Json::string(workspace.personName(approved.approvedBy)));
    json.set("approved_at", Json::string(approved.approvedAt));
    if (approved.solo)
        json.set("four_eyes", Json::string("solo"));
    addContent(json, mapping.id, approved.content);
    return json;
}

Json draftJson(Workspace& workspace, const MappingState& mapping)
{
    Json json = Json::object();
    json.set("status", Json::string(statusName(mapping.draftStatus)));
    if (mapping.draftRetires)
        json.set("retires", Json::boolean(true));
    Json authors = Json::array();
    for (const PersonId& author : mapping.draftAuthors)
        authors.append(Json::string(workspace.personName(author)));
    json.set("authors", std::move(authors));
    if (!mapping.submitter.empty())
        json.set("submitter", Json::string(workspace.personName(mapping.submitter)));
    json.setIf("rejection", mapping.rejection);
    addContent(json, mapping.id, mapping.draft);
    return json;
}

} // namespace

Json mappingJson(Workspace& workspace, const MappingState& mapping)
{
    Json json = Json::object();
    json.set("id", Json::string(mapping.id));
    if (const auto kind = mappingKindOf(mapping.id))
        json.set("kind", Json::string(mappingKindName(*kind)));
    json.set("status", Json::string(statusName(mapping.status())));
    addContent(json, mapping.id, mapping.working());
    json.set("revision", Json::number(int64_t(mapping.revision)));
    json.set("approved", mapping.approved.number ? approvedJson(workspace, mapping) : Json());
    json.set("draft", mapping.hasDraft ? draftJson(workspace, mapping) : Json());
    if (mapping.hold.isObject()) {
        Json hold = mapping.hold;
        hold.set("by", Json::string(workspace.personName(hold["by"].text())));
        json.set("hold", std::move(hold));
    }
    return json;
}

namespace {

// One mapping after the other, as JSON or as lines.
class MappingListing {
public:
    MappingListing(Context& context, Workspace& workspace) : m_context(context), m_workspace(workspace)
    {
        if (m_context.options.json)
            m_context.out.write("[");
    }
    // False where the answer can no longer be written.
    bool add(const MappingState& mapping)
    {
        if (m_context.options.json)
            m_context.out.write((m_first ? "\n" : ",\n") + mappingJson(m_workspace, mapping).write());
        else
            m_context.out.write(mappingLine(mapping));
        m_first = false;
        return m_context.out.systemError() == 0;
    }
    Outcome end()
    {
        if (m_context.options.json)
            m_context.out.write(m_first ? "]\n" : "\n]\n");
        Outcome outcome;
        outcome.written = true;
        return outcome;
    }

private:
    Context& m_context;
    Workspace& m_workspace;
    bool m_first = true;
};

} // namespace

Result<Outcome> listMappings(Context& context, Workspace& workspace, const std::string& prefix, const MappingFilter& keep)
{
    MappingListing listing(context, workspace);
    const auto scanned =
        workspace.forEachMapping(prefix, [&](const MappingState& mapping) { return !keep(mapping) || listing.add(mapping); });
    if (!scanned)
        return scanned.error();
    return listing.end();
}

std::string mappingLine(const MappingState& mapping)
{
    const std::string reason = localText(mapping.working().json("reason"));
    std::string line = forTerminal(mapping.id, 200) + "  " + std::string(statusName(mapping.status()));
    if (!reason.empty())
        line += "  " + forTerminal(reason, 120);
    if (mapping.hold.isObject())
        line += "  held back: " + forTerminal(mapping.hold["reason"].text(), 120);
    return line + "\n";
}

namespace {

// A value in a line: texts and numbers as they are, lists with commas, objects as "key value".
std::string inLine(const Json& value)
{
    if (value.isString() || value.isNumber())
        return value.text();
    if (value.isBool())
        return value.toBool() ? "yes" : "no";
    std::string text;
    for (const Json& item : value.items())
        text += (text.empty() ? "" : ", ") + inLine(item);
    for (const auto& [key, inner] : value.members())
        text += (text.empty() ? "" : ", ") + key + " " + inLine(inner);
    return text;
}

std::string approvedText(const Json& approved)
{
    return "version " + approved["version"].text() + (approved["retired"].toBool() ? " retires it" : "") + ", by "
        + approved["approved_by"].text() + " on " + approved["approved_at"].text();
}

std::string draftText(const Json& draft)
{
    std::string text = draft["status"].text() + ", drafted by " + inLine(draft["authors"]);
    if (draft["retires"].toBool())
        text += ", retires it";
    if (draft.contains("submitter"))
        text += ", submitted by " + draft["submitter"].text();
    if (draft.contains("rejection"))
        text += ", rejected: " + draft["rejection"].text();
    return text;
}

std::string holdText(const Json& hold)
{
    return hold["reason"].text() + (hold["previous"].toBool() ? "; its previous version leaves instead" : "") + ", by " + hold["by"].text()
        + " on " + hold["at"].text();
}

std::string receiptText(const Json& receipt)
{
    std::string text = receipt["state"].text() + " at " + receipt["at"].text();
    if (receipt.contains("result"))
        text += ", " + receipt["result"].text();
    return receipt.contains("reason") ? text + ": " + receipt["reason"].text() : text;
}

} // namespace

std::string mappingText(const Json& mapping)
{
    std::string text;
    const auto line = [&text](const std::string& key, const std::string& value) {
        text += key + std::string(key.size() < 16 ? 16 - key.size() : 1, ' ') + forTerminal(value, 1000) + "\n";
    };
    for (const auto& [key, value] : mapping.members()) {
        if (value.isNull() || (value.isArray() && value.items().empty()))
            continue;
        if (key == "approved")
            line(key, approvedText(value));
        else if (key == "draft")
            line(key, draftText(value));
        else if (key == "hold")
            line("held back", holdText(value));
        else if (key == "receipts")
            for (const Json& receipt : value.items())
                line("release " + receipt["release"].text(), receiptText(receipt));
        else if (value.isArray() && !value.items().empty() && value.items().front().isObject())
            for (const Json& item : value.items()) // components, steps, conditions: one a line
                line(&item == &value.items().front() ? key : std::string(), inLine(item));
        else
            line(key, inLine(value));
    }
    return text;
}

Result<std::optional<MappingStatus>> statusOption(const std::optional<std::string>& text)
{
    if (!text)
        return std::optional<MappingStatus>();
    if (const auto status = statusFromName(*text))
        return std::optional<MappingStatus>(*status);
    return usageError("--status", "there is no status \"" + *text + "\"", "use draft, in_review, approved, rejected or retired");
}

std::string localText(const Json& value)
{
    if (value.isString())
        return value.text();
    if (value.contains("en"))
        return value["en"].text();
    return value.members().empty() ? std::string() : value.members().front().second.text();
}

Result<MappingState> requireMapping(Workspace& workspace, const std::string& id)
{
    if (trimmed(id).empty())
        return usageError("mapping", "the id of the mapping is empty", "list them with `shelfctl review list`");
    if (id.size() > longestId)
        return rejected("UNKNOWN_MAPPING", id, "there is no mapping with this id", "list them with `shelfctl review list`");
    auto mapping = workspace.mapping(id);
    if (!mapping)
        return mapping.error();
    if (*mapping)
        return std::move(**mapping);
    std::vector<std::string> candidates;
    const auto kind = mappingKindOf(id);
    const auto scanned =
        workspace.forEachMapping(kind ? std::string(mappingKindName(*kind)) + ":" : std::string(), [&](const MappingState& other) {
            candidates.push_back(other.id);
            return candidates.size() < mostCandidates;
        });
    if (!scanned)
        return scanned.error();
    const auto near = nearest(id, candidates);
    return rejected("UNKNOWN_MAPPING", id, "there is no mapping with this id",
        near ? "did you mean " + *near + "?" : "list them with `shelfctl review list`");
}

} // namespace shelf::cli
