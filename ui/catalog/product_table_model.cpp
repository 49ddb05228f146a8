#include "ui/catalog/product_table_model.h"

#include "ui/catalog/product_reader.h"

#include <QLocale>

namespace shelf {

namespace {

// More pages than a screen can show; older requests are of rows that have been scrolled past.
constexpr qsizetype maxWanted = 6;

QString lifecycleWord(const QString& lifecycle)
{
    if (lifecycle == QLatin1String("planned"))
        return ProductTableModel::tr("Planned");
    if (lifecycle == QLatin1String("active"))
        return ProductTableModel::tr("Active");
    if (lifecycle == QLatin1String("end-of-life"))
        return ProductTableModel::tr("End of life");
    if (lifecycle == QLatin1String("retired"))
        return ProductTableModel::tr("Retired");
    return lifecycle;
}

QString priceText(const ProductLine& line)
{
    if (line.price.isEmpty())
        return {};
    const qsizetype point = line.price.indexOf(QLatin1Char('.'));
    const qsizetype decimals = point < 0 ? 0 : line.price.size() - point - 1;
    const QString number = QLocale().toString(line.price.toDouble(), 'f', static_cast<int>(std::max<qsizetype>(2, decimals)));
    return line.currency.isEmpty() ? number : number + QChar(QChar::Nbsp) + line.currency;
}

bool isNumeric(int column)
{
    return column == ProductTableModel::Price || column == ProductTableModel::Stock;
}

} // namespace

ProductTableModel::ProductTableModel(QObject* parent) : QAbstractTableModel(parent), m_pages(keptPages)
{
    qRegisterMetaType<QList<ProductLine>>();
    startReaders();
}

ProductTableModel::~ProductTableModel()
{
    ++m_load;
    for (QThread* thread : {&m_scanThread, &m_pageThread}) {
        thread->quit();
        thread->wait();
    }
}

void ProductTableModel::startReaders()
{
    m_scanner = new ProductReader(m_load);
    m_pager = new ProductReader(m_load);
    const std::pair<ProductReader*, QThread*> readers[] = {{m_scanner, &m_scanThread}, {m_pager, &m_pageThread}};
    for (const auto& [reader, thread] : readers) {
        reader->moveToThread(thread);
        connect(thread, &QThread::finished, reader, &QObject::deleteLater);
        connect(reader, &ProductReader::failed, this, &ProductTableModel::takeFailure);
        thread->start();
    }
    connect(m_scanner, &ProductReader::opened, this, [this](int load, qulonglong products) {
        if (load != m_load)
            return;
        m_products = products;
        Q_EMIT opened();
    });
    connect(m_scanner, &ProductReader::skusRead, this, &ProductTableModel::appendSkus);
    connect(m_scanner, &ProductReader::scanned, this, [this](int load) {
        if (load != m_load)
            return;
        m_loading = false;
        m_products = m_skus.size(); // others may have changed the workspace since it was counted
        Q_EMIT loaded();
    });
    connect(m_pager, &ProductReader::pageRead, this, &ProductTableModel::takePage);
}

void ProductTableModel::load(const QString& path)
{
    forget();
    m_path = path;
    m_loading = true;
    const int load = m_load;
    QMetaObject::invokeMethod(m_scanner, [scanner = m_scanner, load, path] { scanner->scan(load, path); });
}

void ProductTableModel::clear()
{
    forget();
    m_path.clear();
    QMetaObject::invokeMethod(m_pager, &ProductReader::close);
}

void ProductTableModel::forget()
{
    beginResetModel();
    ++m_load;
    m_loading = false;
    m_products = 0;
    m_skus.clear();
    m_pages.clear();
    m_wanted.clear();
    m_requested = -1;
    endResetModel();
}

void ProductTableModel::appendSkus(int load, const QList<QByteArray>& skus)
{
    if (load != m_load || skus.isEmpty())
        return;
    const int first = static_cast<int>(m_skus.size());
    m_pages.remove(first / pageRows); // it may have been read when it was shorter
    beginInsertRows({}, first, first + static_cast<int>(skus.size()) - 1);
    for (const QByteArray& sku : skus)
        m_skus.push(std::string_view(sku.constData(), static_cast<size_t>(sku.size())));
    endInsertRows();
    Q_EMIT progressed();
}

void ProductTableModel::takePage(int load, int page, const QList<ProductLine>& lines)
{
    if (load != m_load)
        return;
    m_requested = -1;
    m_wanted.removeAll(page);
    m_pages.insert(page, new QList<ProductLine>(lines));
    // All rows of the page, also those that came after it was asked for: drawing them asks again.
    const int first = page * pageRows;
    Q_EMIT dataChanged(index(first, Name), index(std::min(first + pageRows, rowCount()) - 1, ColumnCount - 1));
    requestNextPage();
}

void ProductTableModel::takeFailure(int load, const QString& line)
{
    if (load != m_load)
        return;
    forget();
    Q_EMIT failed(line);
}

const ProductLine* ProductTableModel::lineAt(int row) const
{
    const int page = row / pageRows;
    if (const QList<ProductLine>* lines = m_pages.object(page); lines && row % pageRows < lines->size())
        return &lines->at(row % pageRows);
    if (page == m_requested)
        return nullptr;
    const bool idle = m_wanted.isEmpty();
    m_wanted.removeAll(page);
    m_wanted.append(page);
    if (m_wanted.size() > maxWanted)
        m_wanted.removeFirst();
    if (idle) // after the view has drawn, when all that it needs is known
        QMetaObject::invokeMethod(const_cast<ProductTableModel*>(this), &ProductTableModel::requestNextPage, Qt::QueuedConnection);
    return nullptr;
}

void ProductTableModel::requestNextPage()
{
    if (m_requested >= 0 || m_wanted.isEmpty())
        return;
    m_requested = m_wanted.takeLast();
    const int first = m_requested * pageRows;
    QList<QByteArray> skus;
    for (int row = first; row < std::min(first + pageRows, rowCount()); ++row) {
        const std::string_view text = m_skus.at(static_cast<size_t>(row));
        skus.append(QByteArray(text.data(), static_cast<qsizetype>(text.size())));
    }
    QMetaObject::invokeMethod(m_pager,
        [pager = m_pager, load = m_load.load(), path = m_path, page = m_requested, skus] { pager->readPage(load, path, page, skus); });
}

int ProductTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_skus.size());
}

int ProductTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProductTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return displayText(index.row(), index.column());
    case Qt::ToolTipRole:
        return toolTip(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (isNumeric(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QString ProductTableModel::sku(int row) const
{
    const std::string_view text = m_skus.at(static_cast<size_t>(row));
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString ProductTableModel::displayText(int row, int column) const
{
    if (column == Sku)
        return sku(row);
    const ProductLine* line = lineAt(row);
    if (!line)
        return {};
    switch (column) {
    case Name:
        return line->name;
    case Family:
        return line->family;
    case Category:
        return line->category;
    case Lifecycle:
        return lifecycleWord(line->lifecycle);
    case Price:
        return priceText(*line);
    case Stock:
        return line->stock ? QLocale().toString(*line->stock) : QString();
    default:
        return {};
    }
}

// The whole text, for a cell that is too narrow for it.
QString ProductTableModel::toolTip(int row, int column) const
{
    if (column == Category) {
        const ProductLine* line = lineAt(row);
        return line ? line->categoryPath : QString();
    }
    return displayText(row, column);
}

QVariant ProductTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Sku:
        return tr("SKU");
    case Name:
        return tr("Name");
    case Family:
        return tr("Family");
    case Category:
        return tr("Category");
    case Lifecycle:
        return tr("Lifecycle");
    case Price:
        return tr("Price");
    default:
        return tr("Stock");
    }
}

} // namespace shelf
