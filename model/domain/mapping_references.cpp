// referencesOf: what a mapping's content names, so that the store can see that it exists.
#include "model/domain/mapping.h"
#include "model/domain/product.h"

#include <algorithm>

namespace shelf {

namespace {

class Collector {
public:
    explicit Collector(const FieldMap& content) : m_content(content) { }

    void sku(const std::string& text)
    {
        if (!text.empty())
            m_found.skus.push_back(text);
    }

    void name(ThingKind kind, const std::string& key)
    {
        if (!key.empty())
            m_found.definitions.emplace_back(kind, key);
    }

    void names(ThingKind kind, std::string_view field)
    {
        for (const std::string& key : m_content.strings(field))
            name(kind, key);
    }

    // An attribute by code; what every product has is no attribute of its own, and "warranty@web" is one of "warranty".
    void attribute(const std::string& code)
    {
        if (!coreField(code) && code != "sku" && code != "category")
            name(ThingKind::Attribute, code.substr(0, code.find('@')));
    }

    void common()
    {
        names(ThingKind::Channel, "channels");
        names(ThingKind::Audience, "audiences");
        names(ThingKind::Intent, "intents");
        names(ThingKind::Trigger, "triggers");
        name(ThingKind::Season, m_content.text("season"));
        name(ThingKind::Template, m_content.text("template"));
    }

    void link()
    {
        sku(m_content.text("source"));
        sku(m_content.text("target"));
        name(ThingKind::LinkType, m_content.text("type"));
    }

    void linkRule()
    {
        for (const std::string& target : m_content.strings("targets"))
            sku(target);
        name(ThingKind::LinkType, m_content.text("type"));
    }

    void compat()
    {
        static constexpr std::string_view category = "category:"; // a side that is a category instead of a family
        for (const std::string_view side : {"left", "right"}) {
            const std::string text = m_content.text(side);
            if (text.starts_with(category))
                name(ThingKind::Category, text.substr(category.size()));
            else
                name(ThingKind::Family, text);
        }
        sku(m_content.text("with"));
        const Json where = m_content.json("where");
        for (const Json& condition : where.items()) {
            attribute(condition["left"].text());
            attribute(condition["right"].text());
        }
    }

    void bundle()
    {
        name(ThingKind::Intent, m_content.text("intent"));
        const Json components = m_content.json("components");
        for (const Json& component : components.items())
            sku(component["sku"].text());
        const Json groups = m_content.json("groups");
        for (const Json& group : groups.items())
            for (const std::string& one : group["of"].toStrings())
                sku(one);
    }

    void upgrade()
    {
        name(ThingKind::Intent, m_content.text("intent"));
        name(ThingKind::Trigger, m_content.json("trigger")["name"].text());
        for (const std::string& code : m_content.strings("key_attributes"))
            attribute(code);
        const Json steps = m_content.json("steps");
        for (const Json& step : steps.items()) {
            sku(step["sku"].text());
            for (const std::string& code : step["evidence"].toStrings())
                attribute(code);
        }
    }

    // In byte order, each once.
    ContentReferences found() &&
    {
        const auto tidy = [](auto& items) {
            std::sort(items.begin(), items.end());
            items.erase(std::unique(items.begin(), items.end()), items.end());
        };
        tidy(m_found.skus);
        tidy(m_found.definitions);
        return std::move(m_found);
    }

private:
    const FieldMap& m_content;
    ContentReferences m_found;
};

} // namespace

ContentReferences referencesOf(std::string_view id, const FieldMap& content)
{
    const std::optional<MappingKind> kind = mappingKindOf(id);
    if (!kind)
        return {};
    Collector collector(content);
    collector.common();
    switch (*kind) {
    case MappingKind::Link:
        collector.link();
        break;
    case MappingKind::LinkRule:
        collector.linkRule();
        break;
    case MappingKind::Compat:
        collector.compat();
        break;
    case MappingKind::Bundle:
        collector.bundle();
        break;
    case MappingKind::Upgrade:
        collector.upgrade();
        break;
    }
    return std::move(collector).found();
}

} // namespace shelf
