// mappings.csv: links for people, spreadsheets and simple consumers. RFC 4180, LF, with the formula guard of reliability.md §6.
#include "governance/release/mapping_line.h"

#include "model/domain/delimited_cell.h"
#include "model/domain/text.h"

#include <array>

namespace shelf {

namespace {

struct Column {
    std::string_view header;
    std::string_view key; // of the line
    bool imported; // a column that an import of links knows
};

constexpr std::array columns = {
    Column{"source", "source", true},
    Column{"type", "type", true},
    Column{"target", "target", true},
    Column{"variant", "", true}, // part of the id
    Column{"rank", "rank", true},
    Column{"reason", "reason", true},
    Column{"from", "from", true},
    Column{"to", "to", true},
    Column{"every", "every", true},
    Column{"channels", "channels", true},
    Column{"audiences", "audiences", true},
    Column{"intents", "intents", true},
    Column{"triggers", "triggers", true},
    Column{"interval_days", "interval_days", true},
    Column{"owner", "owner", true},
    Column{"pin", "pin", false},
    Column{"boost", "boost", false},
    Column{"filter", "filter", false},
    Column{"approved_by", "approved_by", false},
    Column{"approved_at", "approved_at", false},
    Column{"version", "version", false},
    Column{"id", "", false},
};

void appendText(std::string& out, std::string_view text)
{
    appendTextCell(out, text, ',', true);
}

// A reason in several languages: English, else the first; a table has one column for it.
std::string oneLanguage(const Json& texts)
{
    if (const Json* english = texts.find("en"))
        return english->text();
    return texts.members().empty() ? std::string() : texts.members().front().second.text();
}

void appendValue(std::string& out, std::string_view json)
{
    if (json.empty())
        return;
    const char first = json.front();
    const bool plain = json.find('\\') == std::string_view::npos;
    if (first == '"' && plain) {
        appendText(out, json.substr(1, json.size() - 2));
        return;
    }
    if (first != '"' && first != '[' && first != '{') {
        out.append(json); // a number or truth value of our own
        return;
    }
    const Result<Json> value = parseJson(json);
    if (!value)
        return;
    appendText(out, value->isObject() ? oneLanguage(*value) : value->isArray() ? joinList(value->toStrings()) : value->text());
}

std::string_view variantOf(std::string_view id, std::string& scratch)
{
    // link:SOURCE:TYPE:TARGET has three colons; a fourth begins the variant.
    size_t colon = 0;
    for (int i = 0; i < 4 && colon != std::string_view::npos; ++i)
        colon = id.find(':', colon + (i ? 1 : 0));
    if (colon == std::string_view::npos)
        return {};
    if (const auto link = LinkId::parse(id))
        scratch = link->variant;
    return scratch;
}

std::array<size_t, columns.size()> columnPlaces()
{
    std::array<size_t, columns.size()> places{};
    for (size_t i = 0; i < columns.size(); ++i)
        places[i] = LinePlan::of(MappingKind::Link).place(columns[i].key);
    return places;
}

} // namespace

std::string tableHeader()
{
    std::string header;
    for (const Column& column : columns) {
        header += header.empty() ? "" : ",";
        header += column.header;
    }
    return header + "\n";
}

void appendTableRow(std::string& out, const ResolvedMapping& link)
{
    static const std::array<size_t, columns.size()> places = columnPlaces();
    for (size_t i = 0; i < columns.size(); ++i) {
        if (i)
            out.push_back(',');
        if (places[i] < LinePlan::maxKeys) {
            appendValue(out, link.at(places[i]));
        } else if (columns[i].header == "variant") {
            std::string scratch;
            appendText(out, variantOf(link.id, scratch));
        } else if (columns[i].header == "id") {
            appendText(out, link.id);
        }
    }
    out.push_back('\n');
}

std::string tableProfile()
{
    std::string profile = "shelfwright-profile: 1\nformat: csv\nwhat: links\ndelimiter: \",\"\nexcel_guard: true\ncolumns:\n";
    for (const Column& column : columns) {
        if (!column.imported)
            profile += "  " + std::string(column.header) + ": ignore\n";
    }
    return profile;
}

} // namespace shelf
