#include "governance/preview/recommendations.h"
#include "governance/release/manifest.h"
#include "governance/rules/registry.h"
#include "governance/sample/sample_shop.h"
#include "model/domain/hash.h"
#include "model/domain/text.h"
#include "tests/preview/around_desk.h"

#include <map>

using namespace shelf;
using namespace shelf::test;

// recommendations.jsonl: every line is what a preview of the release gives, and verify knows what a line must be.
class RecommendationsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyLineIsWhatThePreviewGives();
    void aReleaseListsAndVerifiesThem();
    void sameContentSameBytes();
    void aRollbackCanHaveThemToo();
    void checksLines_data();
    void checksLines();
};

namespace {

ExportRequest exportTo(const std::string& folder, bool dryRun = false)
{
    ExportRequest request;
    request.folder = folder;
    request.author = "rita";
    request.dryRun = dryRun;
    request.recommendations = true;
    return request;
}

// The sample has errors that close its gate; they are not what is looked at here.
Result<Applied> lowerErrors(Workspace& workspace)
{
    ChangeSet changes;
    changes.header.author = "mia";
    for (const Rule* rule : builtInRules()) {
        const std::string id(rule->info().id);
        const Thing* there = workspace.definitions().find(ThingKind::Rule, id);
        if (rule->info().severity == Severity::Error)
            changes.add(there ? edit(*there, "severity", "\"warning\"") : create(ThingKind::Rule, id, {{"severity", "\"warning\""}}));
    }
    return workspace.apply(changes);
}

std::map<std::pair<std::string, std::string>, std::string> linesOf(const std::string& text)
{
    std::map<std::pair<std::string, std::string>, std::string> lines;
    for (const std::string_view line : split(text, '\n')) {
        const auto json = parseJson(line.empty() ? std::string_view("null") : line);
        if (json && json->isObject())
            lines[{(*json)["channel"].text(), (*json)["product"].text()}] = std::string(line) + "\n";
    }
    return lines;
}

} // namespace

void RecommendationsTest::everyLineIsWhatThePreviewGives()
{
    QTemporaryDir folder;
    const std::string path = (folder.path() + QStringLiteral("/sample.shelf")).toStdString();
    SHELF_OK(makeSampleShop(path, fixedClock()));
    const auto opened = Workspace::open(path, {false, fixedClock()});
    SHELF_OK(opened);
    SHELF_OK(lowerErrors(**opened));
    ExportRequest request = exportTo((folder.path() + QStringLiteral("/release")).toStdString());
    request.acceptLargeChange = "a test";
    const auto exported = exportRelease(**opened, request);
    SHELF_OK(exported);
    const auto lines = linesOf(readFile(request.folder + "/recommendations.jsonl"));
    QVERIFY(lines.size() > 100);
    const auto content = StateCatalogs(**opened, {}).content({PreviewState::Kind::Release, exported->number});
    SHELF_OK(content);
    const PreviewEngine engine(content->catalog, content->view);
    size_t compared = 0;
    for (const Thing* channel : content->catalog.definitions().all(ThingKind::Channel))
        for (Row row = 0; row < content->catalog.rows(); ++row) {
            if (!content->catalog.soldIn(row, channel->key))
                continue;
            PreviewRequest asked;
            asked.anchors = {std::string(content->catalog.sku(row))};
            asked.on = content->on;
            asked.channel = channel->key;
            asked.optedOut = true;
            const auto preview = engine.preview(asked);
            SHELF_OK(preview);
            const auto line = lines.find({channel->key, asked.anchors.front()});
            QCOMPARE(line == lines.end() ? std::string() : line->second, recommendationLine(*preview));
            compared += line != lines.end();
        }
    QCOMPARE(compared, lines.size());
}

void RecommendationsTest::aReleaseListsAndVerifiesThem()
{
    AroundDesk desk;
    desk.approveAll();
    const auto dry = exportRelease(*desk.workspace, exportTo(desk.dir("r1"), true));
    SHELF_OK(dry);
    const auto done = exportRelease(*desk.workspace, exportTo(desk.dir("r1")));
    SHELF_OK(done);
    for (const auto* outcome : {&*dry, &*done}) {
        const auto file = std::find_if(
            outcome->files.begin(), outcome->files.end(), [](const ReleaseFile& each) { return each.name == recommendationsName; });
        QVERIFY(file != outcome->files.end());
        QCOMPARE(file->records, uint64_t(1));
        QCOMPARE(file->sha256, sha256Hex(readFile(desk.dir("r1") + "/recommendations.jsonl")));
    }
    const std::string reason = "\"reason\":\"Holds the body and one lens\"";
    QVERIFY(readFile(desk.dir("r1") + "/recommendations.jsonl").find(reason) != std::string::npos);
    SHELF_SOUND(desk.problems("r1"));
    const std::string file = desk.dir("r1") + "/recommendations.jsonl", good = readFile(file);
    writeFile(file, replaced(good, "BAG-1", "BAG-2"));
    const auto problems = desk.problems("r1");
    QVERIFY(!problems.empty());
    SHELF_OK(desk.publish("r2"));
    QVERIFY(!QFile::exists(QString::fromStdString(desk.dir("r2") + "/recommendations.jsonl")));
}

void RecommendationsTest::sameContentSameBytes()
{
    std::string first;
    for (const bool backwards : {false, true}) {
        AroundDesk desk(backwards ? std::string() : std::string(cameraShop));
        if (backwards) { // in another order, with places that came and went
            desk.take("products: [ { sku: GONE, name: Gone, price: 1 EUR }, { sku: BAG-3, name: x, price: 1 EUR } ]\n");
            SHELF_OK(desk.apply("mia",
                {Change{ThingKind::Product, "GONE", ChangeOp::Delete, 1,
                    {{"name", "\"Gone\"", {}}, {"price", "1", {}}, {"currency", "\"EUR\"", {}}, {"lifecycle", "\"active\"", {}}}}}));
            desk.take(cameraShop);
        }
        desk.approveAll();
        SHELF_OK(exportRelease(*desk.workspace, exportTo(desk.dir("r1"))));
        const std::string bytes = readFile(desk.dir("r1") + "/recommendations.jsonl");
        QVERIFY(!bytes.empty());
        if (backwards)
            QCOMPARE(bytes, first);
        first = bytes;
    }
}

void RecommendationsTest::aRollbackCanHaveThemToo()
{
    AroundDesk desk;
    desk.approveAll();
    SHELF_OK(exportRelease(*desk.workspace, exportTo(desk.dir("r1"))));
    SHELF_OK(desk.change("mia", "link:CAM:accessory:BAG-1", "rank", "9"));
    desk.approveAll();
    SHELF_OK(exportRelease(*desk.workspace, exportTo(desk.dir("r2"))));
    QVERIFY(readFile(desk.dir("r1") + "/recommendations.jsonl") != readFile(desk.dir("r2") + "/recommendations.jsonl"));
    SHELF_OK(rollbackRelease(*desk.workspace, {1, {}, exportTo(desk.dir("r3"))}));
    QCOMPARE(readFile(desk.dir("r3") + "/recommendations.jsonl"), readFile(desk.dir("r1") + "/recommendations.jsonl"));
    QCOMPARE(AroundDesk::shown(desk.preview("CAM", "release:3")), AroundDesk::shown(desk.preview("CAM", "release:1")));
}

void RecommendationsTest::checksLines_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("wrong");
    const auto row = [](const char* name, const char* line, const char* wrong) {
        QTest::newRow(name) << QString::fromUtf8(line) << QString::fromUtf8(wrong);
    };
    row("as it must be", "{'channel':'web','product':'M','slots':[{'slot':'a','items':[{'id':'X','mapping':'link:M:a:X'}]}]}", "");
    row("with a reason", "{'channel':'web','product':'M','slots':[{'slot':'a','items':[{'id':'X','mapping':'link:M:a:X','reason':'r'}]}]}",
        "");
    row("no JSON", "{'channel':", "is not JSON");
    row("a space", "{'channel':'web', 'product':'M','slots':[{'slot':'a','items':[{'id':'X','mapping':'link:M:a:X'}]}]}", "canonical");
    row("keys in another order", "{'product':'M','channel':'web','slots':[]}", "other keys");
    row("a key more", "{'channel':'web','product':'M','slots':[],'x':1}", "other keys");
    row("nothing shown", "{'channel':'web','product':'M','slots':[]}", "shows nothing");
    row("an empty slot", "{'channel':'web','product':'M','slots':[{'slot':'a','items':[]}]}", "slot without name or items");
    row("no mapping", "{'channel':'web','product':'M','slots':[{'slot':'a','items':[{'id':'X','mapping':'M'}]}]}", "names no mapping");
    row("twice",
        "{'channel':'web','product':'M','slots':[{'slot':'a','items':[{'id':'X','mapping':'link:M:a:X'},{'id':'X','mapping':'link:M:a:X'}]}"
        "]}",
        "shows X twice");
    row("before the last", "{'channel':'web','product':'A','slots':[{'slot':'a','items':[{'id':'X','mapping':'link:M:a:X'}]}]}",
        "out of order");
    row("once more", "{'channel':'web','product':'K','slots':[{'slot':'a','items':[{'id':'X','mapping':'link:M:a:X'}]}]}", "same channel");
}

void RecommendationsTest::checksLines()
{
    QFETCH(QString, line);
    QFETCH(QString, wrong);
    RecommendationChecker checker;
    QVERIFY(!checker.check(R"({"channel":"web","product":"K","slots":[{"slot":"a","items":[{"id":"X","mapping":"link:K:a:X"}]}]})"));
    const auto said = checker.check(line.replace(QLatin1Char('\''), QLatin1Char('"')).toStdString());
    QCOMPARE(said.has_value(), !wrong.isEmpty());
    if (said)
        QVERIFY2(said->find(wrong.toStdString()) != std::string::npos, said->c_str());
}

QTEST_APPLESS_MAIN(RecommendationsTest)
#include "tst_recommendations.moc"
