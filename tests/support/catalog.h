// A small workspace in a line, for tests: a temporary folder, a fixed clock, and change sets by hand.
#pragma once

#include "model/change/change_set.h"
#include "model/domain/mapping.h"
#include "model/store/workspace.h"

#include <QTemporaryDir>
#include <QtTest>

#include <memory>
#include <string>
#include <vector>

namespace shelf::test {

inline Clock fixedClock(int64_t milliseconds = 1792800000000) // 2026-10-24
{
    return [milliseconds] { return milliseconds; };
}

inline Change create(ThingKind kind, const std::string& key, std::vector<std::pair<std::string, std::string>> fields)
{
    Change change{kind, key, ChangeOp::Create, 0, {}};
    for (auto& [field, json] : fields)
        change.fields.push_back({field, {}, json});
    return change;
}

inline Change edit(const Thing& now, const std::string& field, const std::string& json)
{
    return {now.kind, now.key, ChangeOp::Edit, now.revision, {{field, std::string(now.fields.get(field)), json}}};
}

inline ChangeSet changeSet(const std::string& author, const std::string& label, std::vector<Change> changes, Origin origin = Origin::Edit)
{
    ChangeSet set;
    set.header.author = author;
    set.header.label = label;
    set.header.origin = origin;
    for (auto& change : changes)
        set.add(std::move(change));
    return set;
}

// An open workspace in a folder of its own.
struct Shop {
    QTemporaryDir folder;
    std::string path;
    std::unique_ptr<Workspace> workspace;

    Shop()
    {
        path = (folder.path() + QStringLiteral("/shop.shelf")).toStdString();
        auto made = Workspace::create(path, {false, fixedClock()});
        if (made)
            workspace = std::move(*made);
        else
            qFatal("%s", made.error().what.c_str());
    }

    Result<Applied> apply(const std::string& author, std::vector<Change> changes, Origin origin = Origin::Edit)
    {
        return workspace->apply(changeSet(author, "a change", std::move(changes), origin));
    }

    // Products with a name and a price, of a family made for them.
    void stock(int count)
    {
        std::vector<Change> changes;
        changes.push_back(
            create(ThingKind::Attribute, "mount", {{"label", "\"Mount\""}, {"type", "\"choice\""}, {"options", "[\"E\",\"Z\"]"}}));
        changes.push_back(
            create(ThingKind::Family, "lens", {{"label", "\"Lens\""}, {"attributes", "[{\"code\":\"mount\",\"required\":[\"web\"]}]"}}));
        for (int i = 0; i < count; ++i)
            changes.push_back(create(ThingKind::Product, "P" + std::to_string(i),
                {{"name", jsonString("Product " + std::to_string(i))}, {"family", "\"lens\""}, {"price", std::to_string(100 + i)},
                    {"mount", "\"E\""}}));
        const auto applied = apply("mia", std::move(changes));
        if (!applied)
            qFatal("%s: %s", applied.error().where.c_str(), applied.error().what.c_str());
    }

    std::string link(const std::string& author, const std::string& source, const std::string& target, const std::string& type = "accessory")
    {
        const std::string id = LinkId{source, type, target, {}}.text();
        const auto applied = apply(author,
            {create(ThingKind::Mapping, id,
                {{"source", jsonString(source)}, {"type", jsonString(type)}, {"target", jsonString(target)}, {"owner", "\"mia\""}})});
        if (!applied)
            qFatal("%s: %s", applied.error().where.c_str(), applied.error().what.c_str());
        return id;
    }

    // One field of one mapping, on its present revision.
    Result<Applied> change(
        const std::string& author, const std::string& id, const std::string& field, const std::string& json, Origin origin = Origin::Edit)
    {
        const auto now = workspace->mapping(id);
        const auto& state = now->value();
        const std::string before = field.front() == '@' ? std::string() : std::string(state.working().get(field));
        return apply(author, {{ThingKind::Mapping, id, ChangeOp::Edit, state.revision, {{field, before, json}}}}, origin);
    }
    Result<Applied> submit(const std::string& author, const std::string& id)
    {
        return change(author, id, "@status", "\"in_review\"", Origin::Review);
    }
    Result<Applied> approve(const std::string& author, const std::string& id)
    {
        return change(author, id, "@status", "\"approved\"", Origin::Review);
    }

    // Every product, mapping and definition as text: equal content gives equal text.
    std::string content()
    {
        std::string text;
        for (const auto kind :
            {ThingKind::Attribute, ThingKind::Family, ThingKind::Category, ThingKind::Channel, ThingKind::Policy, ThingKind::Season})
            for (const Thing* thing : workspace->definitions().all(kind))
                text += std::string(kindName(kind)) + " " + thing->key + " " + thing->fields.toJson() + "\n";
        const auto products = workspace->forEachProduct([&](const Thing& product) {
            text += product.key + " " + product.fields.toJson() + "\n";
            return true;
        });
        const auto mappings = workspace->forEachMapping({}, [&](const MappingState& state) {
            if (!(state.hasDraft ? state.draftRetires : state.approved.retired))
                text += state.id + " " + state.working().toJson() + "\n";
            return true;
        });
        return products && mappings ? text : "unreadable";
    }
};

#define SHELF_OK(result)                                                                                                                   \
    do {                                                                                                                                   \
        const auto& checked_ = (result);                                                                                                   \
        QVERIFY2(checked_.ok(), checked_.ok() ? "" : (checked_.error().where + ": " + checked_.error().what).c_str());                     \
    } while (false)

} // namespace shelf::test
