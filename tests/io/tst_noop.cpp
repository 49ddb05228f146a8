// The no-op law (formats.md): what is extracted and imported again changes nothing, and in an empty workspace gives the same file.
#include "tests/io/extract_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

struct Form {
    const char* name;
    ExtractFormat format;
    bool forExcel;
    const char* ending;
};
constexpr Form forms[] = {{"csv", ExtractFormat::Csv, false, ".csv"}, {"tsv", ExtractFormat::Tsv, false, ".tsv"},
    {"excel", ExtractFormat::Csv, true, ".csv"}, {"excel tsv", ExtractFormat::Tsv, true, ".tsv"}};

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
            for (int seed = 1; seed <= 6; ++seed)
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
};

QTEST_APPLESS_MAIN(NoopTest)
#include "tst_noop.moc"
