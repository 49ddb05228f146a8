// The products of a workspace as a table, read-only. It keeps the SKUs, in order, and the pages that were looked at last; all
// reading happens on two threads of its own: one goes through the SKUs, one fetches pages as they are asked for. Until a
// row's page is there only its SKU shows.
#pragma once

#include "model/change/change_set.h"
#include "ui/catalog/product_line.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QThread>

#include <atomic>

namespace shelf {

class ProductReader;

class ProductTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Sku, Name, Family, Category, Lifecycle, Price, Stock, ColumnCount };
    static constexpr int pageRows = 128;
    static constexpr int keptPages = 64;

    explicit ProductTableModel(QObject* parent = nullptr);
    ~ProductTableModel() override;

    // Forgets what is shown and reads this workspace. Answers with opened and then loaded, or with failed.
    void load(const QString& path);
    void clear();
    bool isLoading() const { return m_loading; }
    qulonglong productCount() const { return m_products; } // of the workspace; rows get there while it loads

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void opened();
    void progressed();
    void loaded();
    void failed(const QString& line);

private:
    void startReaders();
    void forget();
    void appendSkus(int load, const QList<QByteArray>& skus);
    void takePage(int load, int page, const QList<ProductLine>& lines);
    void takeFailure(int load, const QString& line);
    const ProductLine* lineAt(int row) const; // nullptr: not here yet, and asked for
    void requestNextPage();
    QString sku(int row) const;
    QString displayText(int row, int column) const;
    QString toolTip(int row, int column) const;

    QString m_path;
    std::atomic<int> m_load = 0; // the readers look at it: a load that is not this one is no longer wanted
    bool m_loading = false;
    qulonglong m_products = 0;
    TextColumn m_skus;
    mutable QCache<int, QList<ProductLine>> m_pages;
    mutable QList<int> m_wanted; // pages asked for and not yet requested, the latest last
    int m_requested = -1; // the page that is being read
    QThread m_scanThread, m_pageThread;
    ProductReader* m_scanner = nullptr; // each lives on its thread and is deleted with it
    ProductReader* m_pager = nullptr;
};

} // namespace shelf
