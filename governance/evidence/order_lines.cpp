#include "governance/evidence/order_lines.h"

#include "model/domain/text.h"
#include "model/io/delimited_csvw.h"
#include "model/io/import_what.h"
#include "model/io/json_products.h"

#include <algorithm>
#include <span>
#include <tuple>

namespace shelf {

namespace {

constexpr std::string_view orderNames[] = {"order", "order_id", "order_number", "order_no", "orderid", "order_increment_id", "increment_id",
    "transaction", "transaction_id", "basket", "basket_id", "invoice", "invoice_no", "invoiceno", "receipt"};
constexpr std::string_view skuNames[] = {
    "sku", "product", "product_sku", "item", "item_sku", "product_id", "stock_code", "stockcode", "lineitem_sku"};
constexpr std::string_view quantityNames[] = {"quantity", "qty", "qty_ordered", "lineitem_quantity", "count", "pieces"};
constexpr std::string_view dateNames[] = {"date", "order_date", "ordered_at", "created_at", "invoice_date", "invoicedate", "day", "time"};
constexpr std::span<const std::string_view> namesOf[orderColumns] = {orderNames, skuNames, quantityNames, dateNames};

// Which column a header is for, and how well it fits: 0 is the name itself.
std::optional<std::pair<OrderColumn, size_t>> columnOf(std::string_view header)
{
    const std::string code = codeFor(header);
    for (size_t column = 0; column < orderColumns; ++column)
        for (size_t name = 0; name < namesOf[column].size(); ++name)
            if (namesOf[column][name] == code)
                return std::pair(static_cast<OrderColumn>(column), name);
    return std::nullopt;
}

Error missingColumn(const std::string& path, OrderColumn column)
{
    const std::string name(orderColumnName(column));
    return {ErrorKind::Rejected, column == OrderColumn::Order ? "NO_ORDER_COLUMN" : "NO_SKU_COLUMN", path,
        "has no column that says the " + (column == OrderColumn::Order ? "order of a line" : std::string("SKU")),
        "name it " + name + ", or say in a profile which column goes to: " + name};
}

} // namespace

std::string_view orderColumnName(OrderColumn column)
{
    return namesOf[static_cast<size_t>(column)].front();
}

Result<std::unique_ptr<OrderLines>> OrderLines::open(const std::string& path, const std::string& format, const ImportProfile& profile)
{
    std::unique_ptr<OrderLines> lines(new OrderLines());
    bool json = format == "jsonl";
    if (format == "auto" || format.empty()) {
        const auto looks = looksLikeJsonLines(path);
        if (!looks)
            return looks.error();
        json = *looks;
    }
    if (!json) {
        if (auto opened = lines->openDelimitedFile(path, profile); !opened)
            return opened.error();
        return lines;
    }
    auto reader = JsonLinesReader::open(path);
    if (!reader)
        return reader.error();
    lines->m_json.emplace(*std::move(reader));
    lines->m_profile = &profile;
    for (size_t column = 0; column < orderColumns; ++column)
        lines->m_columns[column].label = orderColumnName(static_cast<OrderColumn>(column));
    for (const auto& [key, rule] : profile.columns)
        for (size_t column = 0; column < orderColumns; ++column)
            if (!rule.ignore && rule.to == orderColumnName(static_cast<OrderColumn>(column)))
                lines->m_columns[column] = {{}, key, rule};
    return lines;
}

Result<void> OrderLines::openDelimitedFile(const std::string& path, const ImportProfile& given)
{
    ImportProfile profile = given;
    if (auto described = addCsvwDescription(path, profile); !described)
        return described;
    auto form = detectDelimited(path, {profile.delimiter, profile.quote, profile.encoding, profile.headerRow});
    if (!form)
        return form.error();
    m_form = *std::move(form);
    if (auto named = nameColumns(path, m_form.header, profile); !named)
        return named;
    auto opened = openDelimited(path, m_form);
    if (!opened)
        return opened.error();
    m_opened = *std::move(opened);
    return {};
}

Result<void> OrderLines::nameColumns(const std::string& path, const std::vector<std::string>& header, const ImportProfile& profile)
{
    for (const auto& [name, rule] : profile.columns)
        if (!rule.ignore && std::find(header.begin(), header.end(), name) == header.end())
            return Error{ErrorKind::Rejected, "UNKNOWN_COLUMN", path, "has no column " + forTerminal(name, 120),
                "correct the profile, or take the column out of it"};
    std::array<size_t, orderColumns> fit;
    fit.fill(SIZE_MAX);
    for (size_t cell = 0; cell < header.size(); ++cell) {
        const ColumnRule* rule = profile.column(header[cell]);
        if (rule && rule->ignore)
            continue;
        const auto found = columnOf(rule && !rule->to.empty() ? rule->to : header[cell]);
        if (!found)
            continue;
        const auto& [column, rank] = *found;
        const size_t at = static_cast<size_t>(column);
        if (rank == fit[at])
            return Error{ErrorKind::Rejected, "DUPLICATE_COLUMN", path, "has two columns for " + std::string(orderColumnName(column)),
                "rename one of them, or name one in a profile"};
        if (rank < fit[at]) {
            fit[at] = rank;
            m_columns[at] = {cell, header[cell], rule ? *rule : ColumnRule()};
        }
    }
    for (const OrderColumn column : {OrderColumn::Order, OrderColumn::Sku})
        if (!m_columns[static_cast<size_t>(column)].cell)
            return missingColumn(path, column);
    for (size_t cell = 0; cell < header.size(); ++cell)
        if (std::none_of(m_columns.begin(), m_columns.end(), [cell](const Column& column) { return column.cell == cell; }))
            m_passedOver.push_back(header[cell].empty() ? "column " + std::to_string(cell + 1) : header[cell]);
    return {};
}

std::string OrderLines::label(OrderColumn column) const
{
    const std::string& label = m_columns[static_cast<size_t>(column)].label;
    return label.empty() ? std::string(orderColumnName(column)) : label;
}

uint64_t OrderLines::position() const
{
    return m_json ? m_json->bytesRead() : m_opened.source->position();
}

uint64_t OrderLines::size() const
{
    return m_json ? m_json->bytesTotal() : m_opened.source->size();
}

Result<void> OrderLines::checkUnchanged() const
{
    return m_json ? Result<void>() : m_opened.source->checkUnchanged(); // the other reader sees to it at its end
}

bool OrderLines::next(OrderLine& line)
{
    line.problem.reset();
    return m_json ? nextJson(line) : nextDelimited(line);
}

std::string_view OrderLines::cell(OrderColumn column) const
{
    const auto& at = m_columns[static_cast<size_t>(column)].cell;
    return at && *at < m_record.cells.size() ? trimmed(m_record.cells[*at]) : std::string_view();
}

bool OrderLines::nextDelimited(OrderLine& line)
{
    do {
        if (!m_opened.reader->next(m_record)) {
            m_error = m_opened.reader->error();
            return false;
        }
    } while (m_record.blank());
    line.row = m_record.line;
    line.problem = problemOf(m_record, m_form.header);
    if (line.problem)
        return true;
    line.order = cell(OrderColumn::Order);
    line.sku = cell(OrderColumn::Sku);
    line.quantity = cell(OrderColumn::Quantity);
    line.date = cell(OrderColumn::Date);
    return true;
}

bool OrderLines::nextJson(OrderLine& line)
{
    if (!m_json->next(m_line)) {
        m_error = m_json->error();
        return false;
    }
    line.row = m_line.number;
    if (!m_line.good()) {
        line.problem = RecordProblem{{}, m_line.code, m_line.message};
        return true;
    }
    std::array<std::string_view*, orderColumns> texts = {&line.order, &line.sku, &line.quantity, &line.date};
    std::array<size_t, orderColumns> fit;
    fit.fill(SIZE_MAX);
    for (std::string_view* text : texts)
        *text = {};
    for (const auto& [key, value] : m_line.object.members()) {
        size_t at = orderColumns, rank = 0;
        for (size_t column = 0; column < orderColumns; ++column)
            if (m_columns[column].label == key)
                at = column;
        if (const auto found = at == orderColumns ? columnOf(key) : std::nullopt)
            std::tie(at, rank) = std::pair(static_cast<size_t>(found->first), found->second + 1);
        if (at == orderColumns || rank >= fit[at])
            continue;
        fit[at] = rank;
        if (at == static_cast<size_t>(OrderColumn::Sku) && !value.isString() && !value.isNull()) {
            line.problem = RecordProblem{key, "ID_NOT_TEXT", "a SKU must be a text, in quotes"};
            return true;
        }
        if (!value.isString() && !value.isNumber() && !value.isNull()) {
            line.problem = RecordProblem{key, "BAD_TEXT", "is neither a text nor a number"};
            return true;
        }
        *texts[at] = trimmed(value.text());
    }
    return true;
}

} // namespace shelf
