#include "model/io/import_columns.h"

#include "model/domain/formula_guard.h"
#include "model/domain/text.h"
#include "model/domain/value.h"

#include <algorithm>
#include <array>
#include <set>

namespace shelf {

namespace {

constexpr size_t mostNames = 100000; // distinct families or categories of one file
constexpr size_t mostKnownOptions = 2000; // distinct values looked at where a choice exists already

Error rejected(const std::string& where, std::string code, std::string what, std::string tryThis)
{
    return Error{ErrorKind::Rejected, std::move(code), where, std::move(what), std::move(tryThis)};
}

// "weight [kg]" -> "weight", "kg"
std::pair<std::string_view, std::string_view> splitHeaderUnit(std::string_view header)
{
    const size_t open = header.rfind('[');
    if (open == std::string_view::npos || open == 0 || header.back() != ']')
        return {header, {}};
    const std::string_view unit = header.substr(open + 1, header.size() - open - 2);
    return isUnit(unit) ? std::pair{trimmed(header.substr(0, open)), unit} : std::pair{header, std::string_view{}};
}

// The attribute code of a header; the suffix of "name@de" stays only where what is before it is no core field.
std::string codeOfHeader(std::string_view header, size_t cell)
{
    std::string code = codeFor(header);
    if (const size_t at = code.find('@'); at != std::string::npos && (coreField(code.substr(0, at)) || !isCode(code)))
        std::replace(code.begin(), code.end(), '@', '_');
    return isCode(code) ? code : "col_" + std::to_string(cell + 1);
}

Target targetOf(std::string_view code)
{
    if (code == "sku")
        return Target::Sku;
    if (code == "_action")
        return Target::Action;
    if (code == "family")
        return Target::Family;
    if (code == "category")
        return Target::Category;
    if (code == "categories")
        return Target::Categories;
    return coreField(code) ? Target::Core : Target::Attribute;
}

Result<void> checkProfileColumns(const std::string& path, const SourceForm& form, const ImportProfile& profile)
{
    std::vector<std::string> wanted = profile.key;
    if (!profile.familyColumn.empty())
        wanted.push_back(profile.familyColumn);
    if (!form.json) // lines of JSON name what they speak of, and may leave out the rest
        for (const auto& [header, rule] : profile.columns)
            wanted.push_back(header);
    for (const std::string& header : wanted) {
        if (std::find(form.header.begin(), form.header.end(), header) != form.header.end())
            continue;
        const auto near = nearest(header, form.header);
        return rejected(path, "UNKNOWN_COLUMN", "has no column " + header,
            near ? "did you mean " + *near + "?" : "its columns are " + forTerminal(join(form.header, ", "), 200));
    }
    return {};
}

class ColumnNamer {
public:
    ColumnNamer(const ImportProfile& profile, std::string familyHeader) : m_profile(profile), m_familyHeader(std::move(familyHeader)) { }

    NamedColumn name(const std::string& header, size_t cell)
    {
        NamedColumn column;
        column.cell = cell;
        column.label = header.empty() ? "column " + std::to_string(cell + 1) : header;
        if (const ColumnRule* rule = m_profile.column(header))
            column.rule = *rule;
        if (column.rule.ignore)
            return column;
        std::string_view goal = column.rule.to.empty() ? std::string_view(header) : std::string_view(column.rule.to);
        if (goal.starts_with("link:")) {
            column.target = Target::Links;
            column.code = trimmed(goal.substr(5));
            return column;
        }
        if (!column.rule.parts.empty()) {
            column.target = Target::Split;
            return column;
        }
        if (!m_familyHeader.empty() && header == m_familyHeader && column.rule.to.empty()) {
            column.target = Target::Family;
            column.code = "family";
        } else {
            place(column, goal);
        }
        return column;
    }

private:
    void place(NamedColumn& column, std::string_view goal)
    {
        std::string code;
        if (goal == "_action") {
            code = goal;
        } else {
            const auto [base, unit] = splitHeaderUnit(goal);
            code = codeOfHeader(base, column.cell);
            column.unit = unit;
        }
        if (!m_used.insert(code).second) { // the second of two columns with one name
            for (int ordinal = 2;; ++ordinal) {
                const std::string other = code + "_" + std::to_string(ordinal);
                if (m_used.insert(other).second) {
                    code = other;
                    break;
                }
            }
        }
        column.target = targetOf(code);
        column.core = column.target == Target::Core ? coreField(code) : nullptr;
        column.code = std::move(code);
    }

    const ImportProfile& m_profile;
    const std::string m_familyHeader;
    std::set<std::string> m_used;
};

// The column that names the family where it is not called so: as the profile says, or as Magento calls it.
std::string familyHeaderOf(const SourceForm& form, const ImportProfile& profile)
{
    if (!profile.familyColumn.empty() || !profile.family.empty())
        return profile.familyColumn;
    const auto has = [&](std::string_view name) { return std::find(form.header.begin(), form.header.end(), name) != form.header.end(); };
    const bool told =
        has("family") || std::any_of(profile.columns.begin(), profile.columns.end(), [](const auto& c) { return c.second.to == "family"; });
    for (const char* name : {"attribute_set_code", "attribute_set"})
        if (!told && has("sku") && has(name))
            return name;
    return {};
}

} // namespace

std::optional<size_t> ImportFile::skuColumn() const
{
    for (const NamedColumn& column : columns)
        if (column.target == Target::Sku)
            return column.cell;
    return std::nullopt;
}

Result<std::vector<NamedColumn>> nameColumns(const std::string& path, const SourceForm& form, const ImportProfile& profile)
{
    if (auto known = checkProfileColumns(path, form, profile); !known)
        return known.error();
    ColumnNamer namer(profile, familyHeaderOf(form, profile));
    std::vector<NamedColumn> columns;
    for (size_t cell = 0; cell < form.header.size(); ++cell) {
        columns.push_back(namer.name(form.header[cell], cell));
        if (columns.back().target == Target::Links && columns.back().code.empty())
            return rejected(path, "LINK_COLUMN", "column " + columns.back().label + " names no type of links", "write link:accessory");
    }
    return columns;
}

namespace {

ColumnStatistics statisticsFor(const NamedColumn& column, const ImportFile& file, const PlannedDefinitions& definitions)
{
    const bool commaAllowed = file.form.dialect.delimiter != ',' && !file.form.json;
    const bool comma = column.rule.decimal.value_or(file.profile.decimal.value_or('.')) == ',';
    const Attribute* known = column.target == Target::Attribute ? definitions.attribute(column.code) : nullptr;
    const auto is = [&](AttributeType type) { return column.rule.type == type || (!column.rule.type && known && known->type == type); };
    const bool named = column.target == Target::Family || column.target == Target::Category || column.target == Target::Categories;
    const bool listed = column.target == Target::Attribute && column.rule.parts.empty()
        && (column.rule.type.value_or(AttributeType::MultiChoice) == AttributeType::MultiChoice)
        && (column.rule.type || !column.rule.split.empty());
    const bool jsonList = file.form.json && file.form.json->columns[column.cell].list;
    size_t distinct = maxInferredOptions;
    if (named)
        distinct = mostNames;
    else if (listed || jsonList || is(AttributeType::Choice) || is(AttributeType::MultiChoice))
        distinct = mostKnownOptions;
    ColumnStatistics statistics(speaksOfIdentity(column.code), commaAllowed, comma, distinct);
    if (named || (file.form.json && !jsonList))
        statistics.setNoList();
    else if (jsonList)
        statistics.setList("|");
    else if (listed || is(AttributeType::MultiChoice))
        statistics.setList(column.rule.split, listed);
    if (file.form.json && file.form.json->columns[column.cell].text)
        statistics.setTyped();
    return statistics;
}

// A first look at one file.
class FileLook {
public:
    FileLook(const ImportFile& file, const PlannedDefinitions& definitions) : m_file(file)
    {
        for (const NamedColumn& column : file.columns) {
            m_found.columns.push_back(statisticsFor(column, file, definitions));
            m_found.parts.emplace_back(
                column.rule.parts.size(), ColumnStatistics(false, file.form.dialect.delimiter != ',' && !file.form.json));
            m_wanted.push_back(column.target != Target::Ignore && column.target != Target::Links);
        }
    }
    void add(const Record& record)
    {
        ++m_found.records;
        if (record.fault != RecordFault::None || record.width != m_file.columns.size())
            return; // it is going to be rejected
        for (size_t cell = 0; cell < record.width; ++cell)
            if (m_wanted[cell] && !record.cells[cell].empty())
                addCell(record, cell);
    }
    FileStatistics& found() { return m_found; }

private:
    void addCell(const Record& record, size_t cell)
    {
        std::string_view text = record.cells[cell];
        CellMark mark = CellMark::None;
        if (!record.marks.empty())
            mark = record.marks[cell];
        else if (text.starts_with("[["))
            mark = readMark(text);
        if (mark == CellMark::Clear || mark == CellMark::Keep || mark == CellMark::Mistyped || text.empty())
            return;
        if (mark == CellMark::Edit) {
            const auto lists = parseJson(text);
            m_scratch = lists && !lists->items().empty() ? joinList(lists->items().front().toStrings()) : std::string();
            text = m_scratch;
        }
        if (text.empty())
            return;
        if (m_file.profile.excelGuard && hasFormulaGuard(text))
            text.remove_prefix(1);
        m_found.columns[cell].add(text);
        std::vector<ColumnStatistics>& parts = m_found.parts[cell];
        if (parts.empty())
            return;
        const auto texts = splitParts(text, m_file.columns[cell].rule.split, parts.size());
        for (size_t part = 0; part < texts.size(); ++part)
            if (!texts[part].empty())
                parts[part].add(texts[part]);
    }

    const ImportFile& m_file;
    FileStatistics m_found;
    std::vector<bool> m_wanted;
    std::string m_scratch;
};

} // namespace

Result<FileStatistics> lookAtRows(const ImportFile& file, const PlannedDefinitions& definitions, uint64_t limit, const Progress& progress)
{
    FileLook look(file, definitions);
    auto opened = openRecords(file.path, file.form);
    if (!opened)
        return opened.error();
    RecordSource& source = **opened;
    Record record;
    for (uint64_t count = 0; !limit || count < limit; ++count) {
        if (!source.next(record)) {
            look.found().whole = true;
            break;
        }
        if (count % 4096 == 0) {
            if (progress.cancelled())
                return Error{
                    ErrorKind::Cancelled, "CANCELLED", file.path, "cancelled; nothing was changed", "start it again when you like"};
            if (progress.report && count % 65536 == 0)
                progress.report("looking at the file", source.position(), source.size());
        }
        look.add(record);
    }
    if (source.error())
        return *source.error();
    return std::move(look.found());
}

namespace {

constexpr std::array<std::pair<std::string_view, CellMark>, 5> cellMarks = {{{"[[clear]]", CellMark::Clear}, {"[[keep]]", CellMark::Keep},
    {"[[set]]", CellMark::Set}, {"[[add]]", CellMark::Add}, {"[[remove]]", CellMark::Remove}}};

} // namespace

CellMark readMark(std::string_view& text)
{
    if (!text.starts_with("[["))
        return CellMark::None;
    if (text.starts_with("[[[[")) {
        text.remove_prefix(2);
        return CellMark::None;
    }
    for (const auto& [name, mark] : cellMarks) {
        const bool whole = mark == CellMark::Clear || mark == CellMark::Keep;
        if (whole ? trimmed(text) == name : text.starts_with(name)) {
            text.remove_prefix(whole ? text.size() : name.size());
            return mark;
        }
    }
    return nearestMark(text).empty() ? CellMark::None : CellMark::Mistyped;
}

std::string nearestMark(std::string_view text)
{
    const size_t end = text.substr(0, 16).find("]]");
    if (end == std::string_view::npos)
        return {};
    std::vector<std::string> names;
    for (const auto& [name, mark] : cellMarks)
        names.emplace_back(name.substr(2, name.size() - 4));
    const auto near = nearest(text.substr(2, end - 2), names);
    return near ? "[[" + *near + "]]" : std::string();
}

std::vector<std::string_view> splitParts(std::string_view text, std::string_view separator, size_t count)
{
    std::vector<std::string_view> parts;
    while (parts.size() + 1 < count) {
        const size_t end = text.find(separator);
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + separator.size());
    }
    parts.push_back(trimmed(text));
    return parts;
}

} // namespace shelf
