#include "app/shelfctl/order_import.h"

#include "app/shelfctl/session.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

constexpr uint64_t mostOfAnOrder = 10000; // 50 million pairs from one order
constexpr uint64_t largestCell = 1000000;

} // namespace

Result<OrderPairOptions> countingFrom(const OrderOptions& options, bool ofOrders)
{
    OrderPairOptions counting;
    if (!ofOrders && options.any())
        return usageError(options.name ? "--dataset"
                : options.minCell      ? "--min-cell"
                                       : "--largest-order",
            "it is about orders", "add --what orders, or leave it out");
    if (options.name && trimmed(*options.name).empty())
        return usageError("--dataset", "the name is empty", "name the data set");
    const auto cell = optionalNumber("--min-cell", options.minCell, largestCell);
    if (!cell)
        return cell.error();
    const auto largest = optionalNumber("--largest-order", options.largestOrder, mostOfAnOrder);
    if (!largest)
        return largest.error();
    if (cell->value_or(1) < 1)
        return usageError("--min-cell", "0 would keep what never happened", "use 1 or more; 5 is the default");
    if (largest->value_or(2) < 2)
        return usageError("--largest-order", "no pair fits into an order of one product", "use 2 or more; 100 is the default");
    counting.smallestCell = static_cast<uint32_t>(cell->value_or(counting.smallestCell));
    counting.largestOrder = static_cast<uint32_t>(largest->value_or(counting.largestOrder));
    return counting;
}

Result<void> checkOrderRequest(const ImportRequest& request)
{
    ImportRequest rest = request;
    rest.what = "auto";
    if (auto checked = checkRequest(rest); !checked)
        return checked;
    if (!request.saveProfile.empty())
        return usageError("--save-profile", "orders are read without anything that a profile would have to remember",
            "write one by hand where columns have other names: columns: { Bon: order, Artikel: sku }");
    const std::pair<const char*, bool> strange[] = {{"--key", !request.key.empty()}, {"--link-type", !request.linkType.empty()},
        {"--mode", !request.mode.empty()}, {"--family", !request.family.empty()}, {"--feed", request.feed}};
    for (const auto& [option, given] : strange)
        if (given)
            return usageError(option, "orders have nothing of the kind", "leave it out");
    return {};
}

void addOrders(Json& document, const OrderImportReport& report)
{
    uint64_t orders = 0, pairs = 0;
    Json sets = Json::array();
    for (const DataSet& set : report.sets) {
        orders += set.orders;
        pairs += set.pairs;
        sets.append(dataSetJson(set));
    }
    document.set("orders", Json::number(static_cast<int64_t>(orders)));
    document.set("pairs", Json::number(static_cast<int64_t>(pairs)));
    document.set("returned", Json::number(static_cast<int64_t>(report.returned)));
    if (!report.sets.empty())
        document.set("dataset", Json::string(report.sets.front().name));
    else if (!report.known.empty())
        document.set("dataset", Json::string(report.known.front()));
    document.set("datasets", std::move(sets));
}

std::string ordersText(const OrderImportReport& report)
{
    const ImportReport& import = report.import;
    std::string text = counted(import.read, "line") + " read: " + std::to_string(import.added) + " counted, "
        + std::to_string(import.rejectedCount) + " rejected, " + std::to_string(report.returned) + " returned, "
        + counted(import.duplicates, "duplicate") + "\n";
    for (const DataSet& set : report.sets)
        text += "data set " + forTerminal(set.name, 120) + ": " + counted(set.orders, "order") + ", " + counted(set.pairs, "pair") + " of "
            + counted(set.products, "product") + " in at least " + counted(set.smallestCell, "order")
            + (set.lastDay.empty() ? "" : ", " + set.firstDay + " to " + set.lastDay) + "\n";
    return text
        + (import.dryRun        ? "a dry run, nothing is changed\n"
                : import.number ? "change set " + std::to_string(*import.number) + "\n"
                                : "nothing to change\n");
}

} // namespace shelf::cli
