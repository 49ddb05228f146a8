#include "model/io/delimited_csvw.h"

#include "model/domain/json.h"
#include "model/domain/text.h"

#include <array>

namespace shelf {

namespace {

constexpr size_t mostBytes = size_t(1) << 20;

std::optional<AttributeType> typeOf(const Json& datatype)
{
    const std::string name = datatype.isObject() ? datatype["base"].text() : datatype.text();
    static constexpr std::array<std::pair<std::string_view, AttributeType>, 14> types = {
        {{"string", AttributeType::Text}, {"integer", AttributeType::Integer}, {"int", AttributeType::Integer},
            {"long", AttributeType::Integer}, {"short", AttributeType::Integer}, {"nonNegativeInteger", AttributeType::Integer},
            {"positiveInteger", AttributeType::Integer}, {"number", AttributeType::Number}, {"decimal", AttributeType::Number},
            {"double", AttributeType::Number}, {"float", AttributeType::Number}, {"boolean", AttributeType::Boolean},
            {"date", AttributeType::Date}, {"anyURI", AttributeType::Url}}};
    for (const auto& [known, type] : types)
        if (known == name)
            return type;
    return std::nullopt;
}

std::string headerOf(const Json& column)
{
    const Json& titles = column["titles"].isNull() ? column["title"] : column["titles"];
    if (titles.isArray() && !titles.items().empty())
        return titles.items().front().text();
    if (titles.isObject() && !titles.members().empty())
        return titles.members().front().second.text();
    return titles.isString() ? titles.text() : column["name"].text();
}

void addDialect(const Json& dialect, ImportProfile& profile)
{
    const auto character = [&](std::string_view key) -> std::optional<char> {
        const std::string& text = dialect[key].text();
        return dialect[key].isString() && text.size() == 1 ? std::optional(text[0]) : std::nullopt;
    };
    if (!profile.delimiter)
        profile.delimiter = character("delimiter");
    if (!profile.quote)
        profile.quote = dialect.contains("quoteChar") && dialect["quoteChar"].isNull() ? std::optional('\0') : character("quoteChar");
    if (!profile.encoding && dialect["encoding"].isString())
        profile.encoding = encodingFromName(dialect["encoding"].text());
    if (const int64_t skipped = dialect["skipRows"].toInteger(); !profile.headerRow && skipped > 0 && skipped < 1000000)
        profile.headerRow = static_cast<uint64_t>(skipped) + 1;
}

void addColumn(const Json& column, ImportProfile& profile)
{
    const std::string header = headerOf(column);
    if (header.empty() || profile.column(header))
        return;
    ColumnRule rule;
    rule.type = typeOf(column["datatype"]);
    if (const std::string& separator = column["separator"].text(); !separator.empty()) {
        rule.split = separator;
        rule.type = AttributeType::MultiChoice;
    }
    if (column["datatype"].isObject() && column["datatype"]["format"]["decimalChar"].text() == ",")
        rule.decimal = ',';
    profile.columns.emplace_back(header, std::move(rule));
}

} // namespace

Result<void> addCsvwText(std::string_view json, const std::string& name, ImportProfile& profile)
{
    auto document = parseJson(json, {32, mostBytes});
    if (!document || !document->isObject())
        return Error{ErrorKind::Rejected, "CSVW", name,
            "is no CSVW description: " + (document ? std::string("no object") : document.error().what), "mend it, or move it away"};
    addDialect((*document)["dialect"], profile);
    for (const Json& column : (*document)["tableSchema"]["columns"].items())
        if (column.isObject())
            addColumn(column, profile);
    return {};
}

Result<void> addCsvwDescription(const std::string& path, ImportProfile& profile)
{
    const std::string name = path + "-metadata.json";
    auto source = TextSource::open(name);
    if (!source)
        return source.error().code == "NO_FILE" ? Result<void>() : source.error();
    if ((*source)->size() > mostBytes)
        return Error{ErrorKind::Rejected, "CSVW", name, "is larger than 1 MiB", "move it away"};
    std::string text(mostBytes, '\0');
    size_t used = 0;
    while (used + 16 <= text.size()) {
        auto got = (*source)->read(text.data() + used, text.size() - used);
        if (!got)
            return got.error();
        if (*got == 0)
            break;
        used += *got;
    }
    text.resize(used);
    return addCsvwText(text, name, profile);
}

} // namespace shelf
