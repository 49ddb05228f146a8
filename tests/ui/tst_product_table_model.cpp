// The product list's model: rows come in order without blocking, pages when they are looked at, failures as one line.
#include "tests/ui/small_workspace.h"
#include "ui/catalog/product_table_model.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace shelf;
using Model = ProductTableModel;

class ProductTableModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void allProductsInOrder();
    void cellsComeWithTheirPage();
    void farRowsAreReadOnDemand();
    void numbersAreRightAlignedAndLocal();
    void emptyWorkspace();
    void failuresAreOneLine_data();
    void failuresAreOneLine();
    void anotherLoadReplacesTheFirst();
    void canBeDestroyedWhileLoading();
    void seesWhatOthersAddedAfterReload();

private:
    QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    QString text(const Model& model, int row, int column) const { return model.index(row, column).data().toString(); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void ProductTableModelTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void ProductTableModelTest::allProductsInOrder()
{
    QCOMPARE(test::makeWorkspace(path("w.shelf"), 5000), QString());
    Model model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy loaded(&model, &Model::loaded);
    model.load(path("w.shelf"));
    QVERIFY(model.isLoading());
    QCOMPARE(model.rowCount(), 0); // load returns at once, nothing was read on this thread
    QVERIFY(loaded.wait());
    QCOMPARE(model.rowCount(), 5000);
    QCOMPARE(model.productCount(), qulonglong(5000));
    QVERIFY(!model.isLoading());
    for (int row : {0, 255, 256, 4351, 4352, 4999})
        QCOMPARE(text(model, row, Model::Sku), QStringLiteral("SKU-%1").arg(row, 5, 10, QLatin1Char('0')));
}

void ProductTableModelTest::cellsComeWithTheirPage()
{
    QCOMPARE(test::makeWorkspace(path("w.shelf"), 10), QString());
    Model model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy loaded(&model, &Model::loaded);
    model.load(path("w.shelf"));
    QVERIFY(loaded.wait());
    QTRY_COMPARE(text(model, 3, Model::Name), QStringLiteral("Product 3"));
    QCOMPARE(text(model, 3, Model::Lifecycle), QStringLiteral("End of life"));
    QCOMPARE(text(model, 3, Model::Price), QStringLiteral("1,299.50\u00a0EUR"));
    QCOMPARE(text(model, 3, Model::Stock), QStringLiteral("12,345"));
    QCOMPARE(text(model, 3, Model::Family), QString());
}

void ProductTableModelTest::farRowsAreReadOnDemand()
{
    QCOMPARE(test::makeWorkspace(path("w.shelf"), 20000), QString());
    Model model;
    QSignalSpy loaded(&model, &Model::loaded);
    QSignalSpy changed(&model, &Model::dataChanged);
    model.load(path("w.shelf"));
    QVERIFY(loaded.wait());
    QCOMPARE(changed.count(), 0); // nobody looked at a row yet
    QCOMPARE(text(model, 19999, Model::Name), QString());
    QVERIFY(changed.wait());
    QCOMPARE(text(model, 19999, Model::Name), QStringLiteral("Product 19999"));
    const auto range = changed.constFirst();
    QVERIFY(range.at(1).toModelIndex().row() - range.at(0).toModelIndex().row() < Model::pageRows);
    // Through everything once: far more pages than are kept, and each is right when it comes.
    for (int row = 0; row + Model::pageRows < 20000; row += Model::pageRows) {
        if (text(model, row, Model::Name).isEmpty())
            QVERIFY(changed.wait());
        QCOMPARE(text(model, row, Model::Name), QStringLiteral("Product %1").arg(row));
    }
}

void ProductTableModelTest::numbersAreRightAlignedAndLocal()
{
    QCOMPARE(test::makeWorkspace(path("w.shelf"), 1), QString());
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    Model model;
    QSignalSpy loaded(&model, &Model::loaded);
    model.load(path("w.shelf"));
    QVERIFY(loaded.wait());
    QTRY_COMPARE(text(model, 0, Model::Price), QStringLiteral("1.299,50\u00a0EUR"));
    QCOMPARE(text(model, 0, Model::Stock), QStringLiteral("12.345"));
    for (int column = 0; column < Model::ColumnCount; ++column) {
        const bool number = column == Model::Price || column == Model::Stock;
        const auto alignment = model.index(0, column).data(Qt::TextAlignmentRole).toInt();
        QCOMPARE(bool(alignment & Qt::AlignRight), number);
        QCOMPARE(model.headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt(), alignment);
        QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
    }
}

void ProductTableModelTest::emptyWorkspace()
{
    QCOMPARE(test::makeWorkspace(path("w.shelf"), 0), QString());
    Model model;
    QSignalSpy loaded(&model, &Model::loaded);
    model.load(path("w.shelf"));
    QVERIFY(loaded.wait());
    QCOMPARE(model.rowCount(), 0);
}

void ProductTableModelTest::failuresAreOneLine_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("missing") << QByteArray();
    QTest::newRow("no workspace") << QByteArray("sku,name\nA,B\n");
    QTest::newRow("cut off") << QByteArray("SQLite format 3\0", 16);
}

void ProductTableModelTest::failuresAreOneLine()
{
    QFETCH(QByteArray, content);
    if (!content.isEmpty()) {
        QFile file(path("w.shelf"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    Model model;
    QSignalSpy failed(&model, &Model::failed);
    model.load(path("w.shelf"));
    QVERIFY(failed.wait());
    const QString line = failed.constFirst().constFirst().toString();
    QVERIFY2(line.contains(QStringLiteral("w.shelf: ")), qPrintable(line));
    QVERIFY2(line.contains(QStringLiteral("; ")), qPrintable(line)); // says what to try
    QVERIFY(!line.contains(QLatin1Char('\n')));
    QVERIFY(!model.isLoading());
    QCOMPARE(model.rowCount(), 0);
}

void ProductTableModelTest::anotherLoadReplacesTheFirst()
{
    QCOMPARE(test::makeWorkspace(path("large.shelf"), 9000), QString());
    QCOMPARE(test::makeWorkspace(path("small.shelf"), 7), QString());
    Model model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy loaded(&model, &Model::loaded);
    model.load(path("large.shelf"));
    model.load(path("small.shelf"));
    QVERIFY(loaded.wait());
    QCOMPARE(model.rowCount(), 7);
    QTRY_COMPARE(text(model, 6, Model::Name), QStringLiteral("Product 6"));
    QCOMPARE(loaded.count(), 1);
}

void ProductTableModelTest::canBeDestroyedWhileLoading()
{
    QCOMPARE(test::makeWorkspace(path("w.shelf"), 9000), QString());
    auto model = std::make_unique<Model>();
    QSignalSpy progressed(model.get(), &Model::progressed);
    model->load(path("w.shelf"));
    QVERIFY(progressed.wait());
    model.reset(); // ends its threads first; a reader left behind would show under a sanitizer
    QVERIFY(progressed.count() >= 1);
}

void ProductTableModelTest::seesWhatOthersAddedAfterReload()
{
    QCOMPARE(test::makeWorkspace(path("w.shelf"), 2), QString());
    Model model;
    QSignalSpy loaded(&model, &Model::loaded);
    model.load(path("w.shelf"));
    QVERIFY(loaded.wait());
    QTRY_COMPARE(text(model, 0, Model::Name), QStringLiteral("Product 0"));

    auto other = Workspace::open(path("w.shelf").toStdString());
    QVERIFY(other.ok());
    ChangeSet changes;
    changes.header.author = "jan";
    changes.header.label = "One more";
    changes.add(test::productChange("A-FIRST", "Before all others"));
    QVERIFY((*other)->apply(changes).ok());

    model.load(path("w.shelf"));
    QVERIFY(loaded.wait());
    QCOMPARE(model.rowCount(), 3);
    QTRY_COMPARE(text(model, 0, Model::Name), QStringLiteral("Before all others"));
}

QTEST_MAIN(ProductTableModelTest)
#include "tst_product_table_model.moc"
