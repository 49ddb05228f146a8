// Real PC parts: beside a processor only boards that fit, and why another board does not.
#include "governance/compatibility/compatibility.h"
#include "model/io/import.h"
#include "tests/preview/preview_desk.h"
#include "tests/support/real_data.h"

#include <set>

using namespace shelf;
using namespace shelf::test;

namespace {

const std::string rules =
    "compatibility:\n"
    "  - { code: cpu-board, between: [cpu, motherboard], shows: accessories, from: both,\n"
    "      where: [ { left: microarchitecture, op: table, right: socket, table: {\n"
    "      Zen 5: [AM5], Zen 4: [AM5], Zen 3: [AM4], Zen 2: [AM4], Raptor Lake: [LGA1700], Alder Lake: [LGA1700] } } ] }\n";

std::string firstWith(const Snapshot& catalog, std::string_view family, std::string_view field, std::string_view value)
{
    std::string first;
    for (Row row = 0; row < catalog.rows(); ++row)
        if (catalog.exists(row) && catalog.family(row) == family && catalog.text(field, row) == value)
            if (first.empty() || catalog.sku(row) < first)
                first = catalog.sku(row);
    return first;
}

} // namespace

class TestPreviewPcParts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        SHELF_NEEDS_REAL_DATA("pc-parts");
        m_desk = std::make_unique<PreviewDesk>();
        for (const char* family : {"cpu", "motherboard"}) {
            ImportRequest request;
            request.files = {realData("pc-parts") + "/" + family + ".csv"};
            request.family = family;
            request.author = "mia";
            const auto report = importFiles(*m_desk->workspace, request);
            if (!report)
                qFatal("%s: %s", report.error().where.c_str(), report.error().what.c_str());
        }
        m_desk->define("policies: { preview-cap: '10', preview-kind-caps: compat=10 }\n" + rules);
        m_cpu = firstWith(m_desk->catalog, "cpu", "microarchitecture", "Zen 3");
        m_board = firstWith(m_desk->catalog, "motherboard", "socket", "AM5");
        QVERIFY(!m_cpu.empty() && !m_board.empty());
    }

    void onlyBoardsThatFit()
    {
        const Preview preview = m_desk->preview({m_cpu});
        QCOMPARE(preview.shown.size(), size_t(10));
        for (const PreviewItem& item : preview.shown) {
            QCOMPARE(std::string(m_desk->catalog.text("socket", item.target)), std::string("AM4"));
            QCOMPARE(item.mapping, std::string("compat:cpu-board"));
            QVERIFY(item.tier == Tier::Rule);
        }
        for (const PreviewItem& item : preview.excluded)
            QCOMPARE(std::string(m_desk->catalog.text("socket", item.target)), std::string("AM4"));
        const Compatibility compatibility(m_desk->catalog, View::Working);
        const Entry& rule = *m_desk->catalog.entry("compat:cpu-board", View::Working);
        const Row cpu = m_desk->catalog.find(m_cpu);
        QCOMPARE(preview.candidates(), compatibility.partners(rule, cpu, Fit::Compatible).size());
        QCOMPARE(preview.incompatible, compatibility.partners(rule, cpu, Fit::Incompatible).size());
        QCOMPARE(preview.unknown, compatibility.partners(rule, cpu, Fit::Unknown).size());
    }

    void fromTheBoardToo()
    {
        const Preview preview = m_desk->preview({m_board});
        QVERIFY(!preview.shown.empty());
        const std::set<std::string> fits = {"Zen 4", "Zen 5"};
        for (const PreviewItem& item : preview.shown)
            QVERIFY(fits.contains(std::string(m_desk->catalog.text("microarchitecture", item.target))));
    }

    // The condition that fails, with both values, and what would make an exception of it.
    void whyNotThisBoard()
    {
        const WhyAnswer why = m_desk->why(m_cpu, m_board);
        QVERIFY(why.kind == WhyAnswer::Kind::NoCandidate);
        for (const char* part : {"compat:cpu-board", "Zen 3", "AM5"})
            QVERIFY2(why.because.find(part) != std::string::npos, why.because.c_str());
        QVERIFY(!why.flip.empty() && why.flipLeadsTo.empty()); // an exception; the slot is full, so that it also has to be lifted
        QVERIFY2(why.flip.front().subject.find(":compatible:") != std::string::npos, why.flip.front().subject.c_str());
    }

    void whyABoardThatIsCut()
    {
        const Preview preview = m_desk->preview({m_cpu});
        const WhyAnswer why = m_desk->why(m_cpu, preview.excluded.front().id);
        QVERIFY(why.kind == WhyAnswer::Kind::Excluded);
        QVERIFY2(why.because.find("is full") != std::string::npos, why.because.c_str());
        // Of its own it is put first by a link that says so; in the list, by what lets the rule's own pair in.
        QVERIFY2(why.flip.front().subject.starts_with("link:" + m_cpu + ":accessory:"), why.flip.front().subject.c_str());
        QVERIFY(why.flip.size() <= preview.excluded.front().flip.size());
        QVERIFY(!why.flip.empty() && why.flipLeadsTo.empty());
    }

    // Caps raised as one flip says bring that one in, as the last.
    void theFlipOfOneThatIsCut()
    {
        const PreviewItem cut = m_desk->preview({m_cpu}).excluded.front();
        std::string policies;
        for (const FlipStep& step : cut.flip)
            policies += (policies.empty() ? "" : ", ") + step.subject.substr(std::string_view("policy:").size()) + ": '" + step.to + "'";
        PreviewDesk& desk = *m_desk;
        desk.define("policies: { " + policies + " }\n");
        const Preview after = desk.preview({m_cpu});
        desk.define("policies: { preview-cap: '10', preview-kind-caps: compat=10 }\n");
        QCOMPARE(after.shown.back().id, cut.id);
    }

private:
    std::unique_ptr<PreviewDesk> m_desk;
    std::string m_cpu, m_board;
};

QTEST_GUILESS_MAIN(TestPreviewPcParts)
#include "tst_preview_pc_parts.moc"
