// Lists of targets, as cells hold them: which links of a product they name, in which order, and which links go.
#pragma once

#include "model/io/import_links.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace shelf {

class ImportLinkLists {
public:
    ImportLinkLists(MappingContext& context, ImportLinks& links) : m_context(context), m_links(links) { }

    void add(uint16_t origin, const LinkList& list, uint16_t typeName);

    // Every list becomes rows of single links, compared with what is there. After ImportLinks::resolveSkus().
    Result<void> resolve();

private:
    struct List {
        uint32_t source = 0;
        uint32_t line = 0;
        uint32_t first = 0, count = 0; // its targets
        uint16_t typeName = 0;
        uint16_t origin = 0;
        uint16_t column = 0;
        ListMode mode = ListMode::Merge;
    };
    // A link that a list names, or may drop.
    struct Named {
        uint32_t target = 0;
        uint32_t line = 0;
        uint16_t origin = 0;
        uint16_t type = 0;
        uint32_t position = 0; // in the list, from 1; those that were rejected count
        bool present = false; // and not retired
        std::optional<double> rank;
        std::string rankText; // as it is now
    };
    using Group = std::vector<const List*>;

    bool joins(const List& first, const List& other);
    uint64_t hashOfTargets(const List& list) const;
    bool isSame(const List& left, const List& right) const;
    Result<void> resolveGroup(const Group& lists);
    std::vector<Named> targetsOf(const Group& lists, bool& complete);
    Result<void> lookUp(uint32_t source, uint16_t typeName, Named& named);
    void rank(std::vector<Named>& named) const;
    Result<void> addBehind(uint32_t source, uint16_t typeName, std::vector<Named>& named);
    void put(const List& list, const Named& named, bool removes, bool ranked);
    using Visit = std::function<void(const MappingState& state, const LinkId& id, bool fromTarget)>;
    Result<void> forEachPresent(uint32_t source, uint16_t typeName, const Visit& visit);
    Result<void> dropOthers(const List& list, const std::vector<Named>& named);
    Result<void> indexReverse();
    std::vector<uint16_t> typesOf(uint16_t typeName) const;
    std::string columnOf(const List& list) const { return m_columns[list.column]; }

    MappingContext& m_context;
    ImportLinks& m_links;
    std::vector<List> m_lists;
    std::vector<uint32_t> m_targets;
    std::vector<std::string> m_columns;
    bool m_reverseIndexed = false;
    std::unordered_map<std::string, std::vector<std::string>> m_reverse; // target -> ids of links that are read from there too
};

} // namespace shelf
