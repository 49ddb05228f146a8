// A small shop around previews: products and mappings from definitions, approvals, releases, and previews of any state.
#pragma once

#include "governance/preview/scenario.h"
#include "governance/release/release_catalog.h"
#include "model/io/definitions_file.h"
#include "tests/governance/release_desk.h"

namespace shelf::test {

inline constexpr const char* cameraShop = R"(attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]
families:
  - { code: camera, label: Camera, owner: mia, attributes: [ { code: mount } ] }
  - { code: lens, label: Lens, owner: mia, attributes: [ { code: mount } ] }
  - { code: bag, label: Bag, owner: mia }
products:
  - { sku: CAM, name: Camera with mount, family: camera, price: 900 EUR, stock: 5, values: { mount: OX } }
  - { sku: LENS-OX, name: Lens one, family: lens, price: 300 EUR, stock: 5, values: { mount: OX } }
  - { sku: LENS-LM, name: Lens two, family: lens, price: 310 EUR, stock: 5, values: { mount: LM } }
  - { sku: BAG-1, name: Small bag, family: bag, price: 50 EUR, stock: 9 }
  - { sku: BAG-2, name: Large sack, family: bag, price: 60 EUR, stock: 9 }
  - { sku: BAG-3, name: Blue pouch, family: bag, price: 20 EUR, stock: 9 }
links:
  - { source: CAM, type: accessory, target: BAG-1, rank: 1, reason: Holds the body and one lens, owner: mia }
  - { source: CAM, type: accessory, target: BAG-2, rank: 2, reason: Holds everything, owner: mia }
  - { source: CAM, type: accessory, target: LENS-OX, rank: 3, reason: Sits on the bayonet, owner: mia }
)";

struct AroundDesk : ReleaseDesk {
    int files = 0;

    explicit AroundDesk(const std::string& definitions = cameraShop)
    {
        if (!definitions.empty())
            take(definitions);
    }
    Result<DefinitionsOutcome> applyText(const std::string& text, const std::string& author = "mia")
    {
        const std::string file = dir("definitions-" + std::to_string(files++) + ".yaml");
        writeFile(file, "shelfwright: 1\n" + text);
        return applyDefinitionFiles(*workspace, {file}, author);
    }
    // The change set's number.
    uint64_t take(const std::string& text, const std::string& author = "mia")
    {
        const auto applied = applyText(text, author);
        if (!applied)
            qFatal("%s: %s; %s", applied.error().where.c_str(), applied.error().what.c_str(), applied.error().tryThis.c_str());
        return applied->number.value_or(0);
    }
    StateContent state(const std::string& name)
    {
        const auto parsed = PreviewState::parse(name);
        auto content = StateCatalogs(*workspace, {}).content(*parsed);
        if (!content)
            qFatal("%s: %s", content.error().where.c_str(), content.error().what.c_str());
        return *std::move(content);
    }
    Preview preview(const std::string& sku, const std::string& name = "draft", PreviewRequest request = {})
    {
        return previewOf(state(name), sku, std::move(request));
    }
    static Preview previewOf(const StateContent& content, const std::string& sku, PreviewRequest request = {})
    {
        const PreviewEngine engine(content.catalog, content.view);
        request.anchors = {sku};
        if (request.on.empty())
            request.on = content.on;
        auto preview = engine.preview(request);
        if (!preview)
            qFatal("%s: %s", preview.error().where.c_str(), preview.error().what.c_str());
        preview->state = content.state.text();
        return *std::move(preview);
    }
    // "accessories: BAG-1 BAG-2; upgrades: CAM-2"
    static QString shown(const Preview& preview)
    {
        std::string text, slot;
        for (const PreviewItem& item : preview.shown) {
            if (item.slot != slot)
                text += (text.empty() ? "" : "; ") + item.slot + ":";
            slot = item.slot;
            text += " " + item.id;
        }
        return QString::fromStdString(text);
    }
};

} // namespace shelf::test
