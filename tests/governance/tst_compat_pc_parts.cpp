// Real PC parts: rules over three pairs of families, their pairs counted as SQL counts them over the workspace's own table.
#include "governance/compatibility/suggest.h"
#include "model/io/import.h"
#include "tests/governance/compat_desk.h"
#include "tests/governance/pc_parts.h"

#include <SQLiteCpp/SQLiteCpp.h>

using namespace shelf;
using namespace shelf::test;

namespace {

std::string dataFolder()
{
    return realData("pc-parts");
}

struct Parts : CompatDesk {
    void take(const std::string& family, const std::string& profile = {})
    {
        ImportRequest request;
        request.files = {dataFolder() + "/" + family + ".csv"};
        request.family = family;
        request.profile = profile;
        request.author = "mia";
        const auto report = importFiles(*workspace, request);
        if (!report)
            qFatal("%s: %s", report.error().where.c_str(), report.error().what.c_str());
    }

    // What SQL says of every pair: `holds` is an expression over l and r, the attributes' JSON of both.
    PairCount bySql(const std::string& left, const std::string& right, const std::string& leftCode, const std::string& rightCode,
        const std::string& holds) const
    {
        SQLite::Database database(path);
        SQLite::Statement query(database,
            "WITH l AS (SELECT attributes ->> '" + leftCode
                + "' AS v, count(*) AS n FROM product WHERE family = ? GROUP BY 1),"
                  " r AS (SELECT attributes ->> '"
                + rightCode
                + "' AS v, count(*) AS n FROM product WHERE family = ? GROUP BY 1)"
                  " SELECT sum(iif(l.v IS NOT NULL AND r.v IS NOT NULL AND ("
                + holds
                + "), l.n * r.n, 0)),"
                  " sum(iif(l.v IS NULL OR r.v IS NULL, l.n * r.n, 0)), sum(l.n * r.n) FROM l, r");
        query.bind(1, left);
        query.bind(2, right);
        if (!query.executeStep())
            return {};
        PairCount count;
        count.compatible = static_cast<uint64_t>(query.getColumn(0).getInt64());
        count.unknown = static_cast<uint64_t>(query.getColumn(1).getInt64());
        count.incompatible = static_cast<uint64_t>(query.getColumn(2).getInt64()) - count.compatible - count.unknown;
        return count;
    }
};

const std::string rules =
    "compatibility:\n"
    "  - { code: cpu-board, between: [cpu, motherboard], where: [ { left: microarchitecture, op: table, right: socket, table: {\n"
    "      Zen 5: [AM5], Zen 4: [AM5], Zen 3: [AM4], Zen 2: [AM4], Raptor Lake: [LGA1700], Alder Lake: [LGA1700], Arrow Lake: [LGA1851] } "
    "} ] }\n"
    "  - { code: memory-board, between: [memory, motherboard], where: [ { left: ddr, op: table, right: socket, table: {\n"
    "      '5': [AM5, LGA1851, LGA1700], '4': [AM4, LGA1700, LGA1200, LGA1151], '3': [AM3+, LGA1155, LGA1150] } } ] }\n"
    "  - { code: board-case, between: [case, motherboard], where: [ { left: type, op: contains, right: form_factor } ] }\n";

} // namespace

class TestCompatPcParts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        SHELF_NEEDS_REAL_DATA("pc-parts");
        m_parts = std::make_unique<Parts>();
        m_parts->take("cpu");
        m_parts->take("motherboard");
        m_parts->take("case");
        // "5,6000": the generation and the clock.
        const std::string profile = m_parts->dir("memory.yaml");
        writeFile(profile, "shelfwright-profile: 1\ncolumns:\n  name: name\n  speed: { to: [ddr, mhz], split: \",\" }\n");
        m_parts->take("memory", profile);
        m_parts->define(rules);
    }

    void countsAreThoseOfSql()
    {
        const PairCount sockets = m_parts->count("compat:cpu-board");
        QCOMPARE(sockets,
            m_parts->bySql("cpu", "motherboard", "microarchitecture", "socket",
                "(l.v IN ('Zen 5','Zen 4') AND r.v = 'AM5') OR (l.v IN ('Zen 3','Zen 2') AND r.v = 'AM4')"
                " OR (l.v IN ('Raptor Lake','Alder Lake') AND r.v = 'LGA1700') OR (l.v = 'Arrow Lake' AND r.v = 'LGA1851')"));
        QVERIFY(sockets.compatible > 10000);
        const PairCount memory = m_parts->count("compat:memory-board");
        QCOMPARE(memory,
            m_parts->bySql("memory", "motherboard", "ddr", "socket",
                "(CAST(l.v AS TEXT) = '5' AND r.v IN ('AM5','LGA1851','LGA1700'))"
                " OR (CAST(l.v AS TEXT) = '4' AND r.v IN ('AM4','LGA1700','LGA1200','LGA1151'))"
                " OR (CAST(l.v AS TEXT) = '3' AND r.v IN ('AM3+','LGA1155','LGA1150'))"));
        QVERIFY(memory.compatible > 1000000);
        // The form factor as whole words of the case's type.
        const PairCount cases = m_parts->count("compat:board-case");
        QCOMPARE(cases,
            m_parts->bySql("case", "motherboard", "type", "form_factor",
                "instr(' ' || lower(replace(l.v, '-', ' ')) || ' ', ' ' || lower(replace(r.v, '-', ' ')) || ' ') > 0"));
        QVERIFY(cases.compatible > 100000);
    }

    void whyNotNamesBothValues()
    {
        const auto first = [&](const char* field, const std::string& value) {
            for (Row row = 0; row < m_parts->catalog.rows(); ++row)
                if (m_parts->catalog.text(field, row) == value)
                    return row;
            return noRow;
        };
        const Compatibility compatibility(m_parts->catalog, View::Working);
        const PairAnswer answer = compatibility.explain(first("socket", "AM4"), first("microarchitecture", "Zen 4"));
        QCOMPARE(answer.answer, Fit::Incompatible);
        QCOMPARE(answer.rules.at(0).conditions.at(0).leftValue, std::string("Zen 4"));
        QCOMPARE(answer.rules.at(0).conditions.at(0).rightValue, std::string("AM4"));
    }

    void formFactorsAreSuggestedFirst()
    {
        const SuggestOutcome outcome = suggestConditions(m_parts->catalog, {"motherboard", "case", View::Working, 3});
        QVERIFY(!outcome.suggestions.empty());
        QCOMPARE(outcome.suggestions[0].condition.left, std::string("type"));
        QCOMPARE(outcome.suggestions[0].condition.right, std::string("form_factor"));
    }

    // Links between processors and boards that fit, and two that don't: the table comes back, and the two are named.
    void aTableIsLearnedFromLinks()
    {
        const Snapshot& catalog = m_parts->catalog;
        const Compatibility compatibility(catalog, View::Working);
        const auto& rule = *catalog.entry("compat:cpu-board", View::Working);
        std::string links = "links:\n";
        int made = 0;
        Row lastCpu = noRow, lastBoard = noRow;
        for (Row row = 0; row < catalog.rows() && made < 200; ++row) {
            if (catalog.family(row) != "cpu")
                continue;
            const std::vector<Row> boards = compatibility.partners(rule, row, Fit::Compatible);
            for (size_t i = 0; i < boards.size() && i < 400; i += 100, ++made)
                links += "  - { source: " + jsonString(catalog.sku(row))
                    + ", type: accessory, target: " + jsonString(catalog.sku(boards[i])) + " }\n";
            if (!boards.empty()) {
                lastCpu = row;
                lastBoard = compatibility.partners(rule, row, Fit::Incompatible).front();
            }
        }
        links += "  - { source: " + jsonString(catalog.sku(lastCpu)) + ", type: accessory, target: " + jsonString(catalog.sku(lastBoard))
            + " }\n";
        Parts& parts = *m_parts;
        parts.define(links);
        const SuggestOutcome outcome = suggestConditions(parts.catalog, {"cpu", "motherboard", View::Working, 5});
        QCOMPARE(outcome.links, uint64_t(made + 1));
        QVERIFY(!outcome.suggestions.empty());
        const Suggestion& best = outcome.suggestions[0];
        QCOMPARE(best.condition.left, std::string("microarchitecture"));
        QCOMPARE(best.condition.right, std::string("socket"));
        QVERIFY(best.fromLinks && best.score > 0.7);
        QCOMPARE(best.exceptions.size(), size_t(1));
    }

private:
    std::unique_ptr<Parts> m_parts;
};

QTEST_GUILESS_MAIN(TestCompatPcParts)
#include "tst_compat_pc_parts.moc"
