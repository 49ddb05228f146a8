// The no-op law (formats.md): what is extracted and imported again changes nothing, and in an empty workspace gives the same file.
#include "tests/io/extract_desk.h"
#include "tests/support/real_data.h"

#include <QDir>

using namespace shelf;
using namespace shelf::test;

namespace {

struct Form {
    const char* name;
    ExtractFormat format;
    bool forExcel;
    const char* ending;
};
constexpr std::pair<const char*, ExtractWhat> mappingKinds[] = {
    {"links", ExtractWhat::Links}, {"compat", ExtractWhat::Compat}, {"bundles", ExtractWhat::Bundles}, {"upgrades", ExtractWhat::Upgrades}};
constexpr Form forms[] = {{"csv", ExtractFormat::Csv, false, ".csv"}, {"tsv", ExtractFormat::Tsv, false, ".tsv"},
    {"excel", ExtractFormat::Csv, true, ".csv"}, {"excel tsv", ExtractFormat::Tsv, true, ".tsv"},
    {"jsonl", ExtractFormat::JsonLines, false, ".jsonl"}};

std::string told(const ImportReport& report)
{
    std::string text = std::to_string(report.read) + " read, " + std::to_string(report.added) + " added, " + std::to_string(report.changed)
        + " changed, " + std::to_string(report.unchanged) + " unchanged, " + std::to_string(report.rejectedCount) + " rejected";
    for (const RejectedRow& row : report.rejected)
        text += "\n  " + row.code + " " + std::to_string(row.row) + " " + row.column + ": " + row.message;
    for (const FieldChangeReport& change : report.changes)
        text += "\n  " + change.id + " " + change.field + ": " + change.before + " -> " + change.after;
    for (const std::string& warning : report.warnings)
        text += "\n  note " + warning;
    return text.substr(0, 3000);
}

// Why an import of this file would change something, empty where it would not.
std::string whatChanges(ExtractShop& shop, const std::string& file, const std::string& what, const std::string& profile)
{
    ImportRequest asked;
    asked.files = {file};
    asked.what = what;
    asked.profile = profile;
    asked.author = "jan";
    asked.dryRun = true;
    const std::string dry = told(shop.take(asked));
    const ImportReport report = shop.importBack(file, what, profile);
    return report.added + report.changed + report.rejectedCount == 0 && !report.number ? std::string() : dry;
}

} // namespace

class NoopTest : public QObject {
    Q_OBJECT

    static void forms_data()
    {
        QTest::addColumn<int>("form");
        QTest::addColumn<int>("seed");
        for (int form = 0; form < static_cast<int>(std::size(forms)); ++form)
            for (int seed = 1; seed <= 3; ++seed)
                QTest::addRow("%s %d", forms[form].name, seed) << form << seed;
    }

private Q_SLOTS:
    void productsImportedAgainChangeNothing_data() { forms_data(); }
    void productsImportedAgainChangeNothing()
    {
        QFETCH(int, form);
        QFETCH(int, seed);
        const Form& as = forms[form];
        ExtractShop shop;
        shop.define();
        Dice dice(static_cast<unsigned>(seed));
        shop.addProducts(dice, 60, true);
        const std::string before = shop.content(), file = shop.place(std::string("products") + as.ending);
        const ExtractReport report = shop.extractTo(file, ExtractWhat::Products, as.format, as.forExcel);
        QCOMPARE(report.records, uint64_t(60));
        QCOMPARE(report.bytes, uint64_t(bytesOf(file).size()));
        const std::string changes = whatChanges(shop, file, "products", report.profile);
        QVERIFY2(changes.empty(), changes.c_str());
        QVERIFY(shop.content() == before);
    }

    void productsInAnEmptyWorkspaceGiveTheSameFile_data() { forms_data(); }
    void productsInAnEmptyWorkspaceGiveTheSameFile()
    {
        QFETCH(int, form);
        QFETCH(int, seed);
        const Form& as = forms[form];
        const bool lines = as.format == ExtractFormat::JsonLines;
        ExtractShop shop, other;
        shop.define();
        other.define();
        Dice dice(static_cast<unsigned>(seed) + 100);
        shop.addProducts(dice, 60, lines);
        const std::string file = shop.place(std::string("products") + as.ending), again = other.place(std::string("products") + as.ending);
        const ExtractReport report = shop.extractTo(file, ExtractWhat::Products, as.format, as.forExcel);
        QVERIFY2(report.unsaid == 0, report.firstUnsaid.c_str());
        const ImportReport imported = other.importBack(file, "products", report.profile);
        QVERIFY2(imported.added == 60, told(imported).c_str());
        other.extractTo(again, ExtractWhat::Products, as.format, as.forExcel);
        QVERIFY(bytesOf(file) == bytesOf(again));
        QVERIFY(shop.content() == other.content());
    }

    void mappingsImportedAgainChangeNothing_data() { forms_data(); }
    void mappingsImportedAgainChangeNothing()
    {
        QFETCH(int, form);
        QFETCH(int, seed);
        const Form& as = forms[form];
        ExtractShop shop;
        shop.define();
        Dice dice(static_cast<unsigned>(seed) + 200);
        shop.addProducts(dice, 12, false);
        shop.addMappings(dice, 160, 12, true);
        for (const auto& [what, kind] : mappingKinds) {
            const std::string before = shop.content(), file = shop.place(std::string(what) + as.ending);
            const ExtractReport report = shop.extractTo(file, kind, as.format, as.forExcel);
            QVERIFY(report.records > 5);
            const std::string changes = whatChanges(shop, file, what, report.profile);
            QVERIFY2(changes.empty(), (std::string(what) + ": " + changes).c_str());
            QVERIFY(shop.content() == before);
        }
    }

    void mappingsInAnEmptyWorkspaceGiveTheSameFile_data() { forms_data(); }
    void mappingsInAnEmptyWorkspaceGiveTheSameFile()
    {
        QFETCH(int, form);
        QFETCH(int, seed);
        const Form& as = forms[form];
        const bool lines = as.format == ExtractFormat::JsonLines;
        ExtractShop shop, other;
        for (ExtractShop* each : {&shop, &other}) {
            each->define();
            Dice products(static_cast<unsigned>(seed) + 300);
            each->addProducts(products, 12, false);
        }
        Dice dice(static_cast<unsigned>(seed) + 400);
        shop.addMappings(dice, 160, 12, lines);
        for (const auto& [what, kind] : mappingKinds) {
            const std::string file = shop.place(std::string(what) + as.ending), again = other.place(std::string(what) + as.ending);
            const ExtractReport report = shop.extractTo(file, kind, as.format, as.forExcel);
            const ImportReport imported = other.importBack(file, what, report.profile);
            QVERIFY2(imported.added == report.records && imported.rejectedCount == 0, told(imported).c_str());
            QVERIFY2(report.unsaid + report.leftOut == 0, (report.firstUnsaid + report.firstLeftOut).c_str());
            other.extractTo(again, kind, as.format, as.forExcel);
            QCOMPARE(QByteArray::fromStdString(bytesOf(again)), QByteArray::fromStdString(bytesOf(file)));
        }
    }

    // A value that is no option of its choice, and an attribute that its family does not have, are there; an import of them makes
    // no definitions as long as no product changes.
    void whatDefinitionsDoNotAllowChangesNothingEither()
    {
        for (const Form& as : forms) {
            ExtractShop shop;
            shop.define();
            shop.must(shop.apply("mia",
                {create(ThingKind::Product, "B1",
                    {{"family", "\"bag\""}, {"colour", "\"never seen\""}, {"lifecycle", "\"active\""}, {"plain_text", "\"17\""}})}));
            const std::string file = shop.place(std::string("products") + as.ending);
            const ExtractReport report = shop.extractTo(file, ExtractWhat::Products, as.format, as.forExcel);
            const std::string changes = whatChanges(shop, file, "products", report.profile);
            QVERIFY2(changes.empty(), (std::string(as.name) + ": " + changes).c_str());
        }
    }

    // Real catalogs: every family of computer parts in one workspace, then the bags and watches of a shop.
    void realProductsImportedAgainChangeNothing_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<int>("form");
        for (const char* source : {"pc-parts", "magento"})
            for (int form = 0; form < static_cast<int>(std::size(forms)); ++form)
                QTest::addRow("%s %s", source, forms[form].name) << QString::fromUtf8(source) << form;
    }
    void realProductsImportedAgainChangeNothing()
    {
        QFETCH(QString, source);
        QFETCH(int, form);
        const Form& as = forms[form];
        SHELF_NEEDS_REAL_DATA(source.toUtf8().constData());
        const QDir folder(QString::fromStdString(realData(source.toUtf8().constData())));
        ExtractShop shop;
        const bool parts = source == QStringLiteral("pc-parts");
        uint64_t products = 0;
        for (const QString& name :
            folder.entryList({parts ? QStringLiteral("*.csv") : QStringLiteral("products_*.csv")}, QDir::Files, QDir::Name)) {
            ImportRequest asked;
            asked.files = {folder.filePath(name).toStdString()};
            asked.what = "products";
            asked.family = parts ? name.section(QLatin1Char('.'), 0, 0).toStdString() : "gear";
            asked.author = "mia";
            products += shop.take(asked).added;
        }
        QVERIFY(products > 10);
        const std::string file = shop.place(std::string("products") + as.ending);
        const ExtractReport report = shop.extractTo(file, ExtractWhat::Products, as.format, as.forExcel);
        QCOMPARE(report.records, products);
        const std::string changes = whatChanges(shop, file, "products", report.profile);
        QVERIFY2(changes.empty(), changes.c_str());
        if (parts)
            return;
        ImportRequest linking;
        linking.files = {folder.filePath(QStringLiteral("upsell.csv")).toStdString()};
        linking.what = "links";
        linking.linkType = "up-sell";
        linking.author = "mia";
        QVERIFY(shop.take(linking).added > 10);
        const std::string links = shop.place(std::string("links") + as.ending);
        const ExtractReport linked = shop.extractTo(links, ExtractWhat::Links, as.format, as.forExcel);
        const std::string linkChanges = whatChanges(shop, links, "links", linked.profile);
        QVERIFY2(linkChanges.empty(), linkChanges.c_str());
    }
};

QTEST_APPLESS_MAIN(NoopTest)
#include "tst_noop.moc"
