// shelfctl products: lists products, as a table, CSV or JSON.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "app/shelfctl/text_table.h"
#include "model/domain/value.h"
#include "model/query/product_query.h"

namespace shelf::cli {

namespace {

constexpr size_t tablePart = 1000; // rows whose widths decide the columns

struct Options {
    std::string workspace;
    std::optional<std::string> where, sort, columns, limit, format;
};

// One row after the other in the form asked for.
class Listing {
public:
    Listing(Output& out, const std::vector<std::string>& names) : m_out(out), m_table(names, out.isTerminal()) { }
    virtual ~Listing() = default;
    virtual void row(const ProductRowView& view) = 0;
    virtual void end() = 0;

protected:
    Output& m_out;
    TextTable m_table;
};

class JsonListing : public Listing {
public:
    JsonListing(Output& out, const std::vector<std::string>& names) : Listing(out, {})
    {
        for (const std::string& name : names)
            m_keys.push_back(jsonString(name) + ":");
        m_out.write("[");
    }
    void row(const ProductRowView& view) override
    {
        m_line.assign(m_first ? "\n{" : ",\n{");
        m_first = false;
        bool firstKey = true;
        for (size_t i = 0; i < m_keys.size(); ++i) {
            if (view.values[i].empty())
                continue;
            if (!firstKey)
                m_line += ',';
            firstKey = false;
            m_line += m_keys[i];
            m_line += view.values[i];
        }
        m_line += '}';
        m_out.write(m_line);
    }
    void end() override { m_out.write(m_first ? "]\n" : "\n]\n"); }

private:
    std::vector<std::string> m_keys;
    std::string m_line;
    bool m_first = true;
};

class CsvListing : public Listing {
public:
    CsvListing(Output& out, const std::vector<std::string>& names) : Listing(out, {})
    {
        std::string line;
        for (const std::string& name : names)
            cell(line, name);
        m_out.write(line + "\n");
    }
    void row(const ProductRowView& view) override
    {
        m_line.clear();
        m_first = true;
        for (const std::string_view value : view.values)
            cell(m_line, value.empty() ? std::string() : valueToText(value));
        m_out.write(m_line + "\n");
    }
    void end() override { }

private:
    void cell(std::string& line, const std::string& text)
    {
        if (!m_first)
            line += ',';
        m_first = false;
        const bool outerSpace = !text.empty() && (text.front() == ' ' || text.back() == ' ');
        if (!outerSpace && text.find_first_of(",\"\r\n") == std::string::npos) {
            line += text;
            return;
        }
        line += '"';
        for (const char character : text) {
            if (character == '"')
                line += '"';
            line += character;
        }
        line += '"';
    }
    std::string m_line;
    bool m_first = true;
};

class TableListing : public Listing {
public:
    using Listing::Listing;
    void row(const ProductRowView& view) override
    {
        std::vector<std::string> cells;
        for (const std::string_view value : view.values)
            cells.push_back(value.empty() ? std::string() : valueToText(value));
        m_table.add(cells);
        if (m_table.rows() >= tablePart)
            m_out.write(m_table.take());
    }
    void end() override { m_out.write(m_table.take()); }
};

Result<std::string> formatOf(const Context& context, const Options& options)
{
    if (!options.format)
        return std::string(context.options.json ? "json" : "table");
    if (*options.format != "table" && *options.format != "csv" && *options.format != "json")
        return usageError("--format", "there is no format \"" + *options.format + "\" for a listing", "use table, csv or json");
    if (context.options.json && *options.format != "json")
        return usageError("--format", "--json and --format " + *options.format + " do not go together", "leave one of them out");
    return *options.format;
}

std::unique_ptr<Listing> listingFor(const std::string& format, Output& out, const std::vector<std::string>& names)
{
    if (format == "json")
        return std::make_unique<JsonListing>(out, names);
    if (format == "csv")
        return std::make_unique<CsvListing>(out, names);
    return std::make_unique<TableListing>(out, names);
}

Result<ProductQuery> queryFor(const Options& options)
{
    ProductQuery query;
    const auto where = expressionText(options.where);
    if (!where)
        return where.error();
    query.where = *where;
    if (options.sort)
        query.sort = splitColumns(*options.sort);
    query.columns = options.columns
        ? splitColumns(*options.columns)
        : std::vector<std::string>{"sku", "name", "family", "category", "lifecycle", "price", "currency", "stock"};
    const auto limit = optionalNumber("--limit", options.limit);
    if (!limit)
        return limit.error();
    query.limit = *limit;
    return query;
}

Result<Outcome> products(Context& context, const Options& options)
{
    const auto format = formatOf(context, options);
    if (!format)
        return format.error();
    const auto query = queryFor(options);
    if (!query)
        return query.error();
    const auto workspace = openForReading(context, options.workspace);
    if (!workspace)
        return workspace.error();
    const auto listing = listingFor(*format, context.out, query->columns);
    const auto visit = [&](const ProductRowView& view) {
        listing->row(view);
        return context.out.systemError() == 0;
    };
    const auto done = scanProducts(**workspace, *query, visit, context.progress());
    if (!done)
        return done.error();
    listing->end();
    if (done->trouble)
        context.note("--where", *done->trouble);
    Outcome outcome;
    outcome.written = true;
    return outcome;
}

} // namespace

void addProducts(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("products", "List products, filtered and sorted",
            "shelfctl products shop.shelf --where 'family = \"cpu\" and price < 300' --sort -price --limit 10")
        .argument(options->workspace, "WS", "The workspace")
        .option(options->where, "--where", "EXPR", "Only products that satisfy this expression")
        .option(options->sort, "--sort", "A,-B", "Columns to sort by; a minus turns one round")
        .option(options->columns, "--columns", "A,B", "Fields, attribute codes, or labels in brackets")
        .option(options->limit, "--limit", "N", "At most this many")
        .option(options->format, "--format", "FORMAT", "How they are listed")
        .choices({"table", "csv", "json"})
        .run([options](Context& context) { return products(context, *options); });
}

} // namespace shelf::cli
