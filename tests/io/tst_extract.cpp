// Extracting: which columns and keys a file has, what is left out, and that a file appears whole or not at all.
#include "model/io/profile.h"
#include "tests/io/extract_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

std::string firstLine(const std::string& text)
{
    return text.substr(0, text.find('\n'));
}

size_t filesIn(const std::string& folder)
{
    return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

struct Desk : ExtractShop {
    Desk() { stock(3); }

    std::string text(ExtractWhat what, ExtractFormat format, bool forExcel = false)
    {
        const std::string file = place("out" + std::to_string(++m_files) + (format == ExtractFormat::Tsv ? ".tsv" : ".csv"));
        last = extractTo(file, what, format, forExcel);
        return bytesOf(file);
    }
    void put(const std::string& id, std::vector<std::pair<std::string, std::string>> fields)
    {
        must(apply("mia", {create(ThingKind::Mapping, id, std::move(fields))}));
    }
    void setField(const std::string& sku, const std::string& field, const std::string& json)
    {
        const auto now = workspace->product(sku);
        must(apply("mia", {edit(**now, field, json)}));
    }
    ExtractReport last;

private:
    int m_files = 0;
};

} // namespace

class ExtractTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void productsHaveTheUsualColumnsAndWhatOccurs()
    {
        Desk desk;
        desk.setField("P1", "brand", "\"Lumeck\"");
        QCOMPARE(desk.text(ExtractWhat::Products, ExtractFormat::Csv),
            std::string("sku,name,family,category,lifecycle,price,currency,cost,stock,launch,end_of_life,brand,mount,_action\n"
                        "P0,Product 0,lens,,,100,,,,,,,E,\n"
                        "P1,Product 1,lens,,,101,,,,,,Lumeck,E,\n"
                        "P2,Product 2,lens,,,102,,,,,,,E,\n"));
        QCOMPARE(desk.last.records, uint64_t(3));
    }

    void severalCategoriesTakeTheColumn()
    {
        Desk desk;
        Change a = create(ThingKind::Category, "a", {{"label", "\"A\""}}), b = create(ThingKind::Category, "b", {{"label", "\"B\""}});
        desk.must(desk.apply("mia", {a, b}));
        desk.setField("P0", "categories", "[\"a\"]");
        QVERIFY(desk.text(ExtractWhat::Products, ExtractFormat::Csv).find(",category,") != std::string::npos);
        desk.setField("P1", "categories", "[\"b\",\"a\"]");
        const std::string text = desk.text(ExtractWhat::Products, ExtractFormat::Csv);
        QVERIFY2(text.starts_with("sku,name,family,categories,"), text.c_str());
        QVERIFY2(text.find("\nP1,Product 1,lens,b|a,") != std::string::npos, text.c_str());
    }

    void anExpressionChooses()
    {
        Desk desk;
        ExtractRequest asked;
        asked.file = desk.place("some.csv");
        asked.where = "price > 100";
        const auto report = extract(*desk.workspace, asked);
        SHELF_OK(report);
        QCOMPARE(report->records, uint64_t(2));
        asked.file = desk.place("wrong.csv");
        asked.where = "prise > 100";
        QCOMPARE(extract(*desk.workspace, asked).error().kind, ErrorKind::Rejected);
        QVERIFY(!std::filesystem::exists(asked.file));
    }

    void whatNoCellCanHoldIsKept()
    {
        Desk desk;
        desk.setField("P1", "name", "\"dos\\r\\nline\"");
        const std::string text = desk.text(ExtractWhat::Products, ExtractFormat::Csv);
        QVERIFY2(text.find("\nP1,[[keep]],lens") != std::string::npos, text.c_str());
        QCOMPARE(desk.last.unsaid, uint64_t(1));
        QCOMPARE(desk.last.firstUnsaid, std::string("P1, name"));
        QVERIFY(desk.text(ExtractWhat::Products, ExtractFormat::JsonLines).find("\"dos\\r\\nline\"") != std::string::npos);
    }

    void productsAsLines()
    {
        Desk desk;
        desk.setField("P0", "lifecycle", "\"planned\"");
        QCOMPARE(firstLine(desk.text(ExtractWhat::Products, ExtractFormat::JsonLines)),
            std::string(
                R"({"_kind":"product","sku":"P0","name":"Product 0","family":"lens","lifecycle":"planned","price":100,"values":{"mount":"E"}})"));
    }

    void linksHaveTheUsualColumnsAndWhatOccurs()
    {
        Desk desk;
        desk.put(LinkId{"P0", "accessory", "P1", "x|y"}.text(),
            {{"source", "\"P0\""}, {"type", "\"accessory\""}, {"target", "\"P1\""}, {"variant", "\"x|y\""}, {"rank", "2"}, {"pin", "true"},
                {"reason", "\"[[clear]]\""}, {"channels", "[\"web\"]"}, {"evidence", "[{\"origin\":\"test\"}]"}, {"owner", "\"mia\""}});
        QCOMPARE(desk.text(ExtractWhat::Links, ExtractFormat::Csv),
            std::string(
                "source,type,target,variant,rank,reason,from,to,every,channels,audiences,intents,triggers,interval_days,owner,pin,_action\n"
                "P0,accessory,P1,x|y,2,[[[[clear]],,,,web,,,,,mia,true,\n"));
        QCOMPARE(desk.text(ExtractWhat::Links, ExtractFormat::JsonLines),
            std::string(
                R"({"_kind":"link","id":"link:P0:accessory:P1:x|y","source":"P0","type":"accessory","target":"P1","variant":"x|y","rank":2,"pin":true,)"
                R"("reason":"[[clear]]","channels":["web"],"evidence":[{"origin":"test"}],"owner":"mia"})"
                "\n"));
    }

    void codedMappingsHaveARowForEachPart()
    {
        Desk desk;
        desk.put("bundle:kit",
            {{"label", "\"Kit\""}, {"components", "[{\"sku\":\"P0\",\"quantity\":2,\"required\":true}]"},
                {"groups", "[{\"name\":\"Card\",\"min\":1,\"max\":1,\"of\":[\"P1\",\"P2\"]}]"},
                {"price", "{\"policy\":\"fixed\",\"value\":99.5,\"currency\":\"EUR\"}"}, {"owner", "\"mia\""}});
        QCOMPARE(desk.text(ExtractWhat::Bundles, ExtractFormat::Csv),
            std::string("bundle,label,intent,price_policy,price_value,currency,reason,group,min,max,sku,quantity,required,owner,_action\n"
                        "kit,Kit,,fixed,99.5,EUR,,,,,P0,2,true,mia,\n"
                        "kit,Kit,,fixed,99.5,EUR,,Card,1,1,P1,,,mia,\n"
                        "kit,Kit,,fixed,99.5,EUR,,Card,1,1,P2,,,mia,\n"));
        QCOMPARE(desk.last.records, uint64_t(1));
        desk.put("upgrade:ladder",
            {{"intent", "\"owner\""}, {"key_attributes", "[\"mount\"]"},
                {"steps",
                    "[{\"sku\":\"P0\",\"level\":\"good\"},{\"sku\":\"P1\",\"level\":\"better\",\"benefit\":\"More\",\"evidence\":["
                    "\"mount\"]}]"}});
        QCOMPARE(desk.text(ExtractWhat::Upgrades, ExtractFormat::Csv),
            std::string("path,intent,key_attributes,step,sku,level,benefit,evidence,_action\n"
                        "ladder,owner,mount,1,P0,good,,,\n"
                        "ladder,owner,mount,2,P1,better,More,mount,\n"));
        desk.put("compat:fits",
            {{"left", "\"lens\""}, {"right", "\"lens\""}, {"valid_from", "\"2026-01-01\""},
                {"where", "[{\"left\":\"mount\",\"op\":\"table\",\"right\":\"mount\",\"table\":{\"E\":[\"Z\"]}}]"}});
        QCOMPARE(desk.text(ExtractWhat::Compat, ExtractFormat::Tsv),
            std::string("code\tleft\tright\tleft_attribute\top\tright_attribute\ttable\treason\towner\tfrom\tto\t_action\n"
                        "fits\tlens\tlens\tmount\ttable\tmount\t\"{\"\"E\"\":[\"\"Z\"\"]}\"\t\t\t2026-01-01\t\t\n"));
    }

    void groupsWithoutANameFitNoTable()
    {
        Desk desk;
        desk.put("bundle:kit", {{"label", "\"Kit\""}, {"groups", "[{\"of\":[\"P1\",\"P2\"]}]"}});
        QCOMPARE(desk.text(ExtractWhat::Bundles, ExtractFormat::Csv).find("kit"), std::string::npos);
        QCOMPARE(desk.last.leftOut, uint64_t(1));
        QCOMPARE(desk.last.firstLeftOut, std::string("bundle:kit"));
        QVERIFY(desk.text(ExtractWhat::Bundles, ExtractFormat::JsonLines).find("bundle:kit") != std::string::npos);
    }

    void retiredMappingsAreLeftOut()
    {
        Desk desk;
        const std::string kept = desk.link("mia", "P0", "P1"), leaving = desk.link("mia", "P0", "P2");
        for (const std::string& id : {kept, leaving}) {
            desk.must(desk.submit("mia", id));
            desk.must(desk.approve("jan", id));
        }
        desk.must(desk.change("mia", kept, "rank", "7"));
        desk.must(desk.change("mia", leaving, "@retire", "true"));
        const std::string text = desk.text(ExtractWhat::Links, ExtractFormat::Csv);
        QVERIFY2(text.find("P0,accessory,P1,,7,") != std::string::npos, text.c_str()); // the draft, not what is approved
        QCOMPARE(text.find("P0,accessory,P2"), std::string::npos);
    }

    void spreadsheetsGetAProfileBesideTheFile()
    {
        Desk desk;
        desk.setField("P1", "name", "\"=1+1\"");
        const std::string text = desk.text(ExtractWhat::Products, ExtractFormat::Csv, true);
        QVERIFY(text.starts_with("\xEF\xBB\xBFsku,"));
        QVERIFY2(text.find("\r\nP1,\"'=1+1\",lens,") != std::string::npos, text.c_str());
        const auto profile = readProfile(desk.last.profile);
        SHELF_OK(profile);
        QVERIFY(profile->excelGuard);
        QCOMPARE(profile->what, std::string("products"));
        QCOMPARE(desk.last.profile, extractProfilePath(desk.place("out1.csv")));
    }

    void nothingIsOverwritten()
    {
        Desk desk;
        const std::string file = desk.write("there.csv", "mine");
        ExtractRequest asked;
        asked.file = file;
        QCOMPARE(extract(*desk.workspace, asked).error().code, std::string("EXISTS"));
        QCOMPARE(bytesOf(file), std::string("mine"));
        desk.write("new.profile.yaml", "mine");
        asked.file = desk.place("new.csv");
        asked.forExcel = true;
        QCOMPARE(extract(*desk.workspace, asked).error().code, std::string("EXISTS"));
        QVERIFY(!std::filesystem::exists(asked.file));
        asked.file = desk.place("no/such/folder.csv");
        QCOMPARE(extract(*desk.workspace, asked).error().code, std::string("FOLDER"));
    }

    void aCancelledExtractLeavesNothing()
    {
        Desk desk;
        const size_t files = filesIn(desk.folder.path().toStdString());
        const std::atomic<bool> cancel = true;
        for (const ExtractWhat what : {ExtractWhat::Products, ExtractWhat::Links}) {
            ExtractRequest asked;
            asked.file = desk.place("cancelled.csv");
            asked.what = what;
            asked.forExcel = true;
            QCOMPARE(extract(*desk.workspace, asked, {{}, &cancel}).error().kind, ErrorKind::Cancelled);
        }
        QCOMPARE(filesIn(desk.folder.path().toStdString()), files);
    }

    void whatFitsNoTableIsRefused()
    {
        Desk desk;
        ExtractRequest asked;
        asked.file = desk.place("rules.csv");
        asked.what = ExtractWhat::LinkRules;
        QCOMPARE(extract(*desk.workspace, asked).error().kind, ErrorKind::Usage);
        asked.format = ExtractFormat::JsonLines;
        SHELF_OK(extract(*desk.workspace, asked));
        asked.file = desk.place("excel.jsonl");
        asked.forExcel = true;
        QCOMPARE(extract(*desk.workspace, asked).error().kind, ErrorKind::Usage);
    }
};

QTEST_APPLESS_MAIN(ExtractTest)
#include "tst_extract.moc"
