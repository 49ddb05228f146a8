// The links of an import: kept compactly, sorted by id, compared with what is there, and given out as blocks of changes.
#pragma once

#include "model/io/import_link_types.h"
#include "model/io/import_mapping_context.h"
#include "model/io/import_sku_table.h"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// Whether a row's link is stored the other way round, and what that makes of its keys.
struct LinkEnds {
    uint32_t source = 0, target = 0;
    bool turned = false;
    bool ranksTurned = false; // each end of a symmetric link keeps its own rank
};

class ImportLinks {
public:
    explicit ImportLinks(MappingContext& context);

    enum Flag : uint8_t {
        Turned = 1, // the row's source is the link's target
        Removes = 2,
        FromList = 4,
        Unchecked = 8, // the content is to be checked as a whole
    };
    struct Row {
        uint64_t packed = 0; // where its edits begin in the arena
        uint32_t source = 0, target = 0; // numbers of SKUs
        uint32_t line = 0;
        uint32_t variant = 0;
        uint16_t type = 0; // place of the code
        uint16_t origin = 0;
        uint8_t flags = 0;
    };

    SkuTable& skus() { return m_skus; }
    LinkTypeNames& types() { return m_types; }
    uint32_t variant(std::string_view text);

    LinkEnds endsOf(uint16_t typeName, uint32_t source, uint32_t target) const;
    void add(Row row, std::string_view packedEdits);
    void remove(const LinkId& id, uint16_t origin, uint64_t line); // a link that is there, because a list does not name it

    std::string idOf(uint16_t type, uint32_t source, uint32_t target, uint32_t variant) const;
    // Looks up which SKUs exist. Once, before the two below.
    Result<void> resolveSkus();
    bool exists(uint32_t sku) const { return m_exists[sku] != 0; }

    void sort(); // when all rows are there
    Result<bool> next(ChangeBlock& block); // false at the end

private:
    // Rows of one id: what is left of them after duplicates and contradictions are gone.
    struct Group {
        size_t first = 0, end = 0;
        bool removes = false;
        uint8_t flags = 0;
        bool merged = false; // m_merged has the edits, from several rows
    };
    std::string_view packedOf(const Row& row) const;
    bool namesUnknown(const Row& row);
    size_t nextGroup(Group& group); // the row that stands for it, or npos where none is left
    void join(const Row& first, const Row& other, Group& group, bool& rejected);
    bool sameId(const Row& left, const Row& right) const;
    void appendId(std::string& out, uint16_t type, uint32_t source, uint32_t target, uint32_t variant) const;
    Result<void> write(const Row& row, const Group& group, ChangeBlock& block);
    void writeNew(const Row& row, const Group& group, ChangeBlock& block);
    bool checkContentOf(const Row& row, const std::string& id, const FieldMap& content);

    MappingContext& m_context;
    SkuTable m_skus;
    LinkTypeNames m_types;
    std::vector<std::string> m_variants{std::string()};
    std::map<std::string, uint32_t, std::less<>> m_variantPlaces;
    std::vector<Row> m_rows;
    std::string m_edits; // each set begins with its size in four bytes
    std::array<uint64_t, 1024> m_recent{}; // where sets of edits were put, by their hash: most rows have one of a few
    std::vector<char> m_exists;
    std::vector<char> m_plain; // the SKU stands for itself in an id and in JSON
    std::vector<std::string> m_encodedTypes;
    bool m_fresh = false; // no mapping is there
    size_t m_next = 0;
    std::string m_merged, m_id;
};

} // namespace shelf
