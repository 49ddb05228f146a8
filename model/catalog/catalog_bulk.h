// Fills an empty Catalog with everything at once, on several threads: SKUs and columns on one, other columns on another, then mappings on
// any. For model/query/catalog_loader.cpp.
#pragma once

#include "model/catalog/catalog.h"
#include "model/catalog/column_writer.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shelf {

// One column's values, row after row in their order.
class ColumnFeed {
public:
    explicit ColumnFeed(ColumnWriter& column);
    void add(Row row, std::string_view json);
    void addText(Row row, std::string_view text); // a column is fed with texts, or with JSON, not both
    void addInteger(Row row, int64_t value);
    void addMillionths(Row row, int64_t value);
    void finish();

private:
    // A short value seen lately: all of its bytes, and how many.
    struct Seen {
        uint64_t first = 0, last = 0;
        size_t size = 0;
        Code code = 0;
    };
    // Where it would be, with its code 0 where it has to be looked up; nullptr: it is long, or one of very many.
    Seen* seen(std::string_view value);
    void goTo(Row row); // its chunk
    void begin(Row row); // a new value, which is written to the end of `m_bytes`
    void end();
    void put(Row row, Code code);
    void flush();
    void closeChunk();
    template <typename Text> void addNumber(Row row, int64_t value, Text&& text);

    static constexpr size_t batch = 64;
    static constexpr size_t remembered = 1024;
    ColumnWriter& m_column;
    Row m_chunk = 0; // whose codes are gathered
    std::vector<Code> m_codes;
    std::string m_bytes;
    std::array<uint32_t, batch> m_ends{};
    std::array<Row, batch> m_rows{};
    size_t m_count = 0;
    std::vector<std::pair<int64_t, Code>> m_numbers; // seen lately
    std::vector<Seen> m_seen;
};

// The columns that one thread fills.
class ColumnLane {
public:
    explicit ColumnLane(const std::optional<std::set<std::string>>& kept) : m_kept(kept) { }
    ColumnLane(ColumnLane&&) = default;
    ColumnFeed* feed(std::string_view field); // nullptr: not wanted
    // A JSON object's members, each into the column of its name. False: it is none.
    bool addObject(Row row, std::string_view json);

private:
    friend class CatalogBulk;
    struct Fed {
        std::string field;
        std::unique_ptr<ColumnFeed> feed;
    };
    std::optional<std::set<std::string>> m_kept;
    std::map<std::string, ColumnWriter, std::less<>> m_columns;
    std::vector<Fed> m_fed; // in byte order of fields
};

// What one content of a mapping has besides its fields.
struct BulkFacts {
    uint8_t flags = 0;
    MappingStatus status = MappingStatus::Draft;
    uint16_t approved = 0, edited = 0;
};

// The mappings that one thread reads. All SKUs must be known by then.
class MappingLane {
public:
    explicit MappingLane(std::shared_ptr<const Dictionary> skus);
    ~MappingLane();
    MappingLane(MappingLane&&) noexcept;
    // A link of which there is one content, as canonical JSON. False: it is not what was expected, use the other.
    bool addLink(std::string_view content, const BulkFacts& facts);
    void add(const MappingState& mapping, Days edited, std::string_view frozen = {}); // see Catalog::putMapping
    void flush(); // after the last one

private:
    friend class CatalogBulk;
    struct Pending;
    std::unique_ptr<Pending> m;
};

class CatalogBulk {
public:
    explicit CatalogBulk(Catalog& empty);
    void reserve(size_t products);
    // The next product's row is the number of those before. Call on one thread.
    void addSku(std::string_view sku);
    // About `most` SKUs from everywhere, sorted; after finishProducts.
    std::vector<std::string> sampledSkus(size_t most) const;
    ColumnLane lane() const;
    MappingLane mappingLane() const;
    // False: a SKU was there twice.
    bool finishProducts(std::span<ColumnLane> lanes);
    void finishMappings(std::span<MappingLane> lanes); // of flushed ones

private:
    void flushSkus();
    void finishParents();
    Catalog& m_catalog;
    Row m_products = 0;
    std::string m_bytes;
    std::vector<uint32_t> m_ends;
    bool m_twice = false;
};

} // namespace shelf
