#include "ui/catalog/product_reader.h"

#include <QFile>

namespace shelf {

namespace {

constexpr qsizetype firstBatch = 256;
constexpr qsizetype batch = 4096;

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// A definition's label, or its code where it has none or does not exist.
QString labelOf(const Definitions& definitions, ThingKind kind, const std::string& code)
{
    const Thing* definition = definitions.find(kind, code);
    const std::string label = definition ? definition->fields.text("label") : std::string();
    return toQString(label.empty() ? code : label);
}

QString lineFor(const Error& error)
{
    QString line = toQString(error.what);
    if (!error.where.empty())
        line.prepend(toQString(error.where) + QStringLiteral(": "));
    if (!error.tryThis.empty())
        line += QStringLiteral("; ") + toQString(error.tryThis);
    return line.simplified();
}

} // namespace

void ProductReader::scan(int load, const QString& path)
{
    m_workspace.reset(); // also where it is the same file: what is read is what is there now
    const auto workspace = openFor(load, path);
    if (!workspace)
        return fail(load, workspace.error());
    const auto count = (*workspace)->productCount();
    if (!count)
        return fail(load, count.error());
    Q_EMIT opened(load, *count);
    if (const auto done = scanSkus(load, **workspace); !done)
        return fail(load, done.error());
    m_workspace.reset();
    if (m_wanted == load)
        Q_EMIT scanned(load);
}

Result<void> ProductReader::scanSkus(int load, Workspace& workspace)
{
    QList<QByteArray> skus;
    qsizetype size = firstBatch;
    const auto done = workspace.forEachProduct([&](const Thing& product) {
        skus.append(QByteArray::fromStdString(product.key));
        if (skus.size() >= size) {
            Q_EMIT skusRead(load, skus);
            skus.clear();
            size = batch;
        }
        return m_wanted == load;
    });
    if (done && m_wanted == load && !skus.isEmpty())
        Q_EMIT skusRead(load, skus);
    return done;
}

void ProductReader::readPage(int load, const QString& path, int page, const QList<QByteArray>& skus)
{
    if (m_wanted != load)
        return;
    const auto workspace = openFor(load, path);
    if (!workspace)
        return fail(load, workspace.error());
    QList<ProductLine> lines;
    lines.reserve(skus.size());
    for (const QByteArray& sku : skus) {
        const auto product = (*workspace)->product(std::string_view(sku.constData(), static_cast<size_t>(sku.size())));
        if (!product)
            return fail(load, product.error());
        lines.append(product->has_value() ? lineOf(**product) : ProductLine());
    }
    Q_EMIT pageRead(load, page, lines);
}

void ProductReader::close()
{
    m_workspace.reset();
}

Result<Workspace*> ProductReader::openFor(int load, const QString& path)
{
    if (m_workspace && m_load == load)
        return m_workspace.get();
    m_workspace.reset();
    OpenOptions options;
    options.readOnly = true;
    auto opened = Workspace::open(QFile::encodeName(path).toStdString(), options);
    if (!opened)
        return opened.error();
    m_workspace = std::move(*opened);
    m_load = load;
    return m_workspace.get();
}

ProductLine ProductReader::lineOf(const Thing& product)
{
    const Definitions& definitions = m_workspace->definitions();
    ProductLine line;
    line.name = toQString(product.fields.text("name"));
    if (const std::string family = product.fields.text("family"); !family.empty())
        line.family = labelOf(definitions, ThingKind::Family, family);
    if (const auto categories = product.fields.strings("categories"); !categories.empty()) {
        line.category = labelOf(definitions, ThingKind::Category, categories.front());
        line.categoryPath = toQString(categories.front());
    }
    line.lifecycle = toQString(product.fields.text("lifecycle"));
    line.price = toQString(product.fields.text("price"));
    line.currency = toQString(product.fields.text("currency"));
    if (const Json stock = product.fields.json("stock"); stock.isNumber())
        line.stock = stock.toInteger();
    return line;
}

void ProductReader::fail(int load, const Error& error)
{
    m_workspace.reset();
    Q_EMIT failed(load, lineFor(error));
}

} // namespace shelf
