// For rollbacks: what an earlier release had and is held back now.
#pragma once

#include "model/store/workspace.h"

#include <algorithm>
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
        const auto place = std::lower_bound(m_held.begin(), m_held.end(), id,
            [](const HeldNow& held, std::string_view other) { return std::string_view(held.mapping) < other; });
        if (place == m_held.end() || place->mapping != id)
            return;
        // Holding back the newest version lets those before it go.
        const std::string newest = ",\"version\":" + std::to_string(place->version) + "}";
        if (!place->hold["previous"].toBool() || line.ends_with(newest))
            m_found.emplace_back(id);
    }
    const std::vector<std::string>& found() const { return m_found; }

private:
    std::vector<HeldNow> m_held;
    std::vector<std::string> m_found;
};

} // namespace shelf
