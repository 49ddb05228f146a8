// release diff: added, changed with fields, removed; from folders, else from the approved versions.
#include "governance/release/diff.h"
#include "tests/governance/release_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

struct DiffDesk : ReleaseDesk {
    DiffDesk() { stock(6); }
    // One line a difference: "+id", "-id", "~id field:before>after …" without what every approval changes.
    std::string diff(const Result<ReleaseLines>& before, const Result<ReleaseLines>& after)
    {
        if (!before || !after)
            return (before ? after : before).error().code;
        std::string text;
        const auto counts = diffReleases(*before, *after,
            [&](const MappingDifference& difference) {
                text += "+~-"[static_cast<size_t>(difference.what)] + difference.id;
                for (const FieldDifference& field : difference.fields)
                    if (field.field != "approved_at" && field.field != "version")
                        text += " " + field.field + ":" + field.before.write() + ">" + field.after.write();
                text += "\n";
                return true;
            },
            {});
        return counts ? text + std::to_string(counts->added) + " " + std::to_string(counts->changed) + " " + std::to_string(counts->removed)
                      : counts.error().code;
    }
    Result<ReleaseLines> number(uint64_t number) { return linesOfRelease(*workspace, number, {}); }
    Result<ReleaseLines> at(const std::string& name) const { return linesOfFolder(dir(name), {}); }
};

} // namespace

class ReleaseDiffTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatDiffers_data()
    {
        QTest::addColumn<bool>("foldersAreThere");
        QTest::newRow("from folders") << true;
        QTest::newRow("from versions") << false;
    }
    void saysWhatDiffers()
    {
        QFETCH(bool, foldersAreThere);
        DiffDesk desk;
        const std::string kept = desk.approvedLink("P0", "P1"), gone = desk.approvedLink("P0", "P2");
        desk.approvedLink("P1", "P2");
        SHELF_OK(desk.publish("r1"));
        SHELF_OK(desk.change("mia", kept, "rank", "5"));
        SHELF_OK(desk.change("mia", gone, "@retire", "true"));
        desk.link("mia", "P2", "P3");
        desk.approveAll();
        SHELF_OK(desk.publish("r2"));
        if (!foldersAreThere)
            for (const char* name : {"r1", "r2"})
                QVERIFY(QDir(QString::fromStdString(desk.dir(name))).removeRecursively());
        const std::string forth = "~" + kept + " rank:null>5\n-" + gone + "\n+link:P2:accessory:P3\n1 1 1";
        QCOMPARE(desk.diff(desk.number(1), desk.number(2)), forth);
        QCOMPARE(desk.diff(desk.number(2), desk.number(1)), "~" + kept + " rank:5>null\n+" + gone + "\n-link:P2:accessory:P3\n1 1 1");
        QCOMPARE(desk.diff(desk.number(2), desk.number(2)), std::string("0 0 0"));
        if (foldersAreThere)
            QCOMPARE(desk.diff(desk.at("r1"), desk.number(2)), forth);
    }

    void refusesWhatIsNoRelease()
    {
        DiffDesk desk;
        desk.approvedLink("P0", "P1");
        SHELF_OK(desk.publish("r1"));
        QCOMPARE(desk.number(2).error().code, std::string("UNKNOWN_RELEASE"));
        QCOMPARE(desk.at("nosuch").error().code, std::string("FOLDER"));
        writeFile(desk.dir("r1") + "/mappings.jsonl", "{}\n");
        QCOMPARE(desk.at("r1").error().code, std::string("FOLDER"));
        SHELF_OK(desk.number(1)); // made again
    }
};

QTEST_APPLESS_MAIN(ReleaseDiffTest)
#include "tst_release_diff.moc"
