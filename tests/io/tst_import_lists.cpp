// Lists in cells, and what a cell says besides its text.
#include "tests/io/import_shop.h"
#include "tests/support/real_data.h"

#include <QDir>

using namespace shelf;
using namespace shelf::test;

namespace {

ImportRequest withProfile(ImportShop& shop, const std::string& text, const std::string& profile)
{
    ImportRequest request = shop.request(text);
    request.profile = shop.write("p.yaml", "shelfwright-profile: 1\n" + profile);
    return request;
}

ImportRequest magentoFiles(const std::string& folder)
{
    ImportRequest request;
    for (const char* name : {"bags", "fitness_equipment", "fitness_equipment_ball", "fitness_equipment_strap", "watches"})
        request.files.push_back(folder + "/products_gear_" + name + ".csv");
    request.author = "mia";
    return request;
}

const std::string several = "sku,Material,Notes\n"
                            "A,\"Nylon\nPolyester\n\",\"First line.\nSecond line.\"\n"
                            "B,\"Nylon\r\n Mesh \",Third.\n"
                            "C,Polyester,\"Fourth.\nFifth.\"\n"
                            "D,\"\nMesh\",\n";

} // namespace

class TestImportLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesOfOptionsAreLists()
    {
        ImportShop shop;
        const ImportReport report = shop.take(several);
        QCOMPARE(shop.type("material"), "multi-choice");
        QCOMPARE(shop.workspace->definitions().attribute("material")->options, (std::vector<std::string>{"Mesh", "Nylon", "Polyester"}));
        QCOMPARE(report.createdOptions, uint64_t(3));
        QCOMPARE(shop.value("A", "material"), "[\"Nylon\",\"Polyester\"]");
        QCOMPARE(shop.value("B", "material"), "[\"Nylon\",\"Mesh\"]");
        QCOMPARE(shop.value("C", "material"), "[\"Polyester\"]");
        QCOMPARE(shop.value("D", "material"), "[\"Mesh\"]");
        QCOMPARE(shop.type("notes"), "text"); // no line of it comes again
        QCOMPARE(shop.value("A", "notes"), "\"First line.\\nSecond line.\"");
        QVERIFY(!shop.take(several).number);
    }

    void partsBetweenBarsAreLists()
    {
        ImportShop shop;
        shop.take("sku,Mounts,Slogan\nA,E|Z,this | that\nB,Z | E,other\nC,a\\|b|E,more\n");
        QCOMPARE(shop.type("mounts"), "multi-choice");
        QCOMPARE(shop.value("B", "mounts"), "[\"Z\",\"E\"]");
        QCOMPARE(shop.value("C", "mounts"), "[\"a|b\",\"E\"]");
        QCOMPARE(shop.type("slogan"), "text");
        QCOMPARE(shop.value("A", "slogan"), "\"this | that\"");
    }

    // A file of single values fits a list, and lists fit where no sample of the first rows had one.
    void listsThatAreThereAlready()
    {
        ImportShop shop;
        shop.take(several, "bag");
        QCOMPARE(shop.take("sku,Material\nE,Leather\n", "bag").createdOptions, uint64_t(1));
        QCOMPARE(shop.value("E", "material"), "[\"Leather\"]");
        std::string text = "sku,Material\n";
        for (int i = 0; i < 30000; ++i)
            text += "P" + std::to_string(i) + (i == 29999 ? ",\"Nylon\nFelt\"\n" : ",Nylon\n");
        QCOMPARE(shop.take(text, "bag").createdOptions, uint64_t(1));
        QCOMPARE(shop.value("P29999", "material"), "[\"Nylon\",\"Felt\"]");
    }

    void listsOfTheProductItself()
    {
        ImportShop shop;
        const ImportReport report = shop.take("sku,category,aliases,channels\n"
                                              "A,\"Gear\nBags\nGear\n\",\"a1\na2\",web\n"
                                              "B,Gear,b1|b2,\"web\nmoon\"\n"
                                              "C,Gear|Bags/Small,,\n");
        QCOMPARE(rejections(report), "UNKNOWN_CHANNEL 7 channels");
        QCOMPARE(shop.value("A", "categories"), "[\"Gear\",\"Bags\"]");
        QCOMPARE(shop.value("A", "aliases"), "[\"a1\",\"a2\"]");
        QCOMPARE(shop.value("A", "channels"), "[\"web\"]");
        QVERIFY(shop.workspace->definitions().has(ThingKind::Category, "Bags"));
        ImportShop bars;
        bars.take("sku,category\nA,Gear|Bags/Small\n");
        QCOMPARE(bars.value("A", "categories"), "[\"Gear\",\"Bags/Small\"]");
    }

    void aProfileNamesTheSeparator()
    {
        ImportShop shop;
        shop.take(withProfile(shop, "sku;Mounts;category;Old names\nA;E,Z;a,b/c;x;y\n",
            "delimiter: \";\"\ncolumns:\n  Mounts: { to: mounts, split: \",\" }\n  category: { to: categories, split: \",\" }\n"));
        QCOMPARE(shop.value("A", "mounts"), "-"); // one cell too many
        shop.take(withProfile(shop, "sku;Mounts;category;Old names\nA;E,Z;a,b/c;\"x\ny\"\n",
            "columns:\n  Mounts: { to: mounts, split: \",\" }\n  category: { to: categories, split: \",\" }\n"
            "  Old names: { to: aliases, split: \"\\n\" }\n"));
        QCOMPARE(shop.type("mounts"), "multi-choice");
        QCOMPARE(shop.value("A", "mounts"), "[\"E\",\"Z\"]");
        QCOMPARE(shop.value("A", "categories"), "[\"a\",\"b/c\"]");
        QCOMPARE(shop.value("A", "aliases"), "[\"x\",\"y\"]");
    }

    void cellsSayWhatTheyMean_data()
    {
        QTest::addColumn<std::string>("cell");
        QTest::addColumn<std::string>("after");
        const auto row = [](const char* name, std::string cell, std::string after) { QTest::newRow(name) << cell << after; };
        row("nothing keeps", "", "[\"a\",\"b\"]");
        row("keep", "[[keep]]", "[\"a\",\"b\"]");
        row("clear", "[[clear]]", "");
        row("clear, and a space", "[[clear]] ", "");
        row("set", "[[set]]b|c", "[\"b\",\"c\"]");
        row("set to nothing", "[[set]]", "");
        row("a plain list", "c|a", "[\"c\",\"a\"]");
        row("add", "[[add]]c|a", "[\"a\",\"b\",\"c\"]");
        row("add nothing", "[[add]]", "[\"a\",\"b\"]");
        row("remove", "[[remove]]a|z", "[\"b\"]");
        row("remove all", "[[remove]]a|b", "");
        row("only separators", " | ", "[\"a\",\"b\"]");
        row("an option that begins like a mark", "[[[[x", "[\"[[x\"]");
    }
    void cellsSayWhatTheyMean()
    {
        QFETCH(std::string, cell);
        QFETCH(std::string, after);
        for (const char* column : {"tags", "categories", "aliases"}) {
            ImportShop shop;
            const std::string header = std::string("sku,") + column + "\n";
            shop.take(withProfile(shop, header + "A,a|b\nB,a|c\nC,a|z\n",
                std::string("columns: { ") + column + ": { to: " + column + ", split: \"|\" } }\n"));
            shop.take(header + "A," + cell + "\n");
            QCOMPARE(shop.value("A", column), after);
            const ImportReport again = shop.take(header + "A," + cell + "\n");
            QVERIFY2(!again.number, column);
        }
    }

    void marksInOtherCells()
    {
        ImportShop shop;
        shop.take("sku,name,brand,price\nA,First,Acme,1\nB,Second,Acme,2\nC,Third,Acme,3\n");
        const ImportReport report =
            shop.take("sku,name,brand,price\nA,[[add]]x,,\nB,[[claer]],,\nC,[[Wiki]] page,[[set]]Other,[[clear]]\nD,[[clear]],[[keep]],\n");
        QCOMPARE(rejections(report), "BAD_MARK 2 name, BAD_MARK 3 name");
        QVERIFY(report.rejected[1].message.find("did you mean [[clear]]?") != std::string::npos);
        QCOMPARE(shop.value("C", "name"), "\"[[Wiki]] page\"");
        QCOMPARE(shop.value("C", "brand"), "\"Other\"");
        QCOMPARE(shop.value("C", "price"), "");
        QCOMPARE(shop.value("D", "name"), "");
    }

    void emptyCellsClearWhereTheProfileSaysSo()
    {
        ImportShop shop;
        shop.take(withProfile(
            shop, "sku,name,tags,v\nA,x,a|b,1;2\n", "columns: { tags: { type: multi-choice }, v: { to: [p, q], split: \";\" } }\n"));
        shop.take(withProfile(shop, "sku,name,tags,v\nA,[[keep]],,\n", "empty: clear\ncolumns: { v: { to: [p, q], split: \";\" } }\n"));
        QCOMPARE(shop.value("A", "name"), "\"x\"");
        QCOMPARE(shop.value("A", "tags"), "");
        QCOMPARE(shop.value("A", "p"), "");
        QCOMPARE(shop.value("A", "q"), "");
    }

    void whatIsStillReferencedStays()
    {
        ImportShop shop;
        shop.take("sku,name\nA,First\nB,Second\nC,Third\n");
        shop.link("mia", "A", "B");
        const ImportReport report = shop.take(withProfile(shop, "sku,_action\nB,delete\nC,delete\n", "delete: hard\n"));
        QCOMPARE(rejections(report), "STILL_REFERENCED 2 _action");
        QCOMPARE(shop.value("B", "name"), "\"Second\"");
        QCOMPARE(shop.value("C", "name"), "-");
    }

    void aDryRunListsWhatGoesFirst()
    {
        ImportShop shop;
        shop.take("sku,name\nA,First\nB,Second\nC,Third\n", "f");
        ImportRequest request = withProfile(shop, "sku,name,_action\nA,Other,\nB,,delete\n", "family: f\nabsent: retire\n");
        request.dryRun = true;
        const ImportReport report = shop.take(request);
        QCOMPARE(report.changes.size(), size_t(3));
        QCOMPARE(report.changes[0].id + report.changes[0].after, "Bretired");
        QCOMPARE(report.changes[1].id + report.changes[1].after, "Cretired");
        QCOMPARE(report.changes[2].id + report.changes[2].after, "AOther");
        QCOMPARE(shop.value("B", "lifecycle"), "\"active\"");
    }

    // Links in the rows of their products; those rows may come later.
    void columnsOfLinks()
    {
        ImportShop shop;
        const auto links = [&] {
            std::string ids;
            const auto visited = shop.workspace->forEachMapping("link:", [&](const MappingState& state) {
                ids += (ids.empty() ? "" : " ") + state.id.substr(5);
                return true;
            });
            return visited ? ids : std::string("unreadable");
        };
        const ImportReport report = shop.take("sku,name,link:accessory\nA,x,B|C\nB,y,\nC,z,\"A\nnone\"\nC,other,A\n");
        QCOMPARE(report.linksAdded, uint64_t(3));
        QCOMPARE(rejections(report), "UNKNOWN_SKU 4 link:accessory, DUPLICATE_KEY 6 sku");
        QCOMPARE(links(), "A:accessory:B A:accessory:C C:accessory:A");
        QVERIFY(!shop.take("sku,link:accessory\nA,B\nC,[[keep]]\nB,\n").number);
        shop.take("sku,link:accessory\nA,[[remove]]C\nB,[[add]]C\nC,[[clear]]\n");
        QCOMPARE(links(), "A:accessory:B B:accessory:C");
        shop.take(withProfile(
            shop, "sku,Fits\nA,\"C, D\"\nD,\n", "links: replace\ncolumns: { Fits: { to: \"link:accessory\", split: \",\" } }\n"));
        QCOMPARE(links(), "A:accessory:C A:accessory:D B:accessory:C");
        const auto unknown = importFiles(*shop.workspace, shop.request("sku,link:acessory\nA,B\n"));
        QCOMPARE(unknown.error().code, "UNKNOWN_LINK_TYPE");
        QVERIFY(unknown.error().where.ends_with("column link:acessory"));
    }

    // A SKU that the file makes of its key columns, and rows that are rejected, are no targets.
    void linksOfRowsThatAreRejected()
    {
        ImportShop shop;
        const ImportReport report = shop.take("sku,price,link:accessory\nA,1,B\nB,abc,A\n");
        QCOMPARE(rejections(report), "UNKNOWN_SKU 2 link:accessory, BAD_NUMBER 3 price");
        QCOMPARE(report.added, uint64_t(1));
        const ImportReport later = shop.take("sku,parent,link:accessory\nC,nowhere,A\nD,,C\n");
        QCOMPARE(rejections(later), "UNKNOWN_SKU 2 parent, UNKNOWN_SKU 3 link:accessory");
    }

    void gearOfAShop()
    {
        SHELF_NEEDS_REAL_DATA("magento");
        const std::string folder = realData("magento");
        ImportShop shop;
        const ImportReport report = shop.take(magentoFiles(folder));
        QCOMPARE(report.added, uint64_t(44));
        for (const char* code : {"activity", "material", "gender", "features_bags", "strap_bags", "style_bags", "category_gear"})
            QVERIFY2(shop.type(code) == "multi-choice", code);
        QCOMPARE(shop.type("description"), "text");
        QCOMPARE(shop.value("24-MB04", "categories"), "[\"Gear\",\"Bags\",\"Collections\",\"Erin Recommends\"]");
        QCOMPARE(shop.value("24-MB04", "family"), "\"Bag\"");
        QCOMPARE(shop.value("24-UG06", "activity"), "[\"Yoga\",\"Recreation\",\"Sports\",\"Gym\"]"); // a line end behind the last
        QVERIFY(!shop.take(magentoFiles(folder)).number);
    }

    // The saved profile alone makes the same of the same file.
    void aSavedProfileKnowsTheLists()
    {
        SHELF_NEEDS_REAL_DATA("magento");
        const std::string folder = realData("magento");
        for (const char* name : {"bags", "watches", "fitness_equipment_ball"}) {
            ImportShop first, second;
            ImportRequest request = magentoFiles(folder);
            request.files = {folder + "/products_gear_" + name + ".csv"};
            request.saveProfile = first.folder.path().toStdString() + "/saved.yaml";
            first.take(request);
            request.profile = std::exchange(request.saveProfile, {});
            second.take(request);
            const std::string content = first.content();
            QVERIFY(content.find("multi-choice") != std::string::npos);
            QCOMPARE(second.content(), content);
        }
    }
};

QTEST_APPLESS_MAIN(TestImportLists)
#include "tst_import_lists.moc"
