#include "model/io/import_rows.h"

#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>
#include <cstring>

namespace shelf {

namespace {

    constexpr size_t freshBlockBytes = size_t(8) << 20;
    constexpr size_t comparedBlockBytes = size_t(3) << 20; // what is there before goes into these blocks too

    void appendString(std::string& out, std::string_view text, bool plain)
    {
        if (!plain) {
            appendJsonString(out, text);
            return;
        }
        const size_t at = out.size();
        out.append(text.size() + 2, '"');
        std::memcpy(out.data() + at + 1, text.data(), text.size());
    }

    // Text that is a canonical decimal as it stands.
    bool isCanonicalNumber(std::string_view text)
    {
        return isInferredNumber(text, '.') && (text.back() != '0' || text.find('.') == std::string_view::npos) && text != "-0";
    }

    bool fitsInferred(const PlannedColumn& column, std::string_view text)
    {
        switch (column.attribute.type) {
        case AttributeType::Integer: return isInferredInteger(text);
        case AttributeType::Number: return isInferredNumber(text, column.reading.decimalMark);
        case AttributeType::Boolean: return isInferredBoolean(text);
        case AttributeType::Date: return parseDate(text).has_value();
        case AttributeType::Money: return isInferredMoney(text);
        case AttributeType::Url: return isInferredUrl(text);
        case AttributeType::Choice: return !column.known || column.known->has(text);
        default: return true;
        }
    }

    bool isSimpleSku(std::string_view sku)
    {
        if (sku.empty() || sku.size() > maxSkuBytes || sku.front() == ' ' || sku.back() == ' ')
            return false;
        return std::all_of(sku.begin(), sku.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    }

    std::string shown(std::string_view text) { return "\"" + forTerminal(text, 60) + "\""; }

    const char* codeOf(CoreType type)
    {
        switch (type) {
        case CoreType::Money:
        case CoreType::Integer: return "BAD_NUMBER";
        case CoreType::Date: return "BAD_DATE";
        case CoreType::Boolean: return "BAD_BOOLEAN";
        case CoreType::Lifecycle: return "BAD_LIFECYCLE";
        case CoreType::List: return "BAD_LIST";
        case CoreType::Text: break;
        }
        return "BAD_TEXT";
    }

} // namespace

RowBuilder::RowBuilder(const FilePlan& plan, SeenRows& seen, Rejections& rejections, RowCounts& counts, bool fresh, SkuOrdinals* ordinals)
    : m_plan(plan)
    , m_seen(seen)
    , m_rejections(rejections)
    , m_counts(counts)
    , m_fresh(fresh)
    , m_ordinals(ordinals)
    , m_familyJson(plan.family.empty() ? std::string() : jsonString(plan.family))
{
    startBlock();
}

void RowBuilder::startBlock()
{
    m_rows = RowBlock {};
    m_rows.plan = &m_plan;
    m_rows.block.kind = ThingKind::Product;
    m_rows.block.columns.resize(m_plan.slots.size());
    for (size_t slot = 0; slot < m_plan.slots.size(); ++slot)
        m_rows.block.columns[slot].field = m_plan.slots[slot];
    m_begins.assign(m_plan.slots.size(), 0);
    m_notesBefore = 0;
    m_bytes = 0;
}

bool RowBuilder::full() const
{
    return m_rows.block.keys.size() >= maxBlockRows || m_bytes >= (m_fresh ? freshBlockBytes : comparedBlockBytes);
}

RowBlock RowBuilder::take()
{
    RowBlock rows = std::move(m_rows);
    startBlock();
    return rows;
}

bool RowBuilder::rowHas(size_t slot) const { return m_rows.block.columns[slot].after.bytes().size() > m_begins[slot]; }

RowBuilder::Outcome RowBuilder::reject(const Record& record, const std::string& column, std::string code, std::string message)
{
    m_rejections.add({m_plan.path, record.line, column, std::move(code), std::move(message)});
    return Outcome::NotAdded;
}

bool RowBuilder::checkRecord(const Record& record)
{
    switch (record.fault) {
    case RecordFault::QuoteOpen:
        reject(record, {}, "QUOTE_OPEN", "a quote opened on line " + std::to_string(record.faultLine) + " is never closed");
        return false;
    case RecordFault::TooLong: reject(record, {}, "ROW_TOO_LONG", "the row is longer than 16 MiB"); return false;
    case RecordFault::Encoding:
        reject(record, {}, "ENCODING", "byte " + std::to_string(record.faultOffset) + " of the text is not valid UTF-8, or is a NUL");
        return false;
    case RecordFault::None: break;
    }
    if (record.width != m_plan.form.header.size()) {
        reject(record, {}, "ROW_WIDTH",
            "has " + std::to_string(record.width) + " cells, the header has " + std::to_string(m_plan.form.header.size()));
        return false;
    }
    for (size_t cell = 0; cell < record.width; ++cell) {
        if (record.cells[cell].size() > maxCellBytes) {
            reject(record, m_plan.form.header[cell], "CELL_TOO_LONG", "a cell is longer than 1 MiB");
            return false;
        }
    }
    return true;
}

RowBuilder::Cell RowBuilder::cellOf(const Record& record, size_t index)
{
    Cell cell {record.cells[index], CellMark::None};
    if (cell.text.size() >= 2 && cell.text[0] == '[' && cell.text[1] == '[')
        cell.mark = readMark(cell.text);
    if (m_plan.excelGuard && hasExcelGuard(cell.text))
        cell.text.remove_prefix(1);
    if (record.broken && cell.text.find("\r\n") != std::string_view::npos) {
        m_scratch.clear();
        for (size_t i = 0; i < cell.text.size(); ++i)
            if (cell.text[i] != '\r' || i + 1 == cell.text.size() || cell.text[i + 1] != '\n')
                m_scratch += cell.text[i];
        cell.text = m_scratch;
    }
    return cell;
}

bool RowBuilder::readSku(const Record& record, std::string_view given)
{
    if (!m_plan.skuCell) {
        m_sku = given;
        if (given.empty())
            reject(record, m_plan.form.header[m_plan.keyCells.front()], "NO_SKU", "the columns that make the SKU are all empty");
        return !given.empty();
    }
    const std::string_view text = cellOf(record, *m_plan.skuCell).text;
    const std::string& label = m_plan.form.header[*m_plan.skuCell];
    if (text.empty()) {
        reject(record, label, "NO_SKU", "the row names no SKU");
        return false;
    }
    if (!isSimpleSku(text)) {
        if (auto good = checkSku(text); !good) {
            reject(record, label, "BAD_SKU", good.error().what);
            return false;
        }
    }
    m_sku = text;
    return true;
}

RowBuilder::Action RowBuilder::actionOf(const Record& record)
{
    const std::string_view action = trimmed(record.cells[*m_plan.actionCell]);
    if (action.empty() || action == "upsert")
        return Action::Upsert;
    if (action == "skip")
        return Action::Skip;
    if (action == "delete")
        return Action::Delete;
    reject(record, "_action", "BAD_ACTION", shown(action) + " is none of upsert, delete, skip");
    return Action::Unknown;
}

RowBuilder::Outcome RowBuilder::add(const Record& record, std::string_view generatedSku)
{
    if (!checkRecord(record) || !readSku(record, generatedSku))
        return Outcome::NotAdded;
    Action action = Action::Upsert;
    if (m_plan.actionCell) {
        action = actionOf(record);
        if (action == Action::Unknown)
            return Outcome::NotAdded;
        if (action == Action::Skip) {
            ++m_counts.skipped;
            return Outcome::NotAdded;
        }
    }
    TextHasher hasher;
    for (const std::string_view cell : record.cells)
        hasher.add(cell);
    const uint64_t content = hasher.hash().a;
    if (!m_plan.skuCell)
        hasher.add(m_sku); // a made SKU may be that of several rows; the same row twice is one
    const TextHash key = m_plan.skuCell ? hashOf(m_sku) : hasher.hash();
    switch (m_seen.find(key, content)) {
    case SeenRows::Found::Identical: ++m_counts.duplicates; return Outcome::NotAdded;
    case SeenRows::Found::Different:
        return reject(record, m_plan.skuCell ? m_plan.form.header[*m_plan.skuCell] : std::string(), "DUPLICATE_KEY",
            shown(m_sku) + " is in an earlier row with other values");
    case SeenRows::Found::New: break;
    }
    if (action == Action::Delete && m_fresh)
        return reject(record, "_action", "UNKNOWN_SKU", "there is no product " + shown(m_sku) + " to delete");
    const Outcome outcome = action == Action::Delete ? Outcome::Added : addCells(record);
    if (outcome != Outcome::Added) {
        forgetRow();
        return outcome;
    }
    if (action == Action::Delete)
        addNote(0, RowNoteKind::Delete);
    else
        complete();
    m_seen.insert(key, content);
    if (m_ordinals && !m_plan.skuCell) {
        const uint32_t ordinal = ++(*m_ordinals)[hashOf(m_sku).a];
        if (ordinal > 1) {
            ++m_counts.toldApart;
            m_sku += "-" + std::to_string(ordinal);
        }
    }
    ChangeBlock& block = m_rows.block;
    block.keys.push(m_sku);
    block.ops.push_back(ChangeOp::Create);
    block.baseRevisions.push_back(0);
    m_bytes += m_sku.size();
    for (size_t slot = 0; slot < block.columns.size(); ++slot) {
        TextColumn& after = block.columns[slot].after;
        const auto end = static_cast<uint32_t>(after.bytes().size());
        m_bytes += end - m_begins[slot] + sizeof(uint32_t);
        m_begins[slot] = end;
        after.endRow();
    }
    m_notesBefore = m_rows.notes.size();
    if (!m_fresh)
        m_rows.lines.push_back(record.line);
    return Outcome::Added;
}

void RowBuilder::forgetRow()
{
    for (size_t slot = 0; slot < m_begins.size(); ++slot)
        bytes(slot).resize(m_begins[slot]);
    m_rows.notes.resize(m_notesBefore);
}

// Adds what the row does not say itself.
void RowBuilder::complete()
{
    const auto addIfAbsent = [this](size_t slot, const std::string& json) {
        if (!rowHas(slot))
            bytes(slot) += json;
    };
    if (!m_familyJson.empty())
        addIfAbsent(m_plan.familySlot, m_familyJson);
    for (const auto& [slot, json] : m_plan.constants)
        addIfAbsent(slot, json);
    if (!m_fresh)
        return;
    addIfAbsent(m_plan.lifecycleSlot, m_plan.defaultLifecycle);
    if (rowHas(m_plan.priceSlot) || rowHas(m_plan.costSlot))
        addIfAbsent(m_plan.currencySlot, m_plan.defaultCurrency);
}

RowBuilder::Outcome RowBuilder::addCells(const Record& record)
{
    for (const PlannedColumn& column : m_plan.columns) {
        if (record.cells[column.cell].empty() && !column.emptyClears)
            continue;
        const Outcome outcome = addCell(column, cellOf(record, column.cell), record);
        if (outcome != Outcome::Added)
            return outcome;
    }
    for (const SplitColumn& splitColumn : m_plan.splits) {
        const Cell whole = cellOf(record, splitColumn.cell);
        std::string_view rest = whole.text;
        for (size_t part = 0; part < splitColumn.parts.size() && (part == 0 || !rest.empty()); ++part) {
            const size_t end = part + 1 == splitColumn.parts.size() ? std::string_view::npos : rest.find(splitColumn.separator);
            const std::string_view text = trimmed(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + splitColumn.separator.size());
            if (text.empty())
                continue;
            const Outcome outcome = addCell(splitColumn.parts[part], {text, whole.mark}, record);
            if (outcome != Outcome::Added)
                return outcome;
        }
    }
    return Outcome::Added;
}

void RowBuilder::addNote(size_t slot, RowNoteKind kind)
{
    m_rows.notes.push_back({static_cast<uint32_t>(m_rows.block.keys.size()), static_cast<uint32_t>(slot), kind});
}

RowBuilder::Outcome RowBuilder::addCell(const PlannedColumn& column, Cell cell, const Record& record)
{
    if (cell.mark == CellMark::Keep)
        return Outcome::Added;
    if (column.mastered) {
        ++m_counts.mastered[column.field];
        return Outcome::Added;
    }
    if (cell.mark == CellMark::Clear || cell.text.empty()) {
        if (!m_fresh && (cell.mark == CellMark::Clear || column.emptyClears))
            addNote(column.slot, RowNoteKind::Clear);
        return Outcome::Added;
    }
    if (rowHas(column.slot))
        return Outcome::Added; // the currency that came with the price
    if (cell.mark == CellMark::Add || cell.mark == CellMark::Remove) {
        const bool list = column.target == Target::Categories || (column.target == Target::Core && column.core->type == CoreType::List)
            || (column.target == Target::Attribute && column.attribute.type == AttributeType::MultiChoice);
        if (!list)
            return reject(record, column.label, "BAD_MARK", "[[add]] and [[remove]] are for lists, and this column is none");
        if (m_fresh && cell.mark == CellMark::Remove)
            return Outcome::Added;
        if (!m_fresh)
            addNote(column.slot, cell.mark == CellMark::Add ? RowNoteKind::Add : RowNoteKind::Remove);
    }
    switch (column.target) {
    case Target::Attribute: return addAttribute(column, cell.text, record.plain);
    case Target::Core: return column.core->type == CoreType::Money ? addMoney(column, cell.text, record) : addCore(column, cell.text, record);
    case Target::Family: return addFamily(column, cell.text, record);
    case Target::Category:
    case Target::Categories: return addCategories(column, cell.text, record);
    default: return Outcome::Added;
    }
}

RowBuilder::Outcome RowBuilder::addAttribute(const PlannedColumn& column, std::string_view text, bool plain)
{
    std::string& out = bytes(column.slot);
    if (column.verify && !fitsInferred(column, text))
        return Outcome::Contradicts;
    const bool sameUnit = column.reading.unit.empty() || column.reading.unit == column.attribute.unit;
    switch (column.attribute.type) {
    case AttributeType::Text:
    case AttributeType::Choice:
    case AttributeType::Reference: appendString(out, text, plain); return Outcome::Added;
    case AttributeType::Integer:
        if (sameUnit && isInferredInteger(text)) {
            out += text;
            return Outcome::Added;
        }
        break;
    case AttributeType::Number:
        if (sameUnit && column.reading.decimalMark == '.' && isCanonicalNumber(text)) {
            out += text;
            return Outcome::Added;
        }
        break;
    default: break;
    }
    auto json = valueFromText(column.attribute, text, column.reading);
    if (!json)
        return keepAsText(column, text, plain);
    out += *json;
    return Outcome::Added;
}

RowBuilder::Outcome RowBuilder::keepAsText(const PlannedColumn& column, std::string_view text, bool plain)
{
    ++m_counts.keptAsText[column.field];
    appendString(bytes(column.slot), text, plain);
    return Outcome::Added;
}

RowBuilder::Outcome RowBuilder::addMoney(const PlannedColumn& column, std::string_view text, const Record& record)
{
    std::string& out = bytes(column.slot);
    const std::string_view number = trimmed(text);
    if (column.reading.decimalMark == '.' && number.size() < 12 && isCanonicalNumber(number)) {
        const size_t point = number.find('.');
        if (point == std::string_view::npos || number.size() - point <= 7) {
            out += number;
            return Outcome::Added;
        }
    }
    auto json = coreValueFromText(*column.core, number, column.reading.decimalMark);
    if (!json && number.size() > 4 && number[number.size() - 4] == ' ') {
        const std::string_view currency = number.substr(number.size() - 3);
        if (std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
            json = coreValueFromText(*column.core, trimmed(number.substr(0, number.size() - 4)), column.reading.decimalMark);
            if (json && !rowHas(m_plan.currencySlot))
                appendString(bytes(m_plan.currencySlot), currency, true);
        }
    }
    if (!json) {
        // The decimal mark was inferred from a sample: a value that has the other one says that the sample was too small.
        if (column.verify && isInferredNumber(number, column.reading.decimalMark == ',' ? '.' : ','))
            return Outcome::Contradicts;
        return reject(record, column.label, "BAD_NUMBER", shown(text) + " is no amount: " + json.error().what);
    }
    out += *json;
    return Outcome::Added;
}

RowBuilder::Outcome RowBuilder::addCore(const PlannedColumn& column, std::string_view text, const Record& record)
{
    std::string& out = bytes(column.slot);
    const std::string_view name = column.core->name;
    if (name == "name" || name == "brand") {
        appendString(out, text, record.plain);
        return Outcome::Added;
    }
    if (column.core->type == CoreType::Integer && isInferredInteger(text)) {
        out += text;
        return Outcome::Added;
    }
    Result<std::string> json = std::string();
    if (column.core->type == CoreType::Date && !column.reading.datePattern.empty()) {
        Attribute date;
        date.type = AttributeType::Date;
        json = valueFromText(date, text, column.reading);
    } else {
        json = coreValueFromText(*column.core, text, column.reading.decimalMark);
    }
    if (!json)
        return reject(record, column.label, codeOf(column.core->type), shown(text) + " does not fit: " + json.error().what);
    if (name == "channels")
        for (const std::string& channel : parseJson(*json).ok() ? parseJson(*json)->toStrings() : std::vector<std::string>())
            if (!m_plan.channels->has(channel))
                return reject(record, column.label, "UNKNOWN_CHANNEL", "there is no channel " + shown(channel));
    out += *json;
    return Outcome::Added;
}

RowBuilder::Outcome RowBuilder::addFamily(const PlannedColumn& column, std::string_view text, const Record& record)
{
    const auto mapped = m_plan.familyMap.find(text);
    const std::string_view code = mapped == m_plan.familyMap.end() ? text : std::string_view(mapped->second);
    if (!m_plan.families->has(code)) {
        if (m_plan.verifyNames)
            return Outcome::Contradicts;
        return reject(record, column.label, "BAD_FAMILY", shown(text) + " cannot be a family's code");
    }
    appendString(bytes(column.slot), code, false);
    return Outcome::Added;
}

RowBuilder::Outcome RowBuilder::addCategories(const PlannedColumn& column, std::string_view text, const Record& record)
{
    std::vector<std::string> codes;
    if (column.target == Target::Category) {
        codes.emplace_back(text);
    } else {
        for (const std::string_view part : split(text, '|'))
            if (!trimmed(part).empty())
                codes.emplace_back(trimmed(part));
    }
    for (const std::string& code : codes) {
        if (m_plan.categories->has(code))
            continue;
        if (m_plan.verifyNames)
            return Outcome::Contradicts;
        return reject(record, column.label, "BAD_CATEGORY", shown(code) + " cannot be a category's code");
    }
    Json::strings(codes).writeTo(bytes(column.slot));
    return Outcome::Added;
}

} // namespace shelf
