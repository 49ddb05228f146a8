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

Result<void> checkProfileColumns(const std::string& path, const DelimitedForm& form, const ImportProfile& profile)
{
    std::vector<std::string> wanted = profile.key;
    if (!profile.familyColumn.empty())
        wanted.push_back(profile.familyColumn);
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
    ColumnNamer(const std::string& path, const ImportProfile& profile) : m_path(path), m_profile(profile) { }

    Result<NamedColumn> name(const std::string& header, size_t cell)
    {
        NamedColumn column;
        column.cell = cell;
        column.label = header.empty() ? "column " + std::to_string(cell + 1) : header;
        if (const ColumnRule* rule = m_profile.column(header))
            column.rule = *rule;
        if (column.rule.ignore)
            return column;
        std::string_view goal = column.rule.to.empty() ? std::string_view(header) : std::string_view(column.rule.to);
        if (goal.starts_with("link:"))
            return rejected(m_path, "LINK_COLUMN", "column " + column.label + " holds links, which this version does not import",
                "leave it out, or say `ignore` for it in a profile");
        if (!column.rule.parts.empty()) {
            column.target = Target::Split;
            return column;
        }
        if (!m_profile.familyColumn.empty() && header == m_profile.familyColumn && column.rule.to.empty()) {
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

    const std::string& m_path;
    const ImportProfile& m_profile;
    std::set<std::string> m_used;
};

} // namespace

std::optional<size_t> ImportFile::skuColumn() const
{
    for (const NamedColumn& column : columns)
        if (column.target == Target::Sku)
            return column.cell;
    return std::nullopt;
}

Result<std::vector<NamedColumn>> nameColumns(const std::string& path, const DelimitedForm& form, const ImportProfile& profile)
{
    if (auto known = checkProfileColumns(path, form, profile); !known)
        return known.error();
    ColumnNamer namer(path, profile);
    std::vector<NamedColumn> columns;
    for (size_t cell = 0; cell < form.header.size(); ++cell) {
        auto column = namer.name(form.header[cell], cell);
        if (!column)
            return column.error();
        columns.push_back(std::move(*column));
    }
    return columns;
}

namespace {

ColumnStatistics statisticsFor(const NamedColumn& column, const ImportFile& file, const Definitions& definitions)
{
    const bool commaAllowed = file.form.dialect.delimiter != ',';
    const bool comma = column.rule.decimal.value_or(file.profile.decimal.value_or('.')) == ',';
    size_t distinct = maxInferredOptions;
    if (column.target == Target::Family || column.target == Target::Category || column.target == Target::Categories)
        distinct = mostNames;
    else if (const Attribute* attribute = definitions.attribute(column.code);
             (attribute && (attribute->type == AttributeType::Choice || attribute->type == AttributeType::MultiChoice))
             || column.rule.type == AttributeType::Choice || column.rule.type == AttributeType::MultiChoice)
        distinct = mostKnownOptions;
    return ColumnStatistics(speaksOfIdentity(column.code), commaAllowed, comma, distinct);
}

} // namespace

Result<FileStatistics> lookAtRows(const ImportFile& file, const Definitions& definitions, uint64_t limit, const Progress& progress)
{
    FileStatistics statistics;
    for (const NamedColumn& column : file.columns) {
        statistics.columns.push_back(statisticsFor(column, file, definitions));
        statistics.parts.emplace_back(column.rule.parts.size(), statistics.columns.back());
    }
    auto opened = openDelimited(file.path, file.form);
    if (!opened)
        return opened.error();
    Record record;
    while (!limit || statistics.records < limit) {
        if (!opened->reader->next(record)) {
            statistics.whole = true;
            break;
        }
        if (statistics.records % 4096 == 0) {
            if (progress.cancelled())
                return Error{
                    ErrorKind::Cancelled, "CANCELLED", file.path, "cancelled; nothing was changed", "start it again when you like"};
            if (progress.report && statistics.records % 65536 == 0)
                progress.report("looking at the file", opened->source->position(), opened->source->size());
        }
        ++statistics.records;
        if (record.fault != RecordFault::None || record.width != file.columns.size())
            continue; // it is going to be rejected
        for (size_t cell = 0; cell < record.width; ++cell) {
            std::string_view text = record.cells[cell];
            if (text.empty())
                continue;
            if (text.starts_with("[[")) {
                const CellMark mark = readMark(text);
                if (mark == CellMark::Clear || mark == CellMark::Keep || text.empty())
                    continue;
            }
            if (file.profile.excelGuard && hasExcelGuard(text))
                text.remove_prefix(1);
            statistics.columns[cell].add(text);
            std::vector<ColumnStatistics>& parts = statistics.parts[cell];
            if (!parts.empty()) {
                const auto texts = splitParts(text, file.columns[cell].rule.split, parts.size());
                for (size_t part = 0; part < texts.size(); ++part)
                    if (!texts[part].empty())
                        parts[part].add(texts[part]);
            }
        }
    }
    if (opened->reader->error())
        return *opened->reader->error();
    return statistics;
}

CellMark readMark(std::string_view& text)
{
    static constexpr std::array<std::pair<std::string_view, CellMark>, 5> marks = {{{"[[clear]]", CellMark::Clear},
        {"[[keep]]", CellMark::Keep}, {"[[set]]", CellMark::Set}, {"[[add]]", CellMark::Add}, {"[[remove]]", CellMark::Remove}}};
    if (!text.starts_with("[["))
        return CellMark::None;
    if (text.starts_with("[[[[")) {
        text.remove_prefix(2);
        return CellMark::None;
    }
    for (const auto& [name, mark] : marks) {
        const bool whole = mark == CellMark::Clear || mark == CellMark::Keep;
        if (whole ? text == name : text.starts_with(name)) {
            text.remove_prefix(name.size());
            return mark;
        }
    }
    return CellMark::None;
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

bool hasExcelGuard(std::string_view text)
{
    return hasFormulaGuard(text);
}

} // namespace shelf
