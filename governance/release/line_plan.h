// The keys of a line of mappings.jsonl, in release.md's order, kind by kind: shared by the writer and the checker.
#pragma once

#include "model/domain/mapping.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct PlannedKey {
    std::string_view name;
    std::string prefix; // ,"name":
    ContentType type = ContentType::Text;
};

// Keys after `id` and `kind`: the released content, `filter`, `owner`, and what the approval adds.
class LinePlan {
public:
    static constexpr size_t maxKeys = 48;
    static const LinePlan& of(MappingKind kind); // not for link rules: they never leave as such

    const std::vector<PlannedKey>& keys() const { return m_keys; }
    // Content keys that leave, in byte order, with their place in keys().
    struct ByName {
        std::string_view name;
        uint8_t place;
    };
    const std::vector<ByName>& byName() const { return m_byName; }
    size_t place(std::string_view name) const; // maxKeys where there is no such key

    size_t filter() const { return m_filter; }
    size_t approvedBy() const { return m_filter + 2; }
    size_t approvedAt() const { return m_filter + 3; }
    size_t version() const { return m_filter + 4; }

private:
    explicit LinePlan(MappingKind kind);
    std::vector<PlannedKey> m_keys;
    std::vector<ByName> m_byName;
    size_t m_filter = 0;
};

} // namespace shelf
