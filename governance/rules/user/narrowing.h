// For which subjects a user rule is.
#pragma once

#include "model/catalog/snapshot.h"

#include <algorithm>
#include <string>
#include <vector>

namespace shelf {

// Of these families, in or below these categories, in these channels; empty: all.
struct Narrowing {
    std::vector<std::string> families, categories, channels;

    bool none() const { return families.empty() && categories.empty() && channels.empty(); }
    bool hasProduct(const Snapshot& catalog, Row row) const
    {
        const auto family = catalog.family(row);
        if (!families.empty() && std::none_of(families.begin(), families.end(), [&](const std::string& f) { return family == f; }))
            return false;
        return categories.empty() || isInCategory(catalog, row);
    }
    bool isSold(const Snapshot& catalog, Row row) const
    {
        return channels.empty()
            || std::any_of(channels.begin(), channels.end(), [&](const std::string& c) { return catalog.soldIn(row, c); });
    }
    bool isFor(const std::vector<std::string>& mappingChannels) const // a mapping without channels is for all
    {
        return channels.empty() || mappingChannels.empty() || std::any_of(channels.begin(), channels.end(), [&](const std::string& c) {
            return std::find(mappingChannels.begin(), mappingChannels.end(), c) != mappingChannels.end();
        });
    }

private:
    bool isInCategory(const Snapshot& catalog, Row row) const
    {
        const Column* column = catalog.column("categories");
        const Code code = catalog.value(column, row);
        if (code == 0)
            return false;
        for (const Code element : column->values().elements(code))
            for (const std::string& category : categories)
                if (catalog.definitions().categoryIsBelow(column->values().elementValues().text(element), category))
                    return true;
        return false;
    }
};

} // namespace shelf
