#include "governance/evidence/order_import.h"

#include "governance/evidence/count_table.h"
#include "governance/evidence/order_lines.h"

#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/hash.h"
#include "model/domain/text.h"
#include "model/domain/value.h"
#include "model/io/import_files.h"
#include "model/io/import_sku_table.h"
#include "model/store/sqlite_error.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <numeric>
#include <unistd.h>
#include <unordered_map>

namespace shelf {

namespace {

constexpr size_t mostRejectedKept = 1000;
constexpr size_t mostNamed = 10; // columns in a note

Error cancelledAt(const std::string& where)
{
    return {ErrorKind::Cancelled, "CANCELLED", where, "cancelled; nothing was changed", "start it again when you like"};
}

// The products of the workspace, numbered in byte order of their SKUs.
class ProductNumbers {
public:
    Result<void> load(Workspace& workspace)
    {
        auto read = workspace.forEachSku([this](std::string_view sku) {
            m_skus.add(sku);
            return true;
        });
        if (!read)
            return read;
        m_order.resize(m_skus.size());
        std::iota(m_order.begin(), m_order.end(), uint32_t(0));
        std::sort(m_order.begin(), m_order.end(), [this](uint32_t a, uint32_t b) { return m_skus.text(a) < m_skus.text(b); });
        m_ranks.resize(m_order.size());
        for (uint32_t rank = 0; rank < m_order.size(); ++rank)
            m_ranks[m_order[rank]] = rank;
        return {};
    }
    std::optional<uint32_t> find(std::string_view sku) const
    {
        uint32_t number = 0;
        return m_skus.find(sku, number) ? std::optional(m_ranks[number]) : std::nullopt;
    }
    std::string_view sku(uint32_t number) const { return m_skus.text(m_order[number]); }
    uint32_t size() const { return static_cast<uint32_t>(m_order.size()); }

private:
    SkuTable m_skus;
    std::vector<uint32_t> m_order, m_ranks;
};

// SHA-256 of the file's bytes.
Result<std::string> fileHash(const std::string& path, const Progress& progress)
{
    const auto source = TextSource::open(path); // a regular file, and never a wait; errors as the readers give them
    if (!source)
        return source.error();
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
        return systemError(errno, path, "reading the file");
    Sha256 hash;
    std::vector<char> buffer(size_t(1) << 20);
    ssize_t got = 0;
    while (!progress.cancelled() && ((got = ::read(descriptor, buffer.data(), buffer.size())) > 0 || (got < 0 && errno == EINTR)))
        hash.add({buffer.data(), static_cast<size_t>(std::max<ssize_t>(got, 0))});
    const int failure = got < 0 ? errno : 0;
    ::close(descriptor);
    if (progress.cancelled())
        return cancelledAt(path);
    if (failure)
        return systemError(failure, path, "reading the file");
    return hex(hash.finish());
}

// Takes the lines of one file.
class FileOfOrders {
public:
    FileOfOrders(Workspace& workspace, const OrderImportRequest& request, const ImportProfile& profile, const ProductNumbers& products,
        std::string path, OrderImportReport& report)
        : m_workspace(workspace), m_request(request), m_profile(profile), m_products(products), m_path(std::move(path)), m_report(report),
          m_folder(std::filesystem::path(workspace.path()).parent_path().string()),
          m_pairs(products.size(), m_folder.empty() ? "." : m_folder, request.counting)
    {
    }

    Result<void> read(const std::string& format, const Progress& progress)
    {
        auto opened = OrderLines::open(m_path, format, m_profile);
        if (!opened)
            return opened.error();
        m_lines = *std::move(opened);
        notePassedOver();
        OrderLine line;
        for (uint64_t rows = 0; m_lines->next(line); ++rows) {
            if (rows % 65536 == 0 && progress.report)
                progress.report("reading orders", m_lines->position(), m_lines->size());
            if (rows % 4096 == 0 && progress.cancelled())
                return cancelledAt(m_path);
            ++m_report.import.read;
            if (auto taken = take(line); !taken)
                return taken;
            if (m_request.import.stopOnError && m_report.import.rejectedCount > 0)
                return {};
        }
        if (m_lines->error())
            return *m_lines->error();
        return m_lines->checkUnchanged();
    }

    // Counts, and gives the data set without its name; nothing where the file holds no line that counts.
    Result<std::optional<DataSet>> count(const Progress& progress, std::vector<CountTable>& tables)
    {
        if (m_taken == 0)
            return std::optional<DataSet>();
        if (auto counted = m_pairs.count(progress); !counted)
            return counted.error();
        DataSet set;
        const OrderTotals& totals = m_pairs.totals();
        set.orders = totals.orders;
        set.lines = totals.lines;
        set.largeOrders = totals.largeOrders;
        set.orderLimit = m_request.counting.largestOrder;
        set.smallestCell = m_request.counting.smallestCell;
        if (m_firstDay)
            set.firstDay = formatDate(*m_firstDay);
        if (m_lastDay)
            set.lastDay = formatDate(*m_lastDay);
        m_report.import.added += m_taken;
        m_report.import.duplicates += m_taken - totals.lines;
        auto table = write(set);
        if (!table)
            return table.error();
        set.counts = table->sha256;
        tables.push_back(*std::move(table));
        return std::optional(std::move(set));
    }

private:
    Result<CountTable> write(DataSet& set)
    {
        CountTableWriter writer(m_folder.empty() ? "." : m_folder);
        const std::vector<uint32_t>& orders = m_pairs.productOrders();
        const uint32_t least = std::max<uint32_t>(m_request.counting.smallestCell, 1);
        std::vector<uint32_t> numbers(orders.size()); // in the table
        for (uint32_t product = 0; product < orders.size(); ++product)
            if (orders[product] >= least)
                numbers[product] = static_cast<uint32_t>(set.products++);
        if (auto begun = writer.begin(set.orders, set.products); !begun)
            return begun.error();
        for (uint32_t product = 0; product < orders.size(); ++product)
            if (orders[product] >= least)
                if (auto written = writer.product({m_products.sku(product), orders[product]}); !written)
                    return written.error();
        OrderPair pair;
        for (;;) {
            const auto more = m_pairs.next(pair);
            if (!more)
                return more.error();
            if (!*more)
                break;
            if (auto written = writer.pair({numbers[pair.a], numbers[pair.b], pair.orders}); !written)
                return written.error();
        }
        set.pairs = writer.pairs();
        return writer.finish();
    }

    void reject(const OrderLine& line, std::string column, std::string code, std::string message)
    {
        ++m_report.import.rejectedCount;
        if (m_report.import.rejected.size() < mostRejectedKept)
            m_report.import.rejected.push_back({m_path, line.row, std::move(column), std::move(code), std::move(message)});
    }

    Result<void> take(const OrderLine& line)
    {
        if (line.problem) {
            reject(line, line.problem->column, line.problem->code, line.problem->message);
            return {};
        }
        if (line.order.empty()) {
            reject(line, m_lines->label(OrderColumn::Order), "NO_ORDER", "the line says of no order that it is part of it");
            return {};
        }
        if (line.sku.empty()) {
            reject(line, m_lines->label(OrderColumn::Sku), "NO_SKU", "the line names no product");
            return {};
        }
        const auto product = m_products.find(line.sku);
        if (!product) {
            reject(line, m_lines->label(OrderColumn::Sku), "UNKNOWN_SKU", unknown(line.sku));
            return {};
        }
        bool returned = false;
        if (!takeQuantity(line, returned) || !takeDate(line))
            return {};
        if (returned) {
            ++m_report.returned;
            return {};
        }
        ++m_taken;
        return m_pairs.add(line.order, *product);
    }

    bool takeQuantity(const OrderLine& line, bool& returned)
    {
        if (line.quantity.empty() || (line.quantity.size() == 1 && line.quantity[0] >= '1' && line.quantity[0] <= '9'))
            return true;
        const char mark = m_lines->rule(OrderColumn::Quantity).decimal.value_or(m_profile.decimal.value_or('.'));
        const auto number = canonicalDecimal(line.quantity, mark);
        if (!number) {
            reject(line, m_lines->label(OrderColumn::Quantity), "BAD_NUMBER", "what it holds is no number");
            return false;
        }
        returned = *number == "0" || number->starts_with('-');
        return true;
    }

    bool takeDate(const OrderLine& line)
    {
        if (line.date.empty() || line.date == m_lastDate)
            return true;
        const auto day = dayOf(line.date);
        if (!day) {
            reject(line, m_lines->label(OrderColumn::Date), "BAD_DATE",
                "what it holds is no date; write it as 2026-11-15, or say in a profile how dates are written");
            return false;
        }
        m_lastDate = line.date;
        m_firstDay = std::min(m_firstDay.value_or(*day), *day);
        m_lastDay = std::max(m_lastDay.value_or(*day), *day);
        return true;
    }

    // A date, or the date of a time.
    std::optional<Days> dayOf(std::string_view text) const
    {
        if (const std::string& pattern = m_lines->rule(OrderColumn::Date).datePattern; !pattern.empty()) {
            Attribute date;
            date.type = AttributeType::Date;
            ValueReading reading;
            reading.datePattern = pattern;
            const auto json = valueFromText(date, text, reading);
            return json && json->size() > 2 ? parseDate(std::string_view(*json).substr(1, json->size() - 2)) : std::nullopt;
        }
        const bool time = text.size() > 10 && (text[10] == 'T' || text[10] == ' ');
        return parseDate(time ? text.substr(0, 10) : text);
    }

    // The sentence about a SKU that is not there; looked for once each, and only as often as it is reported.
    std::string unknown(std::string_view sku)
    {
        if (m_report.import.rejected.size() >= mostRejectedKept)
            return {};
        std::string& text = m_unknown[std::string(sku)];
        // What looks like a person's name or address is not repeated: a column may have been mistaken.
        const bool mayBePersonal = sku.find_first_of("@ \t") != std::string_view::npos;
        if (text.empty() && mayBePersonal) {
            text = "what it holds is the SKU of no product";
        } else if (text.empty()) {
            text = "there is no product " + forTerminal(sku, 255);
            const auto near =
                m_products.size() > 0 ? m_workspace.nearSkus(sku) : Result<std::vector<std::string>>(std::vector<std::string>());
            if (near && !near->empty())
                text += "; did you mean " + forTerminal(near->front(), 255) + "?";
        }
        return text;
    }

    void notePassedOver()
    {
        const auto& names = m_lines->passedOver();
        if (names.empty())
            return;
        std::vector<std::string> shown;
        for (size_t i = 0; i < names.size() && i < mostNamed; ++i)
            shown.push_back(forTerminal(names[i], 60));
        m_report.import.warnings.push_back(forTerminal(m_path, 200) + ": " + (names.size() == 1 ? "column " : "columns ")
            + join(shown, ", ")
            + (names.size() > mostNamed ? " and others were"
                    : names.size() == 1 ? " was"
                                        : " were")
            + " not looked at, and nothing of it is kept");
    }

    Workspace& m_workspace;
    const OrderImportRequest& m_request;
    const ImportProfile& m_profile;
    const ProductNumbers& m_products;
    const std::string m_path;
    OrderImportReport& m_report;
    const std::string m_folder;
    OrderPairs m_pairs;
    std::unique_ptr<OrderLines> m_lines;
    uint64_t m_taken = 0;
    std::string m_lastDate; // the date of the line before, mostly the same
    std::optional<Days> m_firstDay, m_lastDay;
    std::unordered_map<std::string, std::string> m_unknown;
};

// One import from beginning to end.
class Importing {
public:
    Importing(Workspace& workspace, const OrderImportRequest& request, const Progress& progress)
        : m_workspace(workspace), m_request(request), m_progress(progress), m_sets(dataSets(workspace.definitions()))
    {
        m_report.import.dryRun = request.import.dryRun;
    }

    Result<OrderImportReport> run()
    {
        auto profile = profileOf(m_request.import, m_workspace.definitions());
        if (!profile)
            return profile.error();
        if (auto checked = checkRequest(*profile); !checked)
            return checked.error();
        std::string format = m_request.import.format == "auto" && !profile->format.empty() ? profile->format : m_request.import.format;
        if (format == "tsv")
            format = "csv";
        for (const std::string& path : m_request.import.files)
            if (auto taken = takeFile(path, format, *profile); !taken)
                return taken.error();
        const bool refused = m_report.import.rejectedCount > 0 && (m_request.import.stopOnError || m_report.sets.empty());
        if (refused)
            m_report.sets.clear();
        if (!refused && !m_report.sets.empty())
            if (auto applied = apply(); !applied)
                return applied.error();
        return std::move(m_report);
    }

private:
    Result<void> checkRequest(const ImportProfile& profile) const
    {
        const auto wrong = [](const char* where, const char* what, const char* tryThis) {
            return Error{ErrorKind::Usage, "USAGE", where, what, tryThis};
        };
        if (m_request.import.feed)
            return wrong("--feed", "a feed brings prices and stock, no orders", "leave it out");
        if (!profile.familyColumn.empty() || !m_request.import.family.empty())
            return wrong("--family", "orders have no family", "leave it out");
        if (!m_request.name.empty() && m_request.import.files.size() > 1)
            return wrong("--dataset", "one name, and several files", "import them one by one, or leave it out");
        if (m_request.counting.smallestCell < 1 || m_request.counting.largestOrder < 2)
            return wrong("import", "the smallest cell is 1, the largest order holds 2 products at least", "use larger numbers");
        return {};
    }

    Result<void> takeFile(const std::string& path, const std::string& format, const ImportProfile& profile)
    {
        auto sha256 = fileHash(path, m_progress);
        if (!sha256)
            return sha256.error();
        if (const auto known = std::find_if(m_sets.begin(), m_sets.end(), [&](const DataSet& set) { return set.sha256 == *sha256; });
            known != m_sets.end()) {
            m_report.known.push_back(known->name);
            m_report.import.warnings.push_back(
                forTerminal(path, 200) + " is data set " + forTerminal(known->name, 120) + " already: the same file counts once");
            return {};
        }
        auto name = nameFor(path);
        if (!name)
            return name.error();
        if (!m_loaded)
            if (auto loaded = m_products.load(m_workspace); !loaded)
                return loaded;
        m_loaded = true;
        FileOfOrders file(m_workspace, m_request, profile, m_products, path, m_report);
        if (auto read = file.read(format, m_progress); !read)
            return read;
        if (m_request.import.stopOnError && m_report.import.rejectedCount > 0)
            return {};
        auto set = file.count(m_progress, m_tables);
        if (!set)
            return set.error();
        if (!*set)
            return {};
        (*set)->name = *name;
        (*set)->sha256 = *sha256;
        (*set)->imported = formatDate(today(m_workspace.clock(), m_workspace.definitions().policy("time-zone")));
        if ((*set)->largeOrders > 0)
            m_report.import.warnings.push_back(std::to_string((*set)->largeOrders)
                + ((*set)->largeOrders == 1 ? " order holds" : " orders hold") + " more than " + std::to_string((*set)->orderLimit)
                + " products and counted for the products alone, not for pairs");
        m_sets.push_back(**set);
        m_report.sets.push_back(**std::move(set));
        return {};
    }

    // As asked for, or that of the file, with a number where it is taken.
    Result<std::string> nameFor(const std::string& path) const
    {
        const auto taken = [this](const std::string& name) {
            return std::any_of(m_sets.begin(), m_sets.end(), [&name](const DataSet& set) { return set.name == name; });
        };
        if (!m_request.name.empty()) {
            if (taken(m_request.name))
                return Error{ErrorKind::Rejected, "EXISTS", "--dataset " + forTerminal(m_request.name, 120),
                    "there is a data set of this name", "choose another name, or take that one away with `evidence --forget`"};
            return m_request.name;
        }
        std::string stem(trimmed(std::filesystem::path(path).stem().string()));
        const bool unusable = firstInvalidUtf8(stem) || stem.empty() || stem.size() > 200
            || std::any_of(stem.begin(), stem.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
        if (unusable)
            stem = "orders";
        std::string name = stem;
        for (int number = 2; taken(name); ++number)
            name = stem + "_" + std::to_string(number);
        return name;
    }

    Result<void> apply()
    {
        ChangeSet changes;
        changes.header.author = m_request.import.author;
        changes.header.origin = Origin::Import;
        changes.header.label = "Count the orders of " + forTerminal(m_report.sets.front().name, 200)
            + (m_report.sets.size() > 1 ? " and " + std::to_string(m_report.sets.size() - 1) + " more" : "");
        for (const DataSet& set : m_report.sets) {
            Change change{ThingKind::DataSet, set.name, ChangeOp::Create, 0, {}};
            for (const auto& [field, json] : fieldsOf(set))
                change.fields.push_back({field, {}, json});
            changes.add(std::move(change));
        }
        ApplyOptions options;
        options.dryRun = m_request.import.dryRun;
        options.progress = m_progress;
        options.counts = std::move(m_tables);
        const auto applied = m_workspace.apply(changes, options);
        if (!applied)
            return applied.error();
        m_report.import.number = applied->number;
        return {};
    }

    Workspace& m_workspace;
    const OrderImportRequest& m_request;
    const Progress& m_progress;
    std::vector<DataSet> m_sets; // those there are, and the new ones
    ProductNumbers m_products;
    bool m_loaded = false;
    std::vector<CountTable> m_tables;
    OrderImportReport m_report;
};

} // namespace

Result<OrderImportReport> importOrders(Workspace& workspace, const OrderImportRequest& request, const Progress& progress)
{
    return Importing(workspace, request, progress).run();
}

} // namespace shelf
