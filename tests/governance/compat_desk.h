// A shop from definitions in a line, and its catalog in memory.
#pragma once

#include "governance/compatibility/compatibility.h"
#include "model/io/definitions_file.h"
#include "model/query/catalog_keeper.h"
#include "tests/governance/release_desk.h"

namespace shelf::test {

struct CompatDesk : ReleaseDesk {
    Snapshot catalog;
    int files = 0;

    CompatDesk() = default;
    explicit CompatDesk(const std::string& yaml) { define(yaml); }

    void define(const std::string& yaml, const std::string& author = "mia")
    {
        const std::string file = dir("definitions-" + std::to_string(files++) + ".yaml");
        writeFile(file, "shelfwright: 1\n" + yaml);
        const auto applied = applyDefinitionFiles(*workspace, {file}, author);
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
    Row row(const std::string& sku) const
    {
        const Row found = catalog.find(sku);
        if (found == noRow)
            qFatal("no product %s", sku.c_str());
        return found;
    }
    std::string fit(const std::string& a, const std::string& b, View view = View::Working) const
    {
        return std::string(fitName(Compatibility(catalog, view).fit(row(a), row(b))));
    }
    PairCount count(const std::string& rule) const
    {
        return Compatibility(catalog, View::Working).count(*catalog.entry(rule, View::Working));
    }
    std::vector<std::string> partners(const std::string& rule, const std::string& sku, Fit answer, bool all = false) const
    {
        std::vector<std::string> skus;
        for (const Row each : Compatibility(catalog, View::Working).partners(*catalog.entry(rule, View::Working), row(sku), answer, all))
            skus.emplace_back(catalog.sku(each));
        std::sort(skus.begin(), skus.end());
        return skus;
    }
};

} // namespace shelf::test
