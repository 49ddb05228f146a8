#include "model/io/import_mapping_rows.h"

#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/formula_guard.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/domain/value.h"
#include "model/io/delimited_csvw.h"
#include "model/io/record_check.h"

#include <algorithm>

namespace shelf {

namespace {

std::string_view mappingWhat(MappingKind kind)
{
    switch (kind) {
    case MappingKind::Link:
        return "links";
    case MappingKind::LinkRule:
        return "link rules";
    case MappingKind::Compat:
        return "compatibility rules";
    case MappingKind::Bundle:
        return "bundles";
    case MappingKind::Upgrade:
        return "upgrade paths";
    }
    return {};
}

constexpr uint64_t rowsBetweenReports = 8192;

// "reason@de" -> the key and its language.
std::pair<std::string, std::string> nameAndLanguage(const std::string& header)
{
    const std::string code = codeFor(header);
    const size_t at = code.find('@');
    return at == std::string::npos ? std::pair(code, std::string()) : std::pair(code.substr(0, at), code.substr(at + 1));
}

// What extracts of other kinds and spreadsheets bring along, and nobody misses.
bool isKnownExtra(std::string_view name)
{
    for (const std::string_view extra : {"id", "_id", "_base", "kind", "status", "version", "approved_by", "approved_at", ""})
        if (name == extra)
            return true;
    return false;
}

std::string expected(ContentType type)
{
    switch (type) {
    case ContentType::Number:
        return "a number";
    case ContentType::Integer:
        return "a whole number";
    case ContentType::Boolean:
        return "true or false";
    case ContentType::Date:
        return "a date as 2026-11-15, or a time as 2026-11-15T08:00:00Z";
    case ContentType::Recurrence:
        return "a part of a year as 11-15..12-24";
    case ContentType::Object:
        return "a JSON object";
    case ContentType::Objects:
        return "a JSON list of objects";
    default:
        return "a text";
    }
}

const char* badCode(ContentType type)
{
    switch (type) {
    case ContentType::Number:
    case ContentType::Integer:
        return "BAD_NUMBER";
    case ContentType::Boolean:
        return "BAD_BOOLEAN";
    case ContentType::Date:
    case ContentType::Recurrence:
        return "BAD_DATE";
    case ContentType::Object:
    case ContentType::Objects:
        return "BAD_JSON";
    default:
        return "BAD_TEXT";
    }
}

std::optional<std::string> dateJson(std::string_view text, const std::string& pattern)
{
    if (pattern.empty()) {
        const bool isDate = parseDate(text) || parseTime(text) || (text.size() > 10 && parseTime(std::string(text) + "Z"));
        return isDate ? std::optional(jsonString(text)) : std::nullopt;
    }
    Attribute date;
    date.type = AttributeType::Date;
    ValueReading reading;
    reading.datePattern = pattern;
    auto json = valueFromText(date, text, reading);
    if (json)
        return *std::move(json);
    return dateJson(text, {});
}

// Texts by language, as JSON.
bool isTextsByLanguage(const Json& value)
{
    return value.isObject() && !value.members().empty()
        && std::all_of(value.members().begin(), value.members().end(), [](const auto& one) { return one.second.isString(); });
}

struct CellReading {
    char decimalMark = '.';
    const std::string& separator; // of lists; empty: '|', or one element a line
    const std::string& datePattern;
};

// The JSON of a text as a value of this type; false where it is none.
bool readCell(ContentType type, std::string_view text, const CellReading& reading, std::string& json)
{
    const auto take = [&](const std::optional<std::string>& value) {
        if (value)
            json = *value;
        return value.has_value();
    };
    switch (type) {
    case ContentType::Text:
        json = jsonString(text);
        return true;
    case ContentType::LocalText: {
        const auto object = text.front() == '{' ? parseJson(text) : Result<Json>(Json());
        json = object && isTextsByLanguage(*object) ? object->write() : jsonString(text);
        return true;
    }
    case ContentType::Number:
        return take(canonicalDecimal(text, reading.decimalMark));
    case ContentType::Integer:
        return take(canonicalDecimal(text, reading.decimalMark)) && toInteger(json);
    case ContentType::Boolean: {
        const auto yes = booleanFromText(text);
        json = yes.value_or(false) ? "true" : "false";
        return yes.has_value();
    }
    case ContentType::Texts: {
        const bool lines = text.find('\n') != std::string_view::npos;
        const std::string_view usual = lines ? "\n" : "|";
        json = Json::strings(splitList(text, reading.separator.empty() ? usual : std::string_view(reading.separator))).write();
        return true;
    }
    case ContentType::Date:
        return take(dateJson(text, reading.datePattern));
    case ContentType::Recurrence:
        json = jsonString(text);
        return isRecurrence(text);
    case ContentType::Object:
    case ContentType::Objects: {
        const auto value = parseJson(text);
        const bool fits = value && (type == ContentType::Object ? value->isObject() : value->isArray());
        json = fits ? value->write() : std::string();
        return fits;
    }
    }
    return false;
}

} // namespace

Result<MappingFileRows> MappingFileRows::open(
    MappingContext& context, const MappingFile& file, MappingKind kind, const std::vector<std::string_view>& own)
{
    MappingFileRows rows(context, file);
    if (auto described = addCsvwDescription(file.path, rows.m_profile); !described)
        return described.error();
    DelimitedHints hints{rows.m_profile.delimiter, rows.m_profile.quote, rows.m_profile.encoding, rows.m_profile.headerRow};
    auto form = detectDelimited(file.path, hints);
    if (!form)
        return form.error();
    rows.m_form = std::move(*form);
    if (auto named = rows.nameColumns(file, kind, own); !named)
        return named.error();
    auto opened = openDelimited(file.path, rows.m_form);
    if (!opened)
        return opened.error();
    rows.m_opened = std::move(*opened);
    rows.m_origin = static_cast<uint16_t>(context.origins.size());
    context.origins.push_back({file.path, {}, {}, true});
    context.namesOwners = context.namesOwners || rows.column("owner") >= 0;
    return rows;
}

Result<void> MappingFileRows::nameColumns(const MappingFile& file, MappingKind kind, const std::vector<std::string_view>& own)
{
    const auto isOwn = [&](std::string_view name) { return std::find(own.begin(), own.end(), name) != own.end(); };
    for (const auto& [header, rule] : m_profile.columns)
        if (!rule.ignore && std::find(m_form.header.begin(), m_form.header.end(), header) == m_form.header.end())
            return Error{ErrorKind::Rejected, "UNKNOWN_COLUMN", file.path, "has no column " + forTerminal(header, 120),
                "correct the profile, or take the column out of it"};
    std::vector<std::string> unknown;
    for (size_t cell = 0; cell < m_form.header.size(); ++cell) {
        Column column;
        column.cell = cell;
        column.label = m_form.header[cell].empty() ? "column " + std::to_string(cell + 1) : m_form.header[cell];
        if (const ColumnRule* rule = m_profile.column(m_form.header[cell]))
            column.rule = *rule;
        if (column.rule.ignore)
            continue;
        const std::string header = column.rule.to.empty() ? m_form.header[cell] : column.rule.to;
        std::tie(column.name, column.language) = nameAndLanguage(header == "_action" || header == "_id" || header == "_base" ? "" : header);
        if (header == "_action" || header == "_id" || header == "_base")
            column.name = header;
        if (!isOwn(column.name))
            column.key = contentKey(kind, column.name);
        if (!column.key && !isOwn(column.name)) {
            if (!isKnownExtra(column.name))
                unknown.push_back(forTerminal(column.label, 60));
            continue;
        }
        if (std::any_of(m_columns.begin(), m_columns.end(),
                [&](const Column& other) { return other.name == column.name && other.language == column.language; }))
            return Error{ErrorKind::Rejected, "DUPLICATE_COLUMN", file.path, "has two columns for " + column.name, "rename one of them"};
        m_columns.push_back(std::move(column));
    }
    if (!unknown.empty())
        m_context.warn(forTerminal(file.path, 200) + ": ignored " + (unknown.size() == 1 ? "column " : "columns ") + join(unknown, ", ")
            + ", which say nothing about " + std::string(mappingWhat(kind)));
    for (const auto& constant : m_profile.constants) {
        const std::string &field = constant.first, &text = constant.second;
        const auto at = std::find_if(m_columns.begin(), m_columns.end(), [&](const Column& column) { return column.name == field; });
        if (at != m_columns.end()) {
            at->constant = text;
        } else if (isOwn(field) || contentKey(kind, field)) {
            Column column;
            column.cell = std::string::npos;
            column.label = column.name = field;
            column.constant = text;
            column.key = isOwn(field) ? nullptr : contentKey(kind, field);
            m_columns.push_back(std::move(column));
        } else if (field != "lifecycle" && field != "currency") {
            return Error{ErrorKind::Rejected, "PROFILE", file.path,
                "the profile has a constant " + forTerminal(field, 120) + ", which is nothing a " + std::string(mappingKindName(kind))
                    + " has",
                "take it out of the profile"};
        }
    }
    return {};
}

void MappingFileRows::setOriginColumns(std::string source, std::string target)
{
    m_context.origins[m_origin].sourceColumn = std::move(source);
    m_context.origins[m_origin].targetColumn = std::move(target);
}

int MappingFileRows::column(std::string_view name) const
{
    for (size_t i = 0; i < m_columns.size(); ++i)
        if (m_columns[i].name == name)
            return static_cast<int>(i);
    return -1;
}

void MappingFileRows::reject(int column, std::string code, std::string message)
{
    m_context.reject(m_origin, m_record.line, column < 0 ? std::string() : label(column), std::move(code), std::move(message));
}

bool MappingFileRows::checkRecord()
{
    auto problem = problemOf(m_record, m_form.header);
    if (problem)
        m_context.reject(m_origin, m_record.line, std::move(problem->column), std::move(problem->code), std::move(problem->message));
    return !problem;
}

bool MappingFileRows::next(const Progress& progress)
{
    while (m_opened.reader->next(m_record)) {
        if (m_record.blank())
            continue;
        if (++m_read % rowsBetweenReports == 0) {
            if (progress.report)
                progress.report("reading", m_opened.source->position(), m_opened.source->size());
            if (progress.cancelled() || m_context.cancelled()) {
                m_error = cancelledImport("import");
                return false;
            }
        }
        ++m_context.report.read;
        if (checkRecord())
            return true;
    }
    m_error = m_opened.reader->error();
    if (!m_error)
        if (auto same = m_opened.source->checkUnchanged(); !same)
            m_error = same.error();
    return false;
}

MappingFileRows::Cell MappingFileRows::cell(int index, bool exact)
{
    if (index < 0)
        return {};
    const Column& column = m_columns[static_cast<size_t>(index)];
    Cell cell;
    if (column.cell != std::string::npos)
        cell.text = exact ? m_record.cells[column.cell] : trimmed(m_record.cells[column.cell]);
    if (cell.text.empty()) {
        cell.text = column.constant;
        const bool clears = column.rule.emptyClears.value_or(m_profile.emptyClears) && column.key && cell.text.empty();
        cell.mark = clears ? CellMark::Clear : CellMark::None;
        return cell;
    }
    cell.mark = readMark(cell.text);
    if (cell.mark == CellMark::Keep)
        return {};
    if (m_profile.excelGuard && hasFormulaGuard(cell.text))
        cell.text.remove_prefix(1);
    normaliseLineEnds(cell.text, m_scratch);
    return cell;
}

std::optional<std::string> MappingFileRows::json(ContentType type, int index, std::string_view text)
{
    const ColumnRule& columnRule = rule(index);
    const CellReading reading{columnRule.decimal.value_or(m_profile.decimal.value_or('.')), columnRule.split, columnRule.datePattern};
    std::string value;
    if (readCell(type, text, reading, value))
        return value;
    reject(index, badCode(type), inQuotes(text) + " is not " + expected(type));
    return std::nullopt;
}

bool MappingFileRows::edit(int index, ContentEdits& edits)
{
    const Column& column = m_columns[static_cast<size_t>(index)];
    const bool exact = column.key->type == ContentType::Text || column.key->type == ContentType::LocalText;
    const Cell now = cell(index, exact);
    if (now.empty())
        return true;
    const std::string key(column.key->name);
    if (now.mark == CellMark::Clear) {
        if (column.language.empty())
            edits.push_back({key, EditOp::Clear, {}});
        else
            edits.push_back({key, EditOp::Languages, "{" + jsonString(column.language) + ":null}"});
        return true;
    }
    const bool list = column.key->type == ContentType::Texts;
    if (now.mark == CellMark::Mistyped) {
        reject(index, "BAD_MARK",
            inQuotes(now.text) + " is no mark: did you mean " + nearestMark(now.text) + "? A text that begins with [[ is written [[[[");
        return false;
    }
    if ((now.mark == CellMark::Add || now.mark == CellMark::Remove) && !list) {
        reject(index, "BAD_MARK", "[[add]] and [[remove]] are for lists, and this column is none");
        return false;
    }
    if (now.text.empty()) {
        if (now.mark == CellMark::Set)
            edits.push_back({key, EditOp::Clear, {}});
        return true;
    }
    if (!column.language.empty()) {
        edits.push_back({key, EditOp::Languages, "{" + jsonString(column.language) + ":" + jsonString(now.text) + "}"});
        return true;
    }
    auto value = json(column.key->type, index, now.text);
    if (!value)
        return false;
    const bool oneText = column.key->type == ContentType::LocalText && value->front() == '"';
    const EditOp op = now.mark == CellMark::Add ? EditOp::Add
        : now.mark == CellMark::Remove          ? EditOp::Remove
        : oneText                               ? EditOp::Text
                                                : EditOp::Set;
    edits.push_back({key, op, *std::move(value)});
    return true;
}

bool MappingFileRows::edits(ContentEdits& edits, bool& unchecked)
{
    for (size_t i = 0; i < m_columns.size(); ++i) {
        if (!m_columns[i].key)
            continue;
        const size_t before = edits.size();
        if (!edit(static_cast<int>(i), edits))
            return false;
        if (edits.size() > before) {
            const std::string& key = edits.back().key;
            const EditOp op = edits.back().op;
            const bool simple =
                (op == EditOp::Set && (key == "rank" || key == "target_rank" || key == "owner")) || (op == EditOp::Text && key == "reason");
            unchecked = unchecked || !simple;
        }
    }
    return true;
}

} // namespace shelf
