// A thing is anything the workspace keeps and a change set can name: a product, a mapping, a family, a season … It has a
// kind, a key (its SKU, id or code as text: the same in every copy of the workspace) and fields. A field's value is
// canonical JSON text (model/domain/json.h); a field that has no value is absent.
#pragma once

#include "model/domain/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shelf {

// The numbers are written into journals: never reuse one.
enum class ThingKind : uint8_t {
    Attribute = 1,
    Family = 2,
    Category = 3,
    Channel = 4,
    Audience = 5,
    Intent = 6,
    Trigger = 7,
    Season = 8,
    LinkType = 9,
    Template = 10,
    Policy = 11,
    Rule = 12,
    Scenario = 13,
    Profile = 14,
    Waiver = 15,
    DataSet = 16,
    Product = 32,
    Mapping = 33,
};

std::string_view kindName(ThingKind kind); // "attribute", "link_type", "product" …
std::optional<ThingKind> kindFromName(std::string_view name);
// The code of the error for a name that does not exist: "UNKNOWN_FAMILY", "UNKNOWN_SKU" …
std::string_view unknownNameCode(ThingKind kind);
bool isDefinition(ThingKind kind); // everything but products and mappings

// Fields in byte order of their names; values are canonical JSON text, never empty.
class FieldMap {
public:
    using Entry = std::pair<std::string, std::string>;

    std::string_view get(std::string_view field) const; // empty: absent
    bool has(std::string_view field) const { return !get(field).empty(); }
    void set(std::string_view field, std::string_view json); // empty json removes
    void setText(std::string_view field, std::string_view text); // as a JSON string; empty text removes
    void append(std::string field, std::string json); // for callers that add in order: field is after all others
    void clear() { m_entries.clear(); }
    bool empty() const { return m_entries.empty(); }
    size_t size() const { return m_entries.size(); }
    auto begin() const { return m_entries.begin(); }
    auto end() const { return m_entries.end(); }

    // Typed reading; the fallback where absent or of another type.
    Json json(std::string_view field) const; // null where absent
    std::string text(std::string_view field) const; // a string's text, a number's or boolean's JSON, else empty
    std::vector<std::string> strings(std::string_view field) const;
    bool boolean(std::string_view field, bool fallback = false) const;
    std::optional<double> number(std::string_view field) const;

    std::string toJson() const; // one canonical object, keys in byte order
    static Result<FieldMap> fromJson(std::string_view object);

    bool operator==(const FieldMap&) const = default;

private:
    std::vector<Entry> m_entries;
};

struct Thing {
    ThingKind kind = ThingKind::Product;
    std::string key;
    uint64_t revision = 0; // counts this thing's changes; 0: it does not exist
    uint64_t changedIn = 0; // number of the change set that made this revision; 0: came with the workspace
    FieldMap fields;

    bool operator==(const Thing&) const = default;
};

} // namespace shelf
