// What the store refuses whoever asks: products of families that do not exist, attributes nobody defined, mappings that name
// unknown SKUs, the removal of what is still named. Collected while a change set is applied and decided at its end, so that
// the order inside a change set does not matter.
#pragma once

#include "model/change/mapping_state.h"
#include "model/domain/mapping.h"
#include "model/store/seen_texts.h"
#include "model/store/workspace_impl.h"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace shelf {

class ReferenceChecks {
public:
    void seeProducts(const ChangeBlock& block);
    void seeDefinition(const Thing& after, bool removed);
    void seeMapping(const MappingState& after); // as it is after the change; revision 0: deleted
    // A new, plain link; the hash is SeenTexts' of its target.
    void seeLink(std::string_view id, std::string_view source, std::string_view type, std::string_view target, size_t targetHash);
    const SeenTexts& seenSkus() const { return m_skus; }

    // The first thing that is wrong, or nothing. `definitions` are those after the change set.
    Result<void> decide(Store& store, const Definitions& definitions);

private:
    Result<void> checkProductFields(Store& store, const Definitions& definitions) const;
    Result<void> checkDefinitions(Store& store, const Definitions& definitions) const;
    Result<void> checkMappings(Store& store, const Definitions& definitions) const;
    Result<void> checkRemovedProducts(Store& store) const;
    bool allSkusExist(Store& store) const; // false: not known

    // Distinct JSON texts of the fields that name other things, each with one SKU that has it.
    using Seen = std::unordered_map<std::string, std::string>;
    Seen m_families, m_categories, m_channels, m_parents;
    std::set<std::string> m_attributes;
    std::unordered_set<std::string> m_removedProducts;
    std::vector<Thing> m_definitions, m_removedDefinitions;
    // What working mappings name, each with one mapping that names it: bounded by the catalog, not by the change set.
    SeenTexts m_skus;
    std::map<std::pair<ThingKind, std::string>, std::string> m_names;
    // A link from the larger SKU to the smaller, of each type: wrong where the type is symmetric.
    std::map<std::string, LinkId, std::less<>> m_turnedLinks;
    std::string m_lastType, m_lastSource; // seen by seeLink
};

} // namespace shelf
