// Checks lines of mappings.jsonl against release.md: canonical JSON, keys known and in order, right types, ids that fit.
// One pass over the bytes; nothing is built for the common kinds of line.
#pragma once

#include "governance/release/manifest.h"
#include "model/domain/mapping.h"

#include <optional>
#include <string>
#include <string_view>

namespace shelf {

class LineChecker {
public:
    // A line without its LF. nullopt: it is as it must be; else what is wrong, without place.
    std::optional<std::string> check(std::string_view line);

    // Of the line last checked, where it was right (order: of the line before it too).
    const std::string& id() const { return m_id; }
    const ReleaseCounts& counts() const { return m_counts; }

private:
    std::optional<std::string> checkKeys(std::string_view line, size_t position, MappingKind kind);
    std::optional<std::string> takeId(std::string_view json);

    std::string m_id, m_next;
    std::string m_lastTime;
    ReleaseCounts m_counts;
};

// Length of the canonical JSON value at the start of `text`; 0 where there is none. Objects and lists nest at most 64 deep.
size_t canonicalValueLength(std::string_view text);

} // namespace shelf
