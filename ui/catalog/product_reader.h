// Reads products for the list. Lives on a thread of its own and answers with signals; `load` is handed back with each answer so
// that a listener knows which request it belongs to.
#pragma once

#include "model/change/change_set.h"
#include "model/store/workspace.h"
#include "ui/catalog/product_line.h"

#include <QObject>
#include <QStringList>

#include <atomic>
#include <memory>

namespace shelf {

class ProductReader : public QObject {
    Q_OBJECT

public:
    // `wanted` is the load that is still wanted: a scan for another one ends at the next row. It must outlive this reader.
    explicit ProductReader(const std::atomic<int>& wanted) : m_wanted(wanted) { }

    // Opens the workspace and gives all SKUs in order, in batches: first a small one, so that something shows at once.
    Q_INVOKABLE void scan(int load, const QString& path);
    // Gives the lines of these products; an empty line for one that is gone.
    Q_INVOKABLE void readPage(int load, const QString& path, int page, const QList<QByteArray>& skus);
    // Lets go of the file.
    Q_INVOKABLE void close();

Q_SIGNALS:
    void opened(int load, qulonglong products);
    void skusRead(int load, const QList<QByteArray>& skus);
    void scanned(int load);
    void pageRead(int load, int page, const QList<shelf::ProductLine>& lines);
    void failed(int load, const QString& line); // one line that says where, what, and what to try

private:
    Result<Workspace*> openFor(int load, const QString& path);
    Result<void> scanSkus(int load, Workspace& workspace);
    ProductLine lineOf(const Thing& product);
    void fail(int load, const Error& error);

    const std::atomic<int>& m_wanted;
    int m_load = 0;
    std::unique_ptr<Workspace> m_workspace;
};

} // namespace shelf
