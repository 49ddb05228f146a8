// A desk with one mapping on it, for tests of the status flow: people make changes, each on what is there now.
#pragma once

#include "model/change/mapping_state.h"

#include <string>
#include <utility>
#include <vector>

namespace shelf::test {

inline const std::string deskLink = "link:A:accessory:B";

inline FieldMap linkContent(int rank, std::string_view reason = "Fits")
{
    FieldMap content;
    content.set("rank", std::to_string(rank));
    content.setText("reason", reason);
    content.setText("source", "A");
    content.setText("target", "B");
    content.setText("type", "accessory");
    return content;
}

class Desk {
public:
    using Fields = std::vector<std::pair<std::string, std::string>>; // field and after; the before is what is there now

    MappingState now;
    bool solo = false;
    std::optional<Decision> decision;
    Change last; // the change tried last

    static PersonId person(std::string_view name) { return personId("W", name); }

    Result<void> apply(const std::string& who, const Change& change, Origin origin = Origin::Edit)
    {
        last = change;
        ChangeContext context;
        context.number = ++m_number;
        context.author = person(who);
        context.time = "2026-11-15T08:00:00.123Z";
        context.origin = origin;
        context.soloAllowed = solo;
        return reduce(now, change, context, &decision);
    }

    Change editing(const Fields& fields) const
    {
        Change change{ThingKind::Mapping, deskLink, ChangeOp::Edit, now.revision, {}};
        for (const auto& [field, after] : fields)
            change.fields.push_back({field, std::string(now.working().get(field)), after});
        return change;
    }

    Result<void> create(const std::string& who, const FieldMap& content = linkContent(1))
    {
        Change change{ThingKind::Mapping, deskLink, ChangeOp::Create, 0, {}};
        for (const auto& [field, value] : content)
            change.fields.push_back({field, {}, value});
        return apply(who, change);
    }

    Result<void> edit(const std::string& who, const Fields& fields, Origin origin = Origin::Edit)
    {
        return apply(who, editing(fields), origin);
    }
    Result<void> submit(const std::string& who) { return edit(who, {{"@status", "\"in_review\""}}, Origin::Review); }
    Result<void> withdraw(const std::string& who) { return edit(who, {{"@status", "\"draft\""}}, Origin::Review); }
    Result<void> approve(const std::string& who, Origin origin = Origin::Review)
    {
        return edit(who, {{"@status", "\"approved\""}}, origin);
    }
    Result<void> reject(const std::string& who, const std::string& comment = "Too dear")
    {
        return edit(who, {{"@status", "\"rejected\""}, {"@comment", jsonString(comment)}}, Origin::Review);
    }
    Result<void> retire(const std::string& who, bool wanted = true) { return edit(who, {{"@retire", wanted ? "true" : "false"}}); }
    Result<void> hold(const std::string& who, const std::string& json)
    {
        Change change = editing({{"@hold", json}});
        change.fields.front().before = now.hold.isNull() ? std::string() : now.hold.write();
        return apply(who, change);
    }
    Result<void> remove(const std::string& who)
    {
        Change change{ThingKind::Mapping, deskLink, ChangeOp::Delete, now.revision, {}};
        for (const auto& [field, value] : now.working())
            change.fields.push_back({field, value, {}});
        return apply(who, change);
    }
    // True where there was something to take back and it was taken back.
    bool undo(const std::string& who, const Change& original)
    {
        const Result<std::optional<Change>> back = undoChange(original, now);
        return back.ok() && back->has_value() && apply(who, **back, Origin::Undo).ok();
    }

    // Mia makes it, Ben approves it.
    bool approved(const FieldMap& content = linkContent(1))
    {
        return create("Mia", content).ok() && submit("Mia").ok() && approve("Ben").ok();
    }
    bool retired() { return approved() && retire("Mia").ok() && submit("Mia").ok() && approve("Ben").ok(); }

private:
    uint64_t m_number = 0;
};

} // namespace shelf::test
