// For rollbacks: what an earlier release had and is held back now.
#pragma once

#include "model/store/workspace.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// Mappings that are held back now and would leave all the same, because an earlier release had them.
class HeldWatch {
public:
    Result<void> load(Workspace& workspace)
    {
        auto held = workspace.heldMappings();
        if (!held)
            return held.error();
        m_held = std::move(*held);
        m_found.clear();
        return {};
    }
    void look(std::string_view id, std::string_view line)
    {
        if (m_held.empty())
            return;
        lookFor(id, id, line);
        // The link of a link rule goes where its rule goes. In a text the quotes would be escaped.
        constexpr std::string_view origin = ",\"origin\":\"";
        const size_t at = line.find(origin);
        if (at != std::string_view::npos)
            lookFor(line.substr(at + origin.size(), line.find('"', at + origin.size()) - at - origin.size()), id, line);
    }
    const std::vector<std::string>& found() const { return m_found; }

private:
    void lookFor(std::string_view mapping, std::string_view id, std::string_view line)
    {
        const auto place = std::lower_bound(m_held.begin(), m_held.end(), mapping,
            [](const HeldNow& held, std::string_view other) { return std::string_view(held.mapping) < other; });
        if (place == m_held.end() || place->mapping != mapping)
            return;
        // Holding back one version lets those before it go.
        if (!place->hold["previous"].toBool() || versionOf(line) >= place->hold["version"].toInteger(place->version))
            m_found.emplace_back(id);
    }

    // The number at the end of a line.
    static int64_t versionOf(std::string_view line)
    {
        constexpr std::string_view key = ",\"version\":";
        const size_t at = line.rfind(key);
        int64_t number = INT64_MAX; // held, in case of doubt
        if (at != std::string_view::npos)
            std::from_chars(line.data() + at + key.size(), line.data() + line.size(), number);
        return number;
    }

    std::vector<HeldNow> m_held;
    std::vector<std::string> m_found;
};

} // namespace shelf
