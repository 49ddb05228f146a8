// The lines of a file of orders: delimited text or JSON Lines, whose columns are found by their names or named by a profile.
#pragma once

#include "model/io/delimited_detect.h"
#include "model/io/json_lines_reader.h"
#include "model/io/profile.h"
#include "model/io/record_check.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

enum class OrderColumn { Order, Sku, Quantity, Date };
inline constexpr size_t orderColumns = 4;
std::string_view orderColumnName(OrderColumn column); // "order", "sku", "quantity", "date"

// One line. The texts live until the next one; those of columns that the file lacks are empty.
struct OrderLine {
    uint64_t row = 0; // from 1
    std::string_view order, sku, quantity, date; // without spaces around them
    std::optional<RecordProblem> problem; // why it cannot be used
};

class OrderLines {
public:
    // `format`: csv, jsonl or auto. Errors: Rejected NO_ORDER_COLUMN, NO_SKU_COLUMN, those of the readers; System.
    static Result<std::unique_ptr<OrderLines>> open(const std::string& path, const std::string& format, const ImportProfile& profile);

    bool next(OrderLine& line); // false at the end, or after an error
    const std::optional<Error>& error() const { return m_error; }
    uint64_t position() const; // bytes
    uint64_t size() const;
    // The file's name of a column, for messages; ours where it lacks it.
    std::string label(OrderColumn column) const;
    const ColumnRule& rule(OrderColumn column) const { return m_columns[static_cast<size_t>(column)].rule; }
    const std::vector<std::string>& passedOver() const { return m_passedOver; } // names of columns that are not looked at
    Result<void> checkUnchanged() const; // Rejected CHANGED

private:
    struct Column {
        std::optional<size_t> cell;
        std::string label;
        ColumnRule rule;
    };
    OrderLines() = default;
    Result<void> openDelimitedFile(const std::string& path, const ImportProfile& profile);
    Result<void> nameColumns(const std::string& path, const std::vector<std::string>& header, const ImportProfile& profile);
    bool nextDelimited(OrderLine& line);
    bool nextJson(OrderLine& line);
    std::string_view cell(OrderColumn column) const;

    std::array<Column, orderColumns> m_columns;
    std::vector<std::string> m_passedOver;
    DelimitedForm m_form;
    OpenedDelimited m_opened;
    Record m_record;
    std::optional<JsonLinesReader> m_json;
    const ImportProfile* m_profile = nullptr; // of JSON: names of keys
    JsonLine m_line;
    std::optional<Error> m_error;
};

} // namespace shelf
