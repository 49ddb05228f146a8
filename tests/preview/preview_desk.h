// A shop from definitions in a line, and what its previews show.
#pragma once

#include "governance/preview/preview.h"
#include "model/io/definitions_file.h"
#include "model/query/catalog_keeper.h"
#include "tests/support/catalog.h"

#include <QFile>

#include <algorithm>
#include <functional>

namespace shelf::test {

struct PreviewDesk : Shop {
    Snapshot catalog;
    int files = 0;
    PreviewRequest request;
    View view = View::Working;

    PreviewDesk() { request.on = "2026-11-15"; }
    explicit PreviewDesk(const std::string& yaml) : PreviewDesk() { define(yaml); }

    void define(const std::string& yaml, const std::string& author = "mia")
    {
        const QString written = folder.filePath(QStringLiteral("definitions-%1.yaml").arg(files++));
        QFile file(written);
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString("shelfwright: 1\n" + yaml)) < 0)
            qFatal("cannot write %s", qPrintable(written));
        file.close();
        const auto applied = applyDefinitionFiles(*workspace, {written.toStdString()}, author);
        if (!applied)
            qFatal("%s: %s", applied.error().where.c_str(), applied.error().what.c_str());
        load();
    }
    void load()
    {
        auto keeper = CatalogKeeper::load(*workspace);
        if (!keeper)
            qFatal("%s", keeper.error().what.c_str());
        catalog = (*keeper)->snapshot();
    }
    void approveLink(const std::string& id)
    {
        const bool done = submit("mia", id).ok() && approve("jan", id).ok();
        if (!done)
            qFatal("cannot approve %s", id.c_str());
        load();
    }

    Preview preview(std::vector<std::string> anchors) const
    {
        PreviewRequest asked = request;
        asked.anchors = std::move(anchors);
        const PreviewEngine engine(catalog, view);
        auto made = engine.preview(asked);
        if (!made)
            qFatal("%s: %s", made.error().where.c_str(), made.error().what.c_str());
        return *std::move(made);
    }
    WhyAnswer why(const std::string& anchor, const std::string& sku) const
    {
        PreviewRequest asked = request;
        asked.anchors = {anchor};
        const PreviewEngine engine(catalog, view);
        auto made = engine.why(asked, sku);
        if (!made)
            qFatal("%s: %s", made.error().where.c_str(), made.error().what.c_str());
        return *std::move(made);
    }
    // "accessories: BAG STRAP; upgrades: CAM2"
    std::string shown(const std::string& anchor) const { return shownText(preview({anchor})); }
    static std::string shownText(const Preview& preview)
    {
        std::string text, slot;
        for (const PreviewItem& item : preview.shown) {
            if (item.slot != slot)
                text += (text.empty() ? "" : "; ") + item.slot + ":";
            slot = item.slot;
            text += " " + item.id;
        }
        return text;
    }
    // "BAG eligible: BAG is retired" for each, by id.
    std::string excluded(const std::string& anchor) const
    {
        std::string text;
        for (const PreviewItem& item : preview({anchor}).excluded)
            for (const Objection& objection : item.objections)
                text += (text.empty() ? "" : "; ") + item.id + " " + std::string(stageName(objection.stage)) + ": " + objection.because;
        return text;
    }
};

} // namespace shelf::test
