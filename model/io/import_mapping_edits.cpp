#include "model/io/import_mapping_edits.h"

#include "model/domain/json.h"

#include <algorithm>
#include <map>

namespace shelf {

namespace {

Json parsed(std::string_view json)
{
    auto value = json.empty() ? Result<Json>(Json()) : parseJson(json);
    return value ? *std::move(value) : Json();
}

// Equal but for the order of members.
bool sameValue(const Json& left, const Json& right)
{
    if (left.type() != right.type())
        return false;
    if (left.isArray()) {
        return std::equal(left.items().begin(), left.items().end(), right.items().begin(), right.items().end(), sameValue);
    }
    if (!left.isObject())
        return left == right;
    if (left.members().size() != right.members().size())
        return false;
    return std::all_of(left.members().begin(), left.members().end(), [&](const Json::Member& member) {
        const Json* other = right.find(member.first);
        return other && sameValue(member.second, *other);
    });
}

// What tells the objects of a list apart.
std::string identityOf(std::string_view key, const Json& item)
{
    if (key == "components" || key == "steps")
        return item["sku"].text();
    if (key == "groups")
        return item["name"].text();
    if (key == "where")
        return item["left"].text() + "\n" + item["op"].text() + "\n" + item["right"].text();
    return {};
}

// Whether a member that is absent says the same.
bool isDefault(std::string_view key, const Json& item, const std::string& member, const Json& value)
{
    if (key == "components")
        return (member == "quantity" && value.toInteger() == 1) || (member == "required" && value.toBool());
    if (key == "groups")
        return (member == "min" && value.toInteger() == 1)
            || (member == "max" && value.toInteger() == std::max<int64_t>(item["min"].toInteger(1), 1));
    return false;
}

Json mergedItem(std::string_view key, const Json& present, const Json& given)
{
    Json merged = present;
    for (const auto& [member, value] : given.members()) {
        const Json* there = present.find(member);
        if (value.isNull())
            merged.remove(member);
        else if (!there && isDefault(key, given, member, value))
            continue;
        else if (!there || !sameValue(*there, value))
            merged.set(member, value);
    }
    return merged;
}

Json mergedItems(std::string_view key, const Json& present, const Json& given)
{
    std::multimap<std::string, const Json*> there; // in their order where they are called the same
    for (const Json& item : present.items())
        there.emplace(identityOf(key, item), &item);
    Json result = Json::array();
    for (const Json& item : given.items()) {
        const std::string identity = identityOf(key, item);
        const auto known = there.lower_bound(identity);
        const bool isThere = !identity.empty() && known != there.end() && known->first == identity;
        const bool isKnown = isThere && !known->second->members().empty();
        result.append(isKnown ? mergedItem(key, *known->second, item) : mergedItem({}, Json::object(), item));
        if (isThere)
            there.erase(known);
    }
    return result;
}

void editList(FieldMap& content, const ContentEdit& edit)
{
    std::vector<std::string> items = content.strings(edit.key);
    for (const std::string& item : parsed(edit.json).toStrings()) {
        const auto at = std::find(items.begin(), items.end(), item);
        if (edit.op == EditOp::Add && at == items.end())
            items.push_back(item);
        else if (edit.op == EditOp::Remove && at != items.end())
            items.erase(at);
    }
    content.set(edit.key, items.empty() ? std::string() : Json::strings(items).write());
}

void setLanguages(FieldMap& content, const ContentEdit& edit)
{
    Json texts = content.json(edit.key);
    if (!texts.isObject())
        texts = Json::object();
    const Json given = parsed(edit.json);
    for (const auto& [language, text] : given.members())
        text.isNull() ? texts.remove(language) : texts.set(language, text);
    content.set(edit.key, texts.members().empty() ? std::string() : texts.write());
}

bool isComposite(std::string_view json)
{
    return !json.empty() && (json.front() == '{' || json.front() == '[');
}

void set(FieldMap& content, std::string_view key, std::string_view json)
{
    const std::string_view present = content.get(key);
    if (isComposite(present) && isComposite(json) && present != json && sameValue(parsed(present), parsed(json)))
        return;
    content.set(key, json);
}

// A price of another policy begins anew: what was a percentage is no amount.
void setMembers(FieldMap& content, const ContentEdit& edit)
{
    const Json given = parsed(edit.json);
    Json object = content.json(edit.key);
    if (!object.isObject() || (given.contains("policy") && object["policy"] != given["policy"]))
        object = Json::object();
    for (const auto& [member, value] : given.members())
        value.isNull() ? object.remove(member) : object.set(member, value);
    Json ordered = Json::object();
    for (const char* member : {"policy", "value", "currency", "ending"})
        if (const Json* value = object.find(member))
            ordered.set(member, *value);
    set(content, edit.key, ordered.write());
}

// A table that has one column for texts by language (a release's mappings.csv) gives the English one, or the first.
void setText(FieldMap& content, const ContentEdit& edit)
{
    const Json present = content.json(edit.key);
    const Json* english = present.find("en");
    const bool hasOthers = present.isObject() && !present.members().empty();
    if (!hasOthers || (english ? *english : present.members().front().second).write() != edit.json)
        content.set(edit.key, edit.json);
}

} // namespace

void applyEdit(FieldMap& content, const ContentEdit& edit)
{
    switch (edit.op) {
    case EditOp::Set:
        set(content, edit.key, edit.json);
        return;
    case EditOp::Clear:
        content.set(edit.key, {});
        return;
    case EditOp::Add:
    case EditOp::Remove:
        editList(content, edit);
        return;
    case EditOp::Items:
        set(content, edit.key, mergedItems(edit.key, content.json(edit.key), parsed(edit.json)).write());
        return;
    case EditOp::Text:
        setText(content, edit);
        return;
    case EditOp::Members:
        setMembers(content, edit);
        return;
    case EditOp::Default:
        if (!content.has(edit.key))
            set(content, edit.key, edit.json);
        return;
    case EditOp::Languages:
        setLanguages(content, edit);
        return;
    }
}

void settleSeason(FieldMap& content, const ContentEdits& edits, MappingKind kind, const Definitions& definitions)
{
    const bool compat = kind == MappingKind::Compat;
    const std::pair<std::string_view, std::string_view> dates[] = {
        {compat ? "valid_from" : "from", "from"}, {compat ? "valid_to" : "to", "to"}, {"every", "every"}};
    const auto edited = [&](std::string_view key) {
        return std::any_of(edits.begin(), edits.end(), [&](const ContentEdit& edit) { return edit.key == key && edit.op == EditOp::Set; });
    };
    const auto anyDate = [&](const auto& test) {
        return std::any_of(std::begin(dates), std::end(dates), [&](const auto& date) { return test(date.first); });
    };
    const auto has = [&](std::string_view key) { return content.has(key); };
    if (!content.has("season") || !anyDate(has))
        return;
    const bool datesEdited = anyDate(edited);
    if (edited("season") && datesEdited)
        return; // both are said: the check of the content explains why that cannot be
    const Thing* season = definitions.find(ThingKind::Season, content.text("season"));
    const bool same = season && std::all_of(std::begin(dates), std::end(dates), [&](const auto& date) {
        return content.get(date.first) == season->fields.get(date.second);
    });
    if (datesEdited && !same) {
        content.set("season", {});
        return;
    }
    for (const auto& [key, field] : dates)
        content.set(key, {});
}

size_t linkKeyPlace(std::string_view key)
{
    const auto& keys = contentKeys(MappingKind::Link);
    const auto at = std::find_if(keys.begin(), keys.end(), [&](const ContentKey& one) { return one.name == key; });
    return static_cast<size_t>(at - keys.begin());
}

void packEdit(std::string& out, size_t key, EditOp op, std::string_view json)
{
    out += static_cast<char>(key);
    out += static_cast<char>(op);
    size_t size = json.size();
    for (; size >= 0x80; size >>= 7)
        out += static_cast<char>(size | 0x80);
    out += static_cast<char>(size);
    out.append(json);
}

void packEdits(std::string& out, const ContentEdits& edits)
{
    for (const ContentEdit& edit : edits)
        packEdit(out, linkKeyPlace(edit.key), edit.op, edit.json);
}

bool nextEdit(std::string_view& packed, PackedEdit& edit)
{
    if (packed.size() < 3)
        return false;
    edit.key = static_cast<unsigned char>(packed[0]);
    edit.op = static_cast<EditOp>(packed[1]);
    size_t at = 2, size = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(packed[at++]);
        size |= static_cast<size_t>(byte & 0x7f) << shift;
        if (byte < 0x80)
            break;
    }
    edit.json = packed.substr(at, size);
    packed.remove_prefix(at + size);
    return true;
}

ContentEdits unpackEdits(std::string_view packed)
{
    ContentEdits edits;
    PackedEdit edit;
    while (nextEdit(packed, edit))
        edits.push_back({std::string(contentKeys(MappingKind::Link)[edit.key].name), edit.op, std::string(edit.json)});
    return edits;
}

} // namespace shelf
