// A random history of everything people do: products one by one and in bulk, definitions, mappings with review, undo.
#pragma once

#include "tests/support/catalog.h"

#include <map>
#include <random>
#include <string>
#include <vector>

namespace shelf::test {

// Every thing as text, by kind and key: what it holds, not how often it was changed.
using Contents = std::map<std::pair<std::string, std::string>, std::string>;

inline Contents contentsOf(Workspace& workspace)
{
    Contents contents;
    for (const auto kind :
        {ThingKind::Attribute, ThingKind::Family, ThingKind::Category, ThingKind::Channel, ThingKind::Season, ThingKind::Policy})
        for (const Thing* thing : workspace.definitions().all(kind))
            contents[{std::string(kindName(kind)), thing->key}] = thing->fields.toJson();
    const auto products = workspace.forEachProduct([&](const Thing& product) {
        contents[{"product", product.key}] = product.fields.toJson();
        return true;
    });
    const auto mappings = workspace.forEachMapping({}, [&](const MappingState& state) {
        contents[{"mapping", state.id}] =
            state.working().toJson() + (state.workingRetired() ? " retired" : "") + state.hold["reason"].text();
        return true;
    });
    if (!products || !mappings)
        qFatal("the workspace cannot be read");
    return contents;
}

class RandomHistory {
public:
    RandomHistory(Shop& shop, unsigned seed) : m_shop(shop), m_random(seed) { }

    int pick(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(n)); }

    // One change set, of what the chance says; false where it had no effect or was refused.
    bool step()
    {
        const std::string author = pick(2) ? "mia" : "jan";
        switch (pick(12)) {
        case 0:
            return done(author, bulkEdit());
        case 1:
            return done(author, bulkCreate(), Origin::Import);
        case 2:
            return done(author, bulkDelete());
        case 3:
            return done(author, definition(), Origin::Definitions);
        case 4:
        case 5:
            return done(author, link());
        case 6:
            return review(author);
        case 7:
            return pick(3) == 0 && takeBack(author);
        default:
            return done(author, products());
        }
    }

private:
    bool done(const std::string& author, std::vector<Change> changes, Origin origin = Origin::Edit)
    {
        if (changes.empty())
            return false;
        const auto applied = m_shop.apply(author, std::move(changes), origin);
        return applied && applied->number;
    }

    std::optional<Thing> product(const std::string& sku) { return m_shop.workspace->product(sku).value(); }

    std::string value(const std::string& field)
    {
        if (field == "mount")
            return pick(4) ? (pick(2) ? "\"E\"" : "\"Z\"") : "";
        if (field == "name")
            return jsonString("n " + std::to_string(pick(50)) + (pick(5) ? "" : " \"quoted\" \\ \u00e9"));
        return pick(5) ? std::to_string(pick(300)) : "";
    }

    static Change removal(const Thing& now)
    {
        return inverse(create(ThingKind::Product, now.key, {now.fields.begin(), now.fields.end()}), now.revision);
    }

    std::vector<Change> products()
    {
        std::vector<Change> changes;
        for (int i = pick(10), n = i + 1 + pick(4); i < n; ++i) {
            const std::string sku = "P" + std::to_string(i);
            const auto now = product(sku);
            if (!now)
                changes.push_back(create(ThingKind::Product, sku, {{"name", value("name")}, {"family", "\"lens\""}}));
            else if (pick(8) == 0 && m_shop.workspace->mappingsNaming(sku)->empty())
                changes.push_back(removal(*now));
            else
                for (const char* field : {"price", "stock", "name", "mount"})
                    if (const auto json = value(field); pick(2) && json != now->fields.get(field)) {
                        changes.push_back(edit(*now, field, json));
                        break;
                    }
        }
        return changes;
    }

    std::vector<Change> bulkEdit()
    {
        std::vector<Change> changes;
        const std::string field = std::vector<std::string>{"price", "stock", "mount", "name"}[static_cast<size_t>(pick(4))];
        const std::string same = value(field);
        const auto read = m_shop.workspace->forEachProduct([&](const Thing& now) {
            const std::string json = pick(2) ? same : value(field);
            if (pick(10) && now.fields.get(field) != json)
                changes.push_back(edit(now, field, json));
            return true;
        });
        return read ? changes : std::vector<Change>();
    }

    std::vector<Change> bulkCreate()
    {
        std::vector<Change> changes;
        const std::string prefix = "B" + std::to_string(pick(4)) + "-";
        for (int i = 0; i < 20; ++i)
            if (const std::string sku = prefix + std::to_string(i); !product(sku))
                changes.push_back(create(ThingKind::Product, sku,
                    {{"family", "\"lens\""}, {"mount", "\"Z\""}, {"name", jsonString(sku)}, {"price", std::to_string(i)}}));
        return changes;
    }

    std::vector<Change> bulkDelete()
    {
        std::vector<Change> changes;
        const std::string prefix = "B" + std::to_string(pick(4)) + "-";
        for (int i = 0; i < 20; ++i)
            if (const auto now = product(prefix + std::to_string(i)))
                changes.push_back(removal(*now));
        return changes;
    }

    std::vector<Change> definition()
    {
        const std::string key = "season-" + std::to_string(pick(4));
        const Thing* now = m_shop.workspace->definitions().find(ThingKind::Season, key);
        const std::string label = jsonString("Season " + std::to_string(pick(20)));
        if (!now)
            return {create(ThingKind::Season, key, {{"every", "\"11-15..12-24\""}, {"label", label}})};
        if (pick(4) == 0)
            return {inverse(create(ThingKind::Season, key, {now->fields.begin(), now->fields.end()}), now->revision)};
        return label == now->fields.get("label") ? std::vector<Change>() : std::vector<Change>{edit(*now, "label", label)};
    }

    std::string linkId() { return LinkId{"P" + std::to_string(pick(3)), "accessory", "Q" + std::to_string(pick(3)), {}}.text(); }

    std::vector<Change> link()
    {
        const std::string id = linkId();
        const auto parts = LinkId::parse(id);
        const auto state = m_shop.workspace->mapping(id).value();
        if (!state)
            return {create(ThingKind::Mapping, id,
                {{"rank", std::to_string(1 + pick(9))}, {"source", jsonString(parts->source)}, {"target", jsonString(parts->target)},
                    {"type", "\"accessory\""}})};
        const char* field = pick(2) ? "rank" : "reason";
        const std::string json = pick(6) == 0  ? ""
            : *field == 'r' && field[1] == 'a' ? std::to_string(1 + pick(9))
                                               : jsonString(value("price"));
        const std::string before(state->working().get(field));
        if (json == before || json == "\"\"")
            return {};
        return {{ThingKind::Mapping, id, ChangeOp::Edit, state->revision, {{field, before, json}}}};
    }

    bool review(const std::string& author)
    {
        const std::string id = linkId();
        if (!m_shop.workspace->mapping(id).value())
            return false;
        switch (pick(4)) {
        case 0:
            return m_shop.change(author, id, "@hold", "{\"reason\":\"wait\"}").ok();
        case 1:
            return m_shop.change(author, id, "@retire", pick(2) ? "true" : "false").ok();
        case 2:
            return m_shop.submit(author, id).ok();
        default:
            return m_shop.submit(author, id).ok() && m_shop.approve("ada", id).ok();
        }
    }

    bool takeBack(const std::string& author)
    {
        const uint64_t entries = m_shop.workspace->journalEntries();
        const auto outcome = m_shop.workspace->undo(author, 1 + m_random() % entries);
        return outcome && outcome->number;
    }

    Shop& m_shop;
    std::mt19937 m_random;
};

// A shop to begin with: products P0…, and Q0, Q1, Q2 for links to point at.
inline void beginHistory(Shop& shop)
{
    shop.stock(8);
    const auto applied = shop.apply(
        "mia", {create(ThingKind::Product, "Q0", {}), create(ThingKind::Product, "Q1", {}), create(ThingKind::Product, "Q2", {})});
    if (!applied)
        qFatal("%s", applied.error().what.c_str());
}

// How many steps a random test makes: a few in the suite, as many as one likes by hand.
inline int stepsFor(int few)
{
    const int asked = qEnvironmentVariableIntValue("SHELF_HISTORY_STEPS");
    return asked > 0 ? asked : few;
}

} // namespace shelf::test
