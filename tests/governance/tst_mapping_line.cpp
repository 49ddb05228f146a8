// Lines of mappings.jsonl and rows of mappings.csv: keys in order, the same bytes for the same content.
#include "governance/release/line_check.h"
#include "governance/release/mapping_line.h"

#include <QtTest>

using namespace shelf;

namespace {

// JSON with single quotes for double ones.
std::string json(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

ApprovedVersion version(std::vector<std::pair<std::string, std::string>> fields)
{
    ApprovedVersion approved;
    approved.number = 3;
    approved.approvedBy = "p1";
    approved.approvedAt = "2026-10-24T08:00:00Z";
    for (const auto& [key, json] : fields)
        approved.content.set(key, json);
    return approved;
}

MappingResolver resolver()
{
    LineNames names;
    names.seasons["\"xmas\""] = {"\"2026-11-15\"", "\"2026-12-24\"", "\"11-15..12-24\""};
    names.filterTypes = {"\"incompatible\""};
    names.personName = [](const PersonId& id) { return id == "p1" ? "Jan \"the eye\"" : id; };
    return MappingResolver(std::move(names));
}

std::string lineOf(const std::string& id, const ApprovedVersion& approved)
{
    MappingResolver resolve = resolver();
    std::string line;
    appendLine(line, resolve.resolve(id, *mappingKindOf(id), approved));
    return line;
}

std::string rowOf(const std::string& id, const ApprovedVersion& approved)
{
    MappingResolver resolve = resolver();
    std::string row;
    appendTableRow(row, resolve.resolve(id, MappingKind::Link, approved));
    return row;
}

const std::string approval = json("'approved_by':'Jan \\'the eye\\'','approved_at':'2026-10-24T08:00:00Z','version':3}\n");

} // namespace

class MappingLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineHasItsKeysInOrder_data()
    {
        QTest::addColumn<std::string>("id");
        QTest::addColumn<ApprovedVersion>("approved");
        QTest::addColumn<std::string>("line");
        QTest::newRow("link") << std::string("link:A:accessory:B")
                              << version({{"owner", "\"mia\""}, {"type", "\"accessory\""}, {"target", "\"B\""}, {"source", "\"A\""},
                                     {"rank", "2"}, {"channels", json("['web']")}})
                              << json("{'id':'link:A:accessory:B','kind':'link','source':'A','type':'accessory','target':'B','rank':2,'"
                                      "channels':['web'],'owner':'mia',")
                + approval;
        QTest::newRow("a season becomes its dates")
            << std::string("link:A:accessory:B")
            << version({{"type", "\"accessory\""}, {"target", "\"B\""}, {"source", "\"A\""}, {"season", "\"xmas\""}})
            << json("{'id':'link:A:accessory:B','kind':'link','source':'A','type':'accessory','target':'B','from':'2026-11-15','to':'2026-"
                    "12-24','every':'11-15..12-24',")
                + approval;
        QTest::newRow("an incompatible pair is a filter")
            << std::string("link:A:incompatible:B") << version({{"type", "\"incompatible\""}, {"target", "\"B\""}, {"source", "\"A\""}})
            << json("{'id':'link:A:incompatible:B','kind':'link','source':'A','type':'incompatible','target':'B','filter':true,")
                + approval;
        QTest::newRow("a rule is a filter with a window of its own")
            << std::string("compat:c")
            << version({{"left", "\"cpu\""}, {"right", "\"board\""}, {"from", "\"left\""}, {"season", "\"xmas\""},
                   {"where", json("[{'right':'socket','table':{'z':['b'],'a':['c']},'op':'table','left':'arch'}]")}})
            << json("{'id':'compat:c','kind':'compat','left':'cpu','right':'board','from':'left','where':[{'left':'arch','op':'table','"
                    "right':'socket','table':{'a':['c'],'z':['b']}}],'valid_from':'2026-11-15','valid_to':'2026-12-24','every':'11-15..12-"
                    "24','filter':true,")
                + approval;
        QTest::newRow("a bundle's parts are in order")
            << std::string("bundle:kit")
            << version({{"label", "\"Kit\""}, {"components", json("[{'required':true,'quantity':2,'sku':'A'}]")},
                   {"price", json("{'currency':'EUR','policy':'fixed','value':5}")}})
            << json("{'id':'bundle:kit','kind':'bundle','label':'Kit','components':[{'sku':'A','quantity':2,'required':true}],'price':{'"
                    "policy':'fixed','value':5,'currency':'EUR'},")
                + approval;
        QTest::newRow("an upgrade path")
            << std::string("upgrade:u")
            << version({{"steps", json("[{'level':'good','evidence':['x'],'sku':'A'}]")}, {"key_attributes", json("['b','a']")}})
            << json("{'id':'upgrade:u','kind':'upgrade','steps':[{'sku':'A','level':'good'}],'key_attributes':['b','a'],") + approval;
        QTest::newRow("a reason in two languages") << std::string("link:A:accessory:B")
                                                   << version({{"type", "\"accessory\""}, {"target", "\"B\""}, {"source", "\"A\""},
                                                          {"reason", json("{'en':'Fits','de':'Passt'}")}})
                                                   << json("{'id':'link:A:accessory:B','kind':'link','source':'A','type':'accessory','"
                                                           "target':'B','reason':{'de':'Passt','en':'Fits'},")
                + approval;
    }

    void aLineHasItsKeysInOrder()
    {
        QFETCH(std::string, id);
        QFETCH(ApprovedVersion, approved);
        QFETCH(std::string, line);
        const std::string written = lineOf(id, approved);
        QCOMPARE(QString::fromStdString(written), QString::fromStdString(line));
        // What we write, we accept.
        const auto wrong = LineChecker().check(std::string_view(written).substr(0, written.size() - 1));
        QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
        std::string scratch;
        QCOMPARE(std::string(idOfLine(written, scratch)), id);
    }

    void anIdWithQuotesComesBack()
    {
        const std::string id = "link:A\"\\\n:accessory:B";
        const std::string line = lineOf(id, version({{"source", jsonString("A\"\\\n")}, {"type", "\"accessory\""}, {"target", "\"B\""}}));
        std::string scratch;
        QCOMPARE(std::string(idOfLine(line, scratch)), id);
        QVERIFY(!LineChecker().check(std::string_view(line).substr(0, line.size() - 1)));
    }

    void aRowGuardsWhatLooksLikeAFormula()
    {
        const auto approved = version({{"source", "\"-A\""}, {"type", "\"accessory\""}, {"target", "\"B,1\""},
            {"reason", json("'say \\'hi\\''")}, {"boost", "-0.5"}, {"channels", json("['web','a|b']")}});
        QCOMPARE(QString::fromStdString(rowOf("link:-A:accessory:B,1:sum%3Amer", approved)),
            QStringLiteral("\"'-A\",accessory,\"B,1\",sum:mer,,\"say \"\"hi\"\"\",,,,web|a\\|b,,,,,,,-0.5,,\"Jan \"\"the "
                           "eye\"\"\",2026-10-24T08:00:00Z,3,"
                           "\"link:-A:accessory:B,1:sum%3Amer\"\n"));
    }

    // What an import would take for a mark, and outer spaces of a list's elements.
    void aRowIsReadBackAsItWas()
    {
        const auto approved = version({{"source", "\"[[a\""}, {"type", "\"accessory\""}, {"target", "\"B\""}, {"reason", "\"[[clear]]\""},
            {"channels", json("[' web','a\\\\b ']")}});
        QCOMPARE(QString::fromStdString(rowOf("link:[[a:accessory:B", approved)).section(QLatin1Char(','), 0, 9),
            QStringLiteral("[[[[a,accessory,B,,,[[[[clear]],,,,\"\\ web|a\\\\b\\ \""));
    }

    void everyRowHasAsManyCellsAsTheHeader()
    {
        const std::string header = tableHeader();
        const std::string row = rowOf("link:A:accessory:B", version({{"source", "\"A\""}, {"type", "\"accessory\""}, {"target", "\"B\""}}));
        QCOMPARE(std::count(row.begin(), row.end(), ','), std::count(header.begin(), header.end(), ','));
    }
};

QTEST_APPLESS_MAIN(MappingLineTest)
#include "tst_mapping_line.moc"
