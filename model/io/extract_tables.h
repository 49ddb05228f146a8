// How products and mappings stand in the rows of a delimited file. Private to extract.
#pragma once

#include "model/domain/mapping.h"
#include "model/domain/product.h"
#include "model/io/delimited_writer.h"
#include "model/io/extract.h"
#include "model/io/profile.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

using FieldNames = std::set<std::string, std::less<>>;

// One row a product: the columns of formats.md, then every other field that occurs, then _action.
class ProductTable {
public:
    // `fields`: those that occur. `listsCategories`: some product has several categories, or one with a list's separators in it,
    // so that the column `categories` takes the place of `category`.
    ProductTable(const Definitions& definitions, const FieldNames& fields, bool listsCategories);

    std::vector<std::string> header() const;
    // What a profile says of each column: where it goes, and how its lists are separated.
    std::vector<std::pair<std::string, ColumnRule>> rules() const;
    // False: the product has a field that did not occur when the columns were chosen.
    bool addRow(DelimitedWriter& writer, const Thing& product, ExtractReport& report);

private:
    struct Column {
        std::string field; // and header; empty: _action
        const CoreField* core = nullptr;
        const Attribute* attribute = nullptr;
        bool primary = false; // `category`
        bool isList() const;
    };
    void addCell(DelimitedWriter& writer, const Column& column, std::string_view json, const Thing& product, ExtractReport& report);

    std::vector<Column> m_columns;
    std::vector<std::pair<std::string, size_t>> m_byField; // field and column, in byte order
    std::vector<std::string_view> m_values; // of one row, by column
};

// Mappings of one kind: a link a row, else a condition, component or step a row, with what all rows share on each of them.
class MappingTable {
public:
    // Which columns a mapping needs beyond the usual ones.
    static void noteNeeds(const MappingState& mapping, MappingKind kind, FieldNames& needs);

    MappingTable(MappingKind kind, const FieldNames& needs);
    std::vector<std::string> header() const;
    // False: it needs a column that was not noted.
    bool addRows(DelimitedWriter& writer, const MappingState& mapping, ExtractReport& report);

private:
    enum class Place { Content, Code, Variant, Price, Part, Action };
    struct Column {
        std::string header;
        Place place = Place::Content;
        std::string key; // of the content, of the price, or of a part
        ContentType type = ContentType::Text;
    };
    void addColumn(std::string header, Place place, std::string key = {}, ContentType type = ContentType::Text);
    void addContent(std::string_view header, std::string_view key);
    void addRow(DelimitedWriter& writer, const MappingState& mapping, const Json* part, ExtractReport& report);

    const MappingKind m_kind;
    FieldNames m_needs;
    std::vector<Column> m_columns;
};

} // namespace shelf
