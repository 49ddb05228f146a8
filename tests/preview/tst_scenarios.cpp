#include "governance/findings/gate.h"
#include "governance/preview/scenario_cause.h"
#include "model/domain/scenario_check.h"
#include "tests/preview/around_desk.h"

#include <algorithm>
#include <set>

using namespace shelf;
using namespace shelf::test;

// Saved previews with expectations: what may be written, what passes and fails and why, and the gate that names the edit.
class ScenariosTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
    void expectsWhatItSays_data();
    void expectsWhatItSays();
    void everyStageThatRemovesCanBeNamed();
    void aBrokenScenarioClosesTheGateAndNamesTheEdit_data();
    void aBrokenScenarioClosesTheGateAndNamesTheEdit();
    void oneThatNeverPassedIsSaidToBe();
    void oneThatOnlyTellsLeavesTheGateOpen();
    void draftsCloseNoGate();
};

namespace {

std::string scenario(const std::string& expect, const std::string& more = {})
{
    return "scenarios: [ { name: s, anchors: [CAM], " + more + "expect: [ " + expect + " ] } ]\n";
}

const GateCondition* scenariosOf(const GateResult& gate)
{
    const auto found =
        std::find_if(gate.conditions.begin(), gate.conditions.end(), [](const GateCondition& each) { return each.id == "scenarios"; });
    return found == gate.conditions.end() ? nullptr : &*found;
}

} // namespace

void ScenariosTest::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const std::string& text, const char* place, const char* says) {
        QTest::newRow(name) << QString::fromStdString(text) << QString::fromUtf8(place) << QString::fromUtf8(says);
    };
    row("an unknown key", scenario("{ frist: BAG-1 }"), ":2:60", "did you mean 'first'?");
    row("two at once", scenario("{ first: BAG-1, at_most: 4 }"), ":2:51", "expects two things");
    row("nothing", scenario("{ slot: accessories }"), ":2:51", "nothing that can be expected");
    row("no slot of that name", scenario("{ first: BAG-1, slot: accesories }"), ":2:73", "did you mean 'accessories'?");
    row("a number that is none", scenario("{ at_most: many }"), ":2:62", "whole number");
    row("below zero", scenario("{ at_least: -1 }"), ":2:63", "whole number");
    row("an order of one", scenario("{ order: [BAG-1] }"), ":2:60", "two or more");
    row("because without hides", scenario("{ shows: BAG-1, because: eligible }"), ":2:76", "goes with hides only");
    row("no stage of that name", scenario("{ hides: BAG-1, because: elligible }"), ":2:76", "did you mean 'eligible'?");
    row("of without a count", scenario("{ shows: BAG-1, of: rank = 1 }"), ":2:71", "at_least and at_most");
    row("no expression", scenario("{ never: target.mont != source.mount }"), ":2:60", "did you mean");
    row("no channel", scenario("{ first: BAG-1 }", "channel: wbe, "), ":2:", "did you mean 'web'?");
    row("no state", scenario("{ first: BAG-1 }", "state: release, "), ":2:", "draft, approved or release:N");
    row("no anchor", "scenarios: [ { name: s, anchors: [], expect: [ { first: A } ] } ]\n", ":2:", "names no product");
    row("no expectation", "scenarios: [ { name: s, anchors: [CAM], expect: [] } ]\n", ":2:", "expects nothing");
}

void ScenariosTest::refusesWhatMakesNoSense()
{
    QFETCH(QString, text);
    QFETCH(QString, place);
    QFETCH(QString, says);
    AroundDesk desk;
    const auto applied = desk.applyText(text.toStdString());
    QVERIFY(!applied);
    const std::string said = applied.error().where + " " + applied.error().what + "; " + applied.error().tryThis;
    QVERIFY2(said.find(place.toStdString()) != std::string::npos, said.c_str());
    QVERIFY2(said.find(says.toStdString()) != std::string::npos, said.c_str());
}

void ScenariosTest::expectsWhatItSays_data()
{
    QTest::addColumn<QString>("expect");
    QTest::addColumn<QString>("fails"); // what the failure says; empty: it passes
    const auto row = [](const char* expect, const char* fails) {
        QTest::newRow(expect) << QString::fromUtf8(expect) << QString::fromUtf8(fails);
    };
    row("{ first: BAG-1, slot: accessories }", "");
    row("{ first: BAG-1 }", "");
    row("{ first: BAG-2, slot: accessories }", "BAG-1 is first in accessories");
    row("{ first: BAG-3 }", "BAG-3 is not shown");
    row("{ shows: BAG-2 }", "");
    row("{ shows: [BAG-1, LENS-OX], slot: accessories }", "");
    row("{ shows: [BAG-1, BAG-3] }", "BAG-3 is not shown");
    row("{ shows: BAG-1, slot: upgrades }", "BAG-1 is shown as accessories 1");
    row("{ hides: BAG-3 }", "");
    row("{ hides: BAG-3, because: no-candidate }", "");
    row("{ hides: BAG-1 }", "BAG-1 is shown as accessories 1 by link:CAM:accessory:BAG-1");
    row("{ hides: BAG-1, slot: upgrades }", "");
    row("{ hides: BAG-3, because: eligible }", "not shown because of no-candidate");
    row("{ hides: LENS-LM, because: eligible }", "");
    row("{ hides: LENS-LM, because: owned }", "not shown because of eligible");
    row("{ order: [BAG-1, LENS-OX] }", "");
    row("{ order: [LENS-OX, BAG-1] }", "stands before");
    row("{ order: [BAG-1, BAG-3] }", "BAG-3 is not shown");
    row("{ never: target.family = 'lens' and target.mount != source.mount }", "");
    row("{ never: target.family = 'lens' }", "LENS-OX (accessories 3");
    row("{ always: target.price < source.price }", "");
    row("{ always: target.family = 'bag' }", "it does not hold for LENS-OX");
    row("{ always: target.family = 'bag', slot: upgrades }", "");
    row("{ always: type = 'accessory' and rank <= 3 }", "");
    row("{ never: owner = 'mia' }", "'owner' is not known of what is shown");
    row("{ at_most: 3, slot: accessories }", "");
    row("{ at_most: 2 }", "3 are shown");
    row("{ at_least: 3 }", "");
    row("{ at_least: 4 }", "only BAG-1");
    row("{ at_least: 2, of: target.family = 'bag' }", "");
    row("{ at_most: 1, of: target.family = 'bag' }", "2 are shown");
    row("{ at_least: 1, of: target.family = 'camera' }", "nothing of that is shown");
    row("{ shows: NOPE }", "NOPE");
    row("{ shows: 'bundle:NOPE' }", "bundle:NOPE is not shown");
}

void ScenariosTest::expectsWhatItSays()
{
    QFETCH(QString, expect);
    QFETCH(QString, fails);
    AroundDesk desk;
    desk.take("products: [ { sku: LENS-LM, stock: 0 } ]\nlinks: [ { source: CAM, type: accessory, target: LENS-LM, rank: 4, reason: Sees "
              "in the dark, owner: mia } ]\n");
    desk.take(scenario(expect.toStdString()));
    const auto read = scenarioFrom(*shelf::scenariosOf(desk.workspace->definitions()).front());
    SHELF_OK(read);
    const StateContent content = desk.state("draft");
    const PreviewEngine engine(content.catalog, content.view);
    const auto failures = runScenario(*read, engine, content.on);
    QCOMPARE(failures.empty(), fails.isEmpty());
    if (failures.empty())
        return;
    QCOMPARE(failures.size(), size_t(1));
    QVERIFY2(failures.front().because.find(fails.toStdString()) != std::string::npos, failures.front().because.c_str());
    QVERIFY(!failures.front().expectation.empty());
}

void ScenariosTest::everyStageThatRemovesCanBeNamed()
{
    const std::set<Stage> removeNothing = {Stage::Candidates, Stage::Score, Stage::Reason};
    std::set<std::string_view> stages = {"no-candidate"};
    for (int stage = 0; stage <= static_cast<int>(Stage::Reason); ++stage)
        if (!removeNothing.contains(static_cast<Stage>(stage)))
            stages.insert(stageName(static_cast<Stage>(stage)));
    const auto names = removingStages();
    QVERIFY(std::set<std::string_view>(names.begin(), names.end()) == stages);
}

void ScenariosTest::aBrokenScenarioClosesTheGateAndNamesTheEdit_data()
{
    QTest::addColumn<QString>("edit");
    for (const char* edit : {"a mapping", "a product", "a policy", "a new rival"})
        QTest::newRow(edit) << QString::fromUtf8(edit);
}

void ScenariosTest::aBrokenScenarioClosesTheGateAndNamesTheEdit()
{
    QFETCH(QString, edit);
    AroundDesk desk;
    desk.approveAll();
    desk.take(scenario("{ first: BAG-1, slot: accessories }, { at_least: 2 }"));
    SHELF_OK(desk.publish("r1"));
    auto gate = evaluateGate(*desk.workspace);
    SHELF_OK(gate);
    QVERIFY(scenariosOf(*gate) && scenariosOf(*gate)->met);
    // What breaks it, with harmless change sets before and after.
    SHELF_OK(desk.apply("zoe", {shelf::test::edit(**desk.workspace->product("BAG-3"), "stock", "1")}));
    if (edit == QStringLiteral("a mapping")) {
        SHELF_OK(desk.change("ben", "link:CAM:accessory:BAG-1", "rank", "8"));
        desk.approveAll();
    } else if (edit == QStringLiteral("a product")) {
        SHELF_OK(desk.apply("ben", {shelf::test::edit(**desk.workspace->product("BAG-1"), "stock", "0")}));
    } else if (edit == QStringLiteral("a policy")) {
        desk.take("policies: [ { name: preview-cap, value: '1' } ]\n", "ben");
    } else {
        desk.take("links: [ { source: CAM, type: requires, target: BAG-3, reason: Cannot do without, owner: mia }, { source: CAM, type: "
                  "accessory, target: LENS-LM, rank: 1, pin: true, reason: Sees in the dark, owner: mia } ]\n",
            "ben");
        desk.approveAll();
    }
    const uint64_t broke = desk.workspace->journalEntries();
    SHELF_OK(desk.apply("zoe", {shelf::test::edit(**desk.workspace->product("BAG-3"), "stock", "2")}));
    gate = evaluateGate(*desk.workspace);
    SHELF_OK(gate);
    const GateCondition* condition = scenariosOf(*gate);
    QVERIFY(condition);
    QVERIFY(!gate->open);
    QVERIFY(!condition->met);
    QCOMPARE(condition->findings, std::vector<std::string>{"scenario:s"});
    const std::string named = "broken by change set " + std::to_string(broke) + " (";
    QVERIFY2(condition->says.find(named) != std::string::npos, condition->says.c_str());
    const auto closed = desk.publish("r2");
    QVERIFY(!closed);
    QCOMPARE(closed.error().code, std::string("GATE_CLOSED"));
    QVERIFY(closed.error().what.find(named) != std::string::npos);
}

void ScenariosTest::oneThatNeverPassedIsSaidToBe()
{
    AroundDesk desk;
    desk.approveAll();
    const uint64_t written = desk.take(scenario("{ first: BAG-2 }"));
    const auto gate = evaluateGate(*desk.workspace);
    SHELF_OK(gate);
    const std::string says = scenariosOf(*gate)->says;
    QVERIFY2(says.find("it has failed since change set " + std::to_string(written)) != std::string::npos, says.c_str());
}

void ScenariosTest::oneThatOnlyTellsLeavesTheGateOpen()
{
    AroundDesk desk;
    desk.approveAll();
    desk.take(scenario("{ first: BAG-2 }", "gate: false, "));
    const auto gate = evaluateGate(*desk.workspace);
    SHELF_OK(gate);
    QVERIFY(gate->open);
    QVERIFY(!scenariosOf(*gate));
}

void ScenariosTest::draftsCloseNoGate()
{
    AroundDesk desk;
    desk.approveAll();
    desk.take(scenario("{ first: BAG-1 }"));
    SHELF_OK(desk.change("ben", "link:CAM:accessory:BAG-1", "rank", "8"));
    const auto gate = evaluateGate(*desk.workspace);
    SHELF_OK(gate);
    QVERIFY(gate->open);
    QVERIFY(scenariosOf(*gate) && scenariosOf(*gate)->met);
}

QTEST_APPLESS_MAIN(ScenariosTest)
#include "tst_scenarios.moc"
