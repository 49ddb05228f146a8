// A workspace with a few products, and files of orders for it.
#pragma once

#include "governance/evidence/order_import.h"
#include "tests/support/catalog.h"

#include <QDir>

#include <fstream>
#include <string>
#include <vector>

namespace shelf::test {

struct OrdersDesk {
    Shop shop;

    explicit OrdersDesk(int products = 6) { shop.stock(products); }
    Workspace& workspace() const { return *shop.workspace; }

    std::string file(const std::string& name, const std::string& text) const
    {
        const std::string path = shop.folder.path().toStdString() + "/" + name;
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }

    OrderImportRequest request(const std::string& path, uint32_t cell = 1) const
    {
        OrderImportRequest request;
        request.import.files = {path};
        request.import.what = "orders";
        request.import.author = "mia";
        request.counting.smallestCell = cell;
        return request;
    }
    Result<OrderImportReport> import(const std::string& path, uint32_t cell = 1) const
    {
        return importOrders(workspace(), request(path, cell));
    }

    // What lies beside the workspace, without what SQLite keeps there.
    QStringList leftovers() const
    {
        QStringList names = QDir(shop.folder.path()).entryList(QDir::Files | QDir::Hidden);
        names.removeIf([](const QString& name) {
            return name.startsWith(QLatin1String("shop.shelf")) || name.endsWith(QLatin1String(".csv"))
                || name.endsWith(QLatin1String(".jsonl")) || name.endsWith(QLatin1String(".yaml"));
        });
        return names;
    }
    std::string bytes() const // of the workspace and its log
    {
        std::string all;
        for (const char* ending : {"", "-wal"}) {
            std::ifstream in(shop.path + ending, std::ios::binary);
            all.append(std::istreambuf_iterator<char>(in), {});
        }
        return all;
    }
};

// `both` orders with A and C, then those with one of them, then orders with neither up to n.
inline std::string ordersOf(const std::string& a, const std::string& c, const std::string& rest, int n, int nA, int nC, int both)
{
    std::string text = "order,sku,quantity,date\n";
    int order = 0;
    const auto line = [&](const std::string& sku) { text += "SO-" + std::to_string(order) + "," + sku + ",1,2026-10-01\n"; };
    for (int i = 0; i < both; ++i, ++order) {
        line(a);
        line(c);
    }
    for (int i = both; i < nA; ++i, ++order)
        line(a);
    for (int i = both; i < nC; ++i, ++order)
        line(c);
    for (; order < n; ++order)
        line(rest);
    return text;
}

} // namespace shelf::test
