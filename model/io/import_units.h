// Mappings that are one unit each and are few: bundles, upgrade paths, compatibility rules, link rules. Collected from all files,
// then compared with what is there, each whole or not at all.
#pragma once

#include "model/io/import_mapping_context.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// Where a unit says something, for messages.
struct UnitPlace {
    uint64_t line = 0;
    std::string column;
};

// What becomes of a unit as a whole.
enum class UnitAction : uint8_t { Upsert, Delete, Skip };

struct ImportUnit {
    MappingKind kind = MappingKind::Bundle;
    std::string id;
    uint16_t origin = 0;
    UnitPlace place; // where it begins
    ContentEdits edits;
    std::optional<UnitAction> action; // none was said yet: Upsert
    bool removes() const { return action == UnitAction::Delete; }
    bool rejected = false; // something in it is wrong, and was said
    std::map<std::string, UnitPlace, std::less<>> skus; // where each SKU is named first
    std::map<std::string, UnitPlace, std::less<>> keys; // where each content key is set first

    // Sets a content key; false where another row of the unit said something else.
    bool set(const ContentEdit& edit, const UnitPlace& at);
    void nameSku(std::string_view sku, const UnitPlace& at) { skus.try_emplace(std::string(sku), at); }
};

class ImportUnits {
public:
    explicit ImportUnits(MappingContext& context) : m_context(context) { }

    // One file's unit with this id: a new one, or the one that has begun. Ids must be well formed.
    ImportUnit& unit(MappingKind kind, const std::string& id, uint16_t origin, const UnitPlace& at);
    // To be called after each file: what has begun is whole.
    void endFile();
    // A whole unit by itself.
    void add(ImportUnit unit);

    Result<bool> next(ChangeBlock& block); // false at the end
    void reject(ImportUnit& unit, const UnitPlace& at, std::string code, const std::string& message);

private:
    Result<void> write(ImportUnit& unit, ChangeBlock& block);
    Result<bool> skusExist(ImportUnit& unit, const FieldMap& content);

    MappingContext& m_context;
    std::map<std::string, ImportUnit> m_open; // of the file being read
    std::map<std::string, ImportUnit> m_units; // by id
    bool m_started = false;
    std::map<std::string, ImportUnit>::iterator m_next;
};

} // namespace shelf
