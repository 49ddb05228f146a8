#include "model/io/import_cells.h"

#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/formula_guard.h"
#include "model/domain/text.h"
#include "model/io/record_check.h"

#include <algorithm>

namespace shelf {

namespace {

enum class NumberShape { None, Integer, Decimal, LongDecimal };

// What a text is as a number with a decimal point: canonical as it stands, or not.
NumberShape shapeOf(std::string_view text)
{
    const char* at = text.data();
    const char* const end = at + text.size();
    const bool negative = at < end && *at == '-';
    at += negative;
    const char* const whole = at;
    while (at < end && static_cast<unsigned>(*at - '0') < 10)
        ++at;
    const auto digits = at - whole;
    if (digits == 0 || digits > 15 || (*whole == '0' && digits > 1))
        return NumberShape::None;
    if (at == end)
        return *whole == '0' && negative ? NumberShape::None : NumberShape::Integer;
    if (*at != '.')
        return NumberShape::None;
    const char* const part = ++at;
    while (at < end && static_cast<unsigned>(*at - '0') < 10)
        ++at;
    if (at != end || at == part || at[-1] == '0' || digits + (at - part) > 15)
        return NumberShape::None;
    return at - part > 6 ? NumberShape::LongDecimal : NumberShape::Decimal;
}

bool fitsInferred(const PlannedColumn& column, std::string_view text)
{
    switch (column.attribute.type) {
    case AttributeType::Integer:
        return isInferredInteger(text);
    case AttributeType::Number:
        return isInferredNumber(text, column.reading.decimalMark);
    case AttributeType::Boolean:
        return isInferredBoolean(text);
    case AttributeType::Date:
        return parseDate(text).has_value();
    case AttributeType::Money:
        return isInferredMoney(text);
    case AttributeType::Url:
        return isInferredUrl(text);
    case AttributeType::Choice:
        return !column.known || column.known->has(text);
    default:
        return true;
    }
}

bool isList(const PlannedColumn& column)
{
    switch (column.target) {
    case Target::Category:
    case Target::Categories:
        return true;
    case Target::Core:
        return column.core->type == CoreType::List;
    default:
        return column.target == Target::Attribute && column.attribute.type == AttributeType::MultiChoice;
    }
}

std::string shown(std::string_view text)
{
    return "\"" + forTerminal(text, 60) + "\"";
}

const char* codeOf(CoreType type)
{
    switch (type) {
    case CoreType::Money:
    case CoreType::Integer:
        return "BAD_NUMBER";
    case CoreType::Date:
        return "BAD_DATE";
    case CoreType::Boolean:
        return "BAD_BOOLEAN";
    case CoreType::Lifecycle:
        return "BAD_LIFECYCLE";
    case CoreType::List:
        return "BAD_LIST";
    case CoreType::Text:
        break;
    }
    return "BAD_TEXT";
}

bool isFreeText(std::string_view coreName)
{
    return coreName == "name" || coreName == "brand";
}

} // namespace

CellWriter::CellWriter(const FilePlan& plan, Rejections& rejections, RowCounts& counts, bool fresh)
    : m_plan(plan), m_rejections(rejections), m_counts(counts), m_fresh(fresh), m_columns(plan.slots.size()),
      m_familyJson(plan.family.empty() ? std::string() : jsonString(plan.family))
{
    for (const PlannedColumn& column : plan.columns)
        m_quick.push_back(quickOf(column));
}

CellWriter::Quick CellWriter::quickOf(const PlannedColumn& column) const
{
    const bool plainNumber =
        column.reading.decimalMark == '.' && (column.reading.unit.empty() || column.reading.unit == column.attribute.unit);
    if (column.mastered || m_plan.excelGuard)
        return Quick::No;
    if (column.target == Target::Core) {
        if (isFreeText(column.core->name))
            return Quick::Text;
        if (column.core->type == CoreType::Integer)
            return Quick::Integer;
        return column.core->type == CoreType::Money && plainNumber ? Quick::Number : Quick::No;
    }
    if (column.target != Target::Attribute)
        return Quick::No;
    switch (column.attribute.type) {
    case AttributeType::Text:
    case AttributeType::Reference:
        return Quick::Text;
    case AttributeType::Choice:
        return column.known ? Quick::Choice : Quick::Text;
    case AttributeType::Integer:
        return plainNumber ? Quick::Integer : Quick::No;
    case AttributeType::Number:
        return plainNumber ? Quick::Number : Quick::No;
    default:
        return Quick::No;
    }
}

// False: it is not as simple as that, and nothing was written.
bool CellWriter::writeQuick(const PlannedColumn& column, Quick quick, std::string_view text)
{
    switch (quick) {
    case Quick::Choice:
        if (!column.known->has(text))
            return false;
        [[fallthrough]];
    case Quick::Text:
        if (text[0] == '[')
            return false; // perhaps a mark
        m_columns.appendQuoted(column.slot, text);
        return true;
    case Quick::Integer:
        if (shapeOf(text) != NumberShape::Integer)
            return false;
        m_columns.append(column.slot, text);
        return true;
    case Quick::Number: {
        const NumberShape shape = shapeOf(text);
        const bool money = column.target == Target::Core; // at most six decimals, and what an int64 of millionths holds
        if (shape == NumberShape::None || (money && (shape == NumberShape::LongDecimal || text.size() > 12)))
            return false;
        m_columns.append(column.slot, text);
        return true;
    }
    case Quick::No:
        break;
    }
    return false;
}

RowOutcome CellWriter::write(const Record& record)
{
    m_cleared.clear();
    for (size_t i = 0; i < m_plan.columns.size(); ++i) {
        const PlannedColumn& column = m_plan.columns[i];
        const std::string_view text = record.cells[column.cell];
        if (text.empty() && !column.emptyClears && record.marks.empty())
            continue;
        if (record.plain && m_quick[i] != Quick::No && !text.empty() && writeQuick(column, m_quick[i], text))
            continue;
        const RowOutcome outcome = writeCell(column, cellOf(record, column.cell), record);
        if (outcome != RowOutcome::Added)
            return outcome;
    }
    for (const SplitColumn& column : m_plan.splits) {
        const RowOutcome outcome = writeSplit(column, record);
        if (outcome != RowOutcome::Added)
            return outcome;
    }
    complete();
    return RowOutcome::Added;
}

CellWriter::Cell CellWriter::cellOf(const Record& record, size_t index)
{
    Cell cell{record.cells[index], CellMark::None};
    if (record.marks.empty())
        cell.mark = readMark(cell.text);
    else
        cell.mark = record.marks[index];
    if (m_plan.excelGuard && hasFormulaGuard(cell.text))
        cell.text.remove_prefix(1);
    if (record.broken)
        normaliseLineEnds(cell.text, m_scratch);
    return cell;
}

void CellWriter::addNote(size_t slot, RowNoteKind kind)
{
    m_notes.push_back({static_cast<uint32_t>(m_columns.rows()), static_cast<uint32_t>(slot), kind});
}

RowOutcome CellWriter::reject(const Record& record, const std::string& column, std::string code, std::string message)
{
    m_rejections.add({m_plan.path, record.line, column, std::move(code), std::move(message)});
    return RowOutcome::NotAdded;
}

void CellWriter::writeText(size_t slot, std::string_view text)
{
    m_json.clear();
    appendJsonString(m_json, text);
    m_columns.append(slot, m_json);
}

void CellWriter::clear(size_t slot)
{
    m_cleared.push_back(slot);
    if (!m_fresh)
        addNote(slot, RowNoteKind::Clear);
}

// Adds what the row does not say itself.
void CellWriter::complete()
{
    const auto addIfAbsent = [this](size_t slot, const std::string& json) {
        if (!m_columns.rowHas(slot) && std::find(m_cleared.begin(), m_cleared.end(), slot) == m_cleared.end())
            m_columns.append(slot, json);
    };
    if (!m_familyJson.empty())
        addIfAbsent(m_plan.familySlot, m_familyJson);
    for (const auto& [slot, json] : m_plan.constants)
        addIfAbsent(slot, json);
    if (!m_fresh)
        return;
    addIfAbsent(m_plan.lifecycleSlot, m_plan.defaultLifecycle);
    if (m_columns.rowHas(m_plan.priceSlot) || m_columns.rowHas(m_plan.costSlot))
        addIfAbsent(m_plan.currencySlot, m_plan.defaultCurrency);
}

RowOutcome CellWriter::writeSplit(const SplitColumn& column, const Record& record)
{
    const Cell whole = cellOf(record, column.cell);
    const auto texts = splitParts(whole.text, column.separator, column.parts.size());
    for (size_t part = 0; part < column.parts.size(); ++part) {
        const std::string_view text = part < texts.size() ? texts[part] : std::string_view();
        if (text.empty() && whole.mark != CellMark::Clear && !column.parts[part].emptyClears)
            continue;
        const RowOutcome outcome = writeCell(column.parts[part], {text, whole.mark}, record);
        if (outcome != RowOutcome::Added)
            return outcome;
    }
    return RowOutcome::Added;
}

RowOutcome CellWriter::writeCell(const PlannedColumn& column, Cell cell, const Record& record)
{
    if (cell.mark == CellMark::Keep)
        return RowOutcome::Added;
    if (cell.mark == CellMark::Mistyped)
        return reject(record, column.label, "BAD_MARK",
            shown(cell.text) + " is no mark: did you mean " + nearestMark(cell.text) + "? A text that begins with [[ is written [[[[");
    if (cell.mark == CellMark::None && cell.text.empty() && !column.emptyClears)
        return RowOutcome::Added;
    if (column.mastered) {
        ++m_counts.mastered[column.field];
        return RowOutcome::Added;
    }
    const bool edits = cell.mark == CellMark::Add || cell.mark == CellMark::Remove || cell.mark == CellMark::Edit;
    if (edits && !isList(column))
        return reject(record, column.label, "BAD_MARK",
            cell.mark == CellMark::Edit ? "$add and $remove are for lists, and this is none"
                                        : "[[add]] and [[remove]] are for lists, and this column is none");
    if (cell.mark == CellMark::Clear || (cell.text.empty() && !edits)) {
        clear(column.slot); // an empty [[set]] leaves nothing
        return RowOutcome::Added;
    }
    if (m_columns.rowHas(column.slot))
        return RowOutcome::Added; // the currency that came with the price
    if (isList(column))
        return writeList(column, cell, record);
    switch (column.target) {
    case Target::Attribute:
        return writeAttribute(column, cell.text);
    case Target::Core:
        return column.core->type == CoreType::Money ? writeMoney(column, cell.text, record) : writeCore(column, cell.text, record);
    case Target::Family:
        return writeFamily(column, cell.text, record);
    default:
        return RowOutcome::Added;
    }
}

// Whether a row may name these elements of a list.
RowOutcome CellWriter::checkElements(const PlannedColumn& column, const std::vector<std::string>& elements, const Record& record)
{
    const bool categories = column.target == Target::Category || column.target == Target::Categories;
    for (const std::string& element : elements) {
        if (categories && !m_plan.categories->has(element)) {
            if (m_plan.verifyNames)
                return RowOutcome::Contradicts;
            return reject(record, column.label, "BAD_CATEGORY", shown(element) + " cannot be a category's code");
        }
        if (column.target == Target::Core && column.field == "channels" && !m_plan.channels->has(element))
            return reject(record, column.label, "UNKNOWN_CHANNEL", "there is no channel " + shown(element));
        if (column.verify && column.known && !column.known->has(element))
            return RowOutcome::Contradicts;
    }
    return RowOutcome::Added;
}

RowOutcome CellWriter::writeList(const PlannedColumn& column, Cell cell, const Record& record)
{
    std::vector<std::string> elements, removed;
    if (cell.mark == CellMark::Edit) {
        const auto lists = parseJson(cell.text);
        if (lists && lists->items().size() == 2) {
            elements = lists->items()[0].toStrings();
            removed = lists->items()[1].toStrings();
        }
    } else if (column.target == Target::Category) {
        elements.emplace_back(cell.text);
    } else {
        elements = listElements(cell.text, column.reading.listSeparator);
    }
    const bool edits = cell.mark == CellMark::Add || cell.mark == CellMark::Remove || cell.mark == CellMark::Edit;
    if (cell.mark != CellMark::Remove)
        if (const RowOutcome good = checkElements(column, elements, record); good != RowOutcome::Added)
            return good;
    if (elements.empty() && removed.empty()) { // nothing but separators
        if (!edits && (column.emptyClears || cell.mark == CellMark::Set))
            clear(column.slot);
        return RowOutcome::Added;
    }
    if (m_fresh) {
        if (cell.mark != CellMark::Remove && !elements.empty())
            m_columns.append(column.slot, Json::strings(elements).write());
        return RowOutcome::Added;
    }
    if (cell.mark == CellMark::Edit) {
        addNote(column.slot, RowNoteKind::Edit);
        m_columns.append(column.slot, Json::array({Json::strings(elements), Json::strings(removed)}).write());
        return RowOutcome::Added;
    }
    if (edits)
        addNote(column.slot, cell.mark == CellMark::Add ? RowNoteKind::Add : RowNoteKind::Remove);
    m_columns.append(column.slot, Json::strings(elements).write());
    return RowOutcome::Added;
}

RowOutcome CellWriter::writeAttribute(const PlannedColumn& column, std::string_view text)
{
    if (column.verify && !fitsInferred(column, text))
        return RowOutcome::Contradicts;
    switch (column.attribute.type) {
    case AttributeType::Text:
    case AttributeType::Choice:
    case AttributeType::Reference:
        writeText(column.slot, text);
        return RowOutcome::Added;
    default:
        break;
    }
    if (auto json = valueFromText(column.attribute, text, column.reading)) {
        m_columns.append(column.slot, *json);
    } else {
        ++m_counts.keptAsText[column.field];
        writeText(column.slot, text);
    }
    return RowOutcome::Added;
}

RowOutcome CellWriter::writeMoney(const PlannedColumn& column, std::string_view text, const Record& record)
{
    const std::string_view number = trimmed(text);
    auto json = coreValueFromText(*column.core, number, column.reading.decimalMark);
    if (!json && number.size() > 4 && number[number.size() - 4] == ' ') {
        const std::string_view currency = number.substr(number.size() - 3);
        if (std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
            json = coreValueFromText(*column.core, trimmed(number.substr(0, number.size() - 4)), column.reading.decimalMark);
            if (json && !m_columns.rowHas(m_plan.currencySlot))
                writeText(m_plan.currencySlot, currency);
        }
    }
    if (!json) {
        // The decimal mark was inferred from a sample: a value that has the other one says that the sample was too small.
        if (column.verify && isInferredNumber(number, column.reading.decimalMark == ',' ? '.' : ','))
            return RowOutcome::Contradicts;
        return reject(record, column.label, "BAD_NUMBER", shown(text) + " is no amount: " + json.error().what);
    }
    m_columns.append(column.slot, *json);
    return RowOutcome::Added;
}

RowOutcome CellWriter::writeCore(const PlannedColumn& column, std::string_view text, const Record& record)
{
    const std::string_view name = column.core->name;
    if (isFreeText(name)) {
        writeText(column.slot, text);
        return RowOutcome::Added;
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
    m_columns.append(column.slot, *json);
    return RowOutcome::Added;
}

RowOutcome CellWriter::writeFamily(const PlannedColumn& column, std::string_view text, const Record& record)
{
    const auto mapped = m_plan.familyMap.find(text);
    const std::string_view code = mapped == m_plan.familyMap.end() ? text : std::string_view(mapped->second);
    if (!m_plan.families->has(code)) {
        if (m_plan.verifyNames)
            return RowOutcome::Contradicts;
        return reject(record, column.label, "BAD_FAMILY", shown(text) + " cannot be a family's code");
    }
    writeText(column.slot, code);
    return RowOutcome::Added;
}

} // namespace shelf
