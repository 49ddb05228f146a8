#include "governance/evidence/data_sets.h"
#include "tests/evidence/orders_desk.h"

#include <QDir>
#include <SQLiteCpp/SQLiteCpp.h>

using namespace shelf;
using namespace shelf::test;

// Files of orders -> data sets: counted, durable, undone and brought back, and never an order or a person in the workspace.
class OrdersImportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesTheKnownAnswer();
    void keepsNoSmallCells();
    void keepsNoOrderAndNoPerson();
    void countsTheSameFileOnce();
    void addsDataSetsUp();
    void undoHidesAndRedoBringsBack();
    void findsColumns_data();
    void findsColumns();
    void readsJsonLines();
    void rejectsByRow();
    void rejectsWholeFiles_data();
    void rejectsWholeFiles();
    void changesNothingInADryRun();
    void changesNothingWhenCancelled();
    void passesReturnsOver();
    void profileNamesColumns();
    void storeRefusesCountsThatAreNotWhatTheySay();
    void checkNoticesWhatSomebodyChanged();
};

void OrdersImportTest::givesTheKnownAnswer()
{
    const OrdersDesk desk;
    const auto report = desk.import(desk.file("october.csv", ordersOf("P0", "P1", "P2", 100000, 1200, 800, 60)), 5);
    SHELF_OK(report);
    QCOMPARE(report->sets.size(), size_t(1));
    QCOMPARE(report->sets[0].name, std::string("october"));
    QCOMPARE(report->sets[0].orders, uint64_t(100000));
    QCOMPARE(report->sets[0].pairs, uint64_t(1));
    QCOMPARE(report->sets[0].firstDay, std::string("2026-10-01"));
    const auto evidence = pairEvidence(desk.workspace(), "P0", "P1");
    SHELF_OK(evidence);
    QVERIFY(evidence->complete() && !evidence->atLeast);
    const PairStatistics figures = pairStatistics(evidence->counts());
    QCOMPARE(figures.expected, 9.6);
    QCOMPARE(figures.lift, 6.25);
    QCOMPARE(figures.confidence, 0.05);
    const auto turned = pairEvidence(desk.workspace(), "P1", "P0");
    QCOMPARE(turned->a.value(), uint64_t(800));
    QVERIFY(desk.workspace().check(true)->ok());
    QVERIFY(desk.workspace().verifyJournal()->ok());
    QCOMPARE(desk.leftovers(), QStringList());
}

void OrdersImportTest::keepsNoSmallCells()
{
    const OrdersDesk desk;
    SHELF_OK(desk.import(desk.file("few.csv", ordersOf("P0", "P1", "P2", 100, 8, 4, 3)), 5));
    const auto evidence = pairEvidence(desk.workspace(), "P0", "P1");
    QCOMPARE(evidence->a.value(), uint64_t(8));
    QVERIFY(!evidence->c && !evidence->both);
    QVERIFY(evidence->atLeast);
    // Where everything was kept, what is absent never happened.
    SHELF_OK(desk.import(desk.file("all.csv", ordersOf("P3", "P4", "P5", 10, 2, 2, 0)), 1));
    QCOMPARE(pairEvidence(desk.workspace(), "P3", "P4")->both.value(), uint64_t(0));
}

void OrdersImportTest::keepsNoOrderAndNoPerson()
{
    const OrdersDesk desk;
    std::string text = "order,sku,quantity,date,customer_email,name\n";
    for (int order = 0; order < 50; ++order)
        for (const char* sku : {"P0", "P1", "NOSUCH"})
            text += "SECRETORDER" + std::to_string(order) + "," + sku + ",1,2026-10-02,jane.roe" + std::to_string(order)
                + "@example.org,Jane Roe\n";
    const auto report = desk.import(desk.file("shop.csv", text));
    SHELF_OK(report);
    QCOMPARE(report->import.rejectedCount, uint64_t(50));
    std::string told;
    for (const RejectedRow& row : report->import.rejected)
        told += row.message + row.column;
    for (const std::string& warning : report->import.warnings)
        told += warning;
    for (const std::string& secret : {std::string("SECRETORDER"), std::string("jane.roe"), std::string("Jane Roe")}) {
        QVERIFY(desk.bytes().find(secret) == std::string::npos);
        QVERIFY(told.find(secret) == std::string::npos);
    }
    QVERIFY(told.find("customer_email") != std::string::npos); // the column is named, and said to be passed over
}

void OrdersImportTest::countsTheSameFileOnce()
{
    const OrdersDesk desk;
    const std::string text = ordersOf("P0", "P1", "P2", 100, 20, 20, 10);
    SHELF_OK(desk.import(desk.file("a.csv", text)));
    const auto again = desk.import(desk.file("copy of a.csv", text));
    SHELF_OK(again);
    QCOMPARE(again->known, std::vector<std::string>{"a"});
    QVERIFY(!again->import.number);
    QCOMPARE(again->import.read, uint64_t(0));
    QCOMPARE(pairEvidence(desk.workspace(), "P0", "P1")->both.value(), uint64_t(10));
    QCOMPARE(desk.workspace().journalEntries(), uint64_t(2));
    // Another file of the same name is another data set.
    SHELF_OK(desk.import(desk.file("a.csv", text + "X,P0,1,2026-10-05\n")));
    const auto sets = dataSets(desk.workspace().definitions());
    QCOMPARE(sets.size(), size_t(2));
    QCOMPARE(sets[1].name, std::string("a_2"));
}

void OrdersImportTest::addsDataSetsUp()
{
    const OrdersDesk desk;
    OrderImportRequest request = desk.request(desk.file("one.csv", ordersOf("P0", "P1", "P2", 100, 20, 15, 10)));
    request.import.files.push_back(desk.file("two.csv", ordersOf("P1", "P0", "P3", 50, 9, 8, 7)));
    const auto report = importOrders(desk.workspace(), request);
    SHELF_OK(report);
    QCOMPARE(report->sets.size(), size_t(2));
    QCOMPARE(desk.workspace().journalEntries(), uint64_t(2)); // one change set for both
    const auto evidence = pairEvidence(desk.workspace(), "P0", "P1");
    QCOMPARE(evidence->orders, uint64_t(150));
    QCOMPARE(evidence->a.value(), uint64_t(28));
    QCOMPARE(evidence->c.value(), uint64_t(24));
    QCOMPARE(evidence->both.value(), uint64_t(17));
    QCOMPARE(evidence->sets.size(), size_t(2));
}

void OrdersImportTest::undoHidesAndRedoBringsBack()
{
    const OrdersDesk desk;
    const std::string path = desk.file("a.csv", ordersOf("P0", "P1", "P2", 100, 20, 20, 10));
    SHELF_OK(desk.import(path));
    Workspace& workspace = desk.workspace();
    SHELF_OK(workspace.undo("mia"));
    QVERIFY(dataSets(workspace.definitions()).empty());
    QVERIFY(workspace.check(true)->ok());
    SHELF_OK(workspace.redo("mia"));
    QCOMPARE(pairEvidence(workspace, "P0", "P1")->both.value(), uint64_t(10));
    QVERIFY(workspace.check(true)->ok());
    // What is undone does not count, so the file may come again, and finds its counts there.
    SHELF_OK(workspace.undo("mia"));
    SHELF_OK(desk.import(path));
    QCOMPARE(pairEvidence(workspace, "P0", "P1")->both.value(), uint64_t(10));
    QVERIFY(workspace.check(true)->ok());
    SHELF_OK(workspace.compact());
    QVERIFY(workspace.check(true)->ok());
}

void OrdersImportTest::findsColumns_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("as named") << QByteArray("order,sku\nA,P0\nA,P1\n");
    QTest::newRow("other names, other order") << QByteArray("Qty;Product;Order ID\n2;P0;A\n1;P1;A\n");
    QTest::newRow("tabs, CRLF, a mark") << QByteArray("\xef\xbb\xbf"
                                                      "order\tsku\r\nA\tP0\r\nA\tP1\r\n");
    QTest::newRow("spaces and quotes") << QByteArray("order,sku\n A ,\"P0\"\nA,P1 \n");
    QTest::newRow("the better name wins") << QByteArray("product,sku,order\nx,P0,A\ny,P1,A\n");
    QTest::newRow("times") << QByteArray("order,sku,date\nA,P0,2026-10-01T08:00:00Z\nA,P1,2026-10-01 09:00\n");
}

void OrdersImportTest::findsColumns()
{
    QFETCH(QByteArray, text);
    const OrdersDesk desk;
    const auto report = desk.import(desk.file("a.csv", text.toStdString()));
    SHELF_OK(report);
    QCOMPARE(report->import.rejectedCount, uint64_t(0));
    QCOMPARE(pairEvidence(desk.workspace(), "P0", "P1")->both.value(), uint64_t(1));
}

void OrdersImportTest::readsJsonLines()
{
    const OrdersDesk desk;
    const auto report = desk.import(desk.file("a.jsonl",
        "{\"order\":1,\"sku\":\"P0\",\"quantity\":2,\"date\":\"2026-10-01\"}\n{\"order_id\":\"1\",\"sku\":\"P1\"}\n"
        "{\"order\":1,\"sku\":17}\n{\"order\":1,\"sku\":\"P2\",\"quantity\":{}}\nnonsense\n{\"sku\":\"P2\"}\n"));
    SHELF_OK(report);
    QCOMPARE(report->import.added, uint64_t(2));
    std::vector<std::string> codes;
    for (const RejectedRow& row : report->import.rejected)
        codes.push_back(row.code);
    QCOMPARE(codes, (std::vector<std::string>{"ID_NOT_TEXT", "BAD_TEXT", "JSON", "NO_ORDER"}));
    QCOMPARE(pairEvidence(desk.workspace(), "P0", "P1")->both.value(), uint64_t(1));
}

void OrdersImportTest::rejectsByRow()
{
    const OrdersDesk desk;
    const std::string path = desk.file("a.csv",
        "order,sku,quantity,date\nA,P0,1,2026-10-01\nA,PO1,1,2026-10-01\n,P1,1,\nA,,1,\nA,P1,many,\nA,P1,1,yesterday\nA,P1,1\nA,P1,1,2026-"
        "10-03\n");
    const auto report = desk.import(path);
    SHELF_OK(report);
    QCOMPARE(report->import.read, uint64_t(8));
    QCOMPARE(report->import.added, uint64_t(2));
    std::vector<std::string> found;
    for (const RejectedRow& row : report->import.rejected)
        found.push_back(std::to_string(row.row) + " " + row.column + " " + row.code);
    QCOMPARE(found,
        (std::vector<std::string>{
            "3 sku UNKNOWN_SKU", "4 order NO_ORDER", "5 sku NO_SKU", "6 quantity BAD_NUMBER", "7 date BAD_DATE", "8  ROW_WIDTH"}));
    QVERIFY2(report->import.rejected[0].message.find("did you mean P1?") != std::string::npos, report->import.rejected[0].message.c_str());
    // Nothing, where a rejected row is to stop it.
    const OrdersDesk other;
    OrderImportRequest request = other.request(path);
    request.import.stopOnError = true;
    const auto stopped = importOrders(other.workspace(), request);
    SHELF_OK(stopped);
    QVERIFY(stopped->sets.empty() && !stopped->import.number);
    QCOMPARE(other.workspace().journalEntries(), uint64_t(1));
}

void OrdersImportTest::rejectsWholeFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("no order") << QByteArray("sku,quantity\nP0,1\n") << QByteArray("NO_ORDER_COLUMN");
    QTest::newRow("no SKU") << QByteArray("order,what\nA,P0\n") << QByteArray("NO_SKU_COLUMN");
    QTest::newRow("two orders") << QByteArray("order,Order,sku\nA,A,P0\n") << QByteArray("DUPLICATE_COLUMN");
}

void OrdersImportTest::rejectsWholeFiles()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, code);
    const OrdersDesk desk;
    const auto report = desk.import(desk.file("a.csv", text.toStdString()));
    QVERIFY(!report);
    QCOMPARE(report.error().code, code.toStdString());
    QCOMPARE(report.error().kind, ErrorKind::Rejected);
}

void OrdersImportTest::changesNothingInADryRun()
{
    const OrdersDesk desk;
    OrderImportRequest request = desk.request(desk.file("a.csv", ordersOf("P0", "P1", "P2", 100, 20, 20, 10)));
    request.import.dryRun = true;
    const auto report = importOrders(desk.workspace(), request);
    SHELF_OK(report);
    QCOMPARE(report->sets.front().pairs, uint64_t(1));
    QVERIFY(!report->import.number);
    QVERIFY(dataSets(desk.workspace().definitions()).empty());
    QCOMPARE(desk.workspace().journalEntries(), uint64_t(1));
}

void OrdersImportTest::changesNothingWhenCancelled()
{
    const OrdersDesk desk;
    const std::string path = desk.file("a.csv", ordersOf("P0", "P1", "P2", 100, 20, 20, 10));
    std::atomic<bool> cancel = true;
    Progress progress;
    progress.cancel = &cancel;
    const auto report = importOrders(desk.workspace(), desk.request(path), progress);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Cancelled);
    QCOMPARE(desk.workspace().journalEntries(), uint64_t(1));
    QCOMPARE(desk.leftovers(), QStringList());
}

void OrdersImportTest::passesReturnsOver()
{
    const OrdersDesk desk;
    const auto report = desk.import(desk.file("a.csv", "order,sku,quantity\nA,P0,1\nA,P1,-1\nA,P2,0\nA,P0,3\nB,P3,2.5\n"));
    SHELF_OK(report);
    QCOMPARE(report->returned, uint64_t(2));
    QCOMPARE(report->import.duplicates, uint64_t(1)); // P0 twice in one order
    QCOMPARE(report->sets.front().lines, uint64_t(2));
    QCOMPARE(report->sets.front().pairs, uint64_t(0));
}

void OrdersImportTest::profileNamesColumns()
{
    const OrdersDesk desk;
    OrderImportRequest request = desk.request(desk.file("a.csv", "Bon;Artikel;Menge;Tag\n1;P0;1,5;03.10.2026\n1;P1;1;04.10.2026\n"));
    request.import.profile = desk.file("bon.yaml",
        "shelfwright-profile: 1\nwhat: orders\ndecimal: \",\"\ncolumns:\n  Bon: order\n  Artikel: sku\n  Menge: quantity\n"
        "  Tag: { to: date, date: dd.MM.yyyy }\n");
    const auto report = importOrders(desk.workspace(), request);
    SHELF_OK(report);
    QCOMPARE(report->import.added, uint64_t(2));
    QCOMPARE(report->sets.front().lastDay, std::string("2026-10-04"));
}

void OrdersImportTest::storeRefusesCountsThatAreNotWhatTheySay()
{
    const OrdersDesk desk;
    SHELF_OK(desk.import(desk.file("a.csv", ordersOf("P0", "P1", "P2", 100, 20, 20, 10))));
    const Thing* set = desk.workspace().definitions().find(ThingKind::DataSet, "a");
    const auto setWith = [&](const std::string& counts) {
        std::vector<std::pair<std::string, std::string>> fields(set->fields.begin(), set->fields.end());
        for (auto& [field, json] : fields)
            if (field == "counts")
                json = jsonString(counts);
        return changeSet("eve", "by hand", {create(ThingKind::DataSet, "b", fields)});
    };
    const std::string none(64, '0');
    const auto withoutCounts = desk.workspace().apply(setWith(none));
    QVERIFY(!withoutCounts && withoutCounts.error().code == "CONTENT");
    ApplyOptions options;
    options.counts.push_back({none, [given = false](std::string& part) mutable -> Result<bool> {
                                  part = "something else";
                                  return std::exchange(given, true) ? false : true;
                              }});
    const auto wrongCounts = desk.workspace().apply(setWith(none), options);
    QVERIFY(!wrongCounts && wrongCounts.error().code == "CONTENT");
    QVERIFY(!desk.workspace().apply(changeSet("eve", "by hand", {create(ThingKind::DataSet, "c", {{"order", "\"X\""}})})));
    QVERIFY(desk.workspace().check(true)->ok());
}

void OrdersImportTest::checkNoticesWhatSomebodyChanged()
{
    OrdersDesk desk;
    SHELF_OK(desk.import(desk.file("a.csv", ordersOf("P0", "P1", "P2", 100, 20, 20, 10))));
    const std::string path = desk.shop.path;
    desk.shop.workspace.reset();
    {
        SQLite::Database database(path, SQLite::OPEN_READWRITE);
        database.exec("UPDATE count_table SET content = CAST(content || x'00' AS BLOB)");
    }
    auto opened = Workspace::open(path, {false, fixedClock()});
    SHELF_OK(opened);
    QVERIFY(!(*opened)->verifyJournal()->ok());
    QVERIFY(!(*opened)->check(false)->ok());
    QVERIFY(!pairEvidence(**opened, "P0", "P1"));
}

QTEST_APPLESS_MAIN(OrdersImportTest)
#include "tst_orders_import.moc"
