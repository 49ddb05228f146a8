#include "governance/preview/compare.h"
#include "tests/preview/around_desk.h"

using namespace shelf;
using namespace shelf::test;

// What differs between two previews, and which change set made the difference.
class CompareTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatEnteredLeftAndMoved_data();
    void tellsWhatEnteredLeftAndMoved();
    void namesTheChangeSet_data();
    void namesTheChangeSet();
    void twoContextsDifferByTheirReasons();
};

namespace {

// "a:X1 b:Y2" shows X as first in a, Y as second in b.
Preview previewFrom(const QString& text)
{
    Preview preview;
    for (const QString& part : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        PreviewItem item;
        item.slot = part.section(QLatin1Char(':'), 0, 0).toStdString();
        const QString place = part.section(QLatin1Char(':'), 1);
        item.id = place.left(1).toStdString();
        item.rank = place.mid(1).toUInt();
        item.shown = true;
        preview.shown.push_back(std::move(item));
    }
    return preview;
}

QString told(const PreviewDifference& difference)
{
    QStringList parts;
    for (const auto& [sign, list] : {std::pair("+", &difference.entered), {"-", &difference.left}, {"~", &difference.moved}})
        for (const PreviewMove& move : *list)
            parts.append(QStringLiteral("%1%2 %3%4>%5%6")
                             .arg(QString::fromUtf8(sign), QString::fromStdString(move.id), QString::fromStdString(move.slotBefore))
                             .arg(move.rankBefore)
                             .arg(QString::fromStdString(move.slotAfter))
                             .arg(move.rankAfter));
    return parts.join(QStringLiteral(", "));
}

} // namespace

void CompareTest::tellsWhatEnteredLeftAndMoved_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* before, const char* after, const char* expected) {
        QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(after) << QString::fromUtf8(expected);
    };
    row("the same", "a:X1 a:Y2", "a:X1 a:Y2", "");
    row("nothing at all", "", "", "");
    row("one comes", "a:X1", "a:X1 a:Y2", "+Y 0>a2");
    row("one goes", "a:X1 a:Y2", "a:Y1", "-X a1>0, ~Y a2>a1");
    row("they change places", "a:X1 a:Y2", "a:Y1 a:X2", "~Y a2>a1, ~X a1>a2");
    row("into another slot", "a:X1", "b:X1", "~X a1>b1");
    row("everything", "a:X1", "a:Y1", "+Y 0>a1, -X a1>0");
}

void CompareTest::tellsWhatEnteredLeftAndMoved()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, expected);
    QCOMPARE(told(differenceOf(previewFrom(before), previewFrom(after))), expected);
}

void CompareTest::namesTheChangeSet_data()
{
    QTest::addColumn<QString>("against");
    QTest::addColumn<QString>("state");
    QTest::newRow("draft and approved") << QStringLiteral("approved") << QStringLiteral("draft");
    QTest::newRow("draft and a release") << QStringLiteral("release:1") << QStringLiteral("draft");
}

void CompareTest::namesTheChangeSet()
{
    QFETCH(QString, against);
    QFETCH(QString, state);
    AroundDesk desk;
    desk.approveAll();
    SHELF_OK(desk.publish("r1"));
    SHELF_OK(desk.change("ben", "link:CAM:accessory:LENS-OX", "@retire", "true"));
    const uint64_t retired = desk.workspace->journalEntries();
    const uint64_t added =
        desk.take("links: [ { source: CAM, type: accessory, target: BAG-3, rank: 1, reason: Takes the cards, owner: mia } ]\n", "ada");
    const StateContent before = desk.state(against.toStdString()), after = desk.state(state.toStdString());
    PreviewDifference difference = differenceOf(AroundDesk::previewOf(before, "CAM"), AroundDesk::previewOf(after, "CAM"));
    SHELF_OK(explainMoves(*desk.workspace, before, after, difference));
    QCOMPARE(difference.entered.size(), size_t(1));
    QCOMPARE(difference.entered.front().id, std::string("BAG-3"));
    QVERIFY(difference.entered.front().cause.has_value());
    QCOMPARE(difference.entered.front().cause->number, added);
    QCOMPARE(difference.entered.front().cause->author, std::string("ada"));
    QVERIFY(!difference.entered.front().cause->label.empty());
    QCOMPARE(difference.left.size(), size_t(1));
    QCOMPARE(difference.left.front().id, std::string("LENS-OX"));
    QVERIFY(difference.left.front().cause.has_value());
    QCOMPARE(difference.left.front().cause->number, retired);
    QVERIFY(!difference.moved.empty()); // pushed down by the one that came
    for (const PreviewMove& move : difference.moved)
        QCOMPARE(move.cause ? move.cause->number : 0, added);
}

void CompareTest::twoContextsDifferByTheirReasons()
{
    AroundDesk desk;
    SHELF_OK(desk.change("mia", "link:CAM:accessory:BAG-1", "from", "\"2026-12-01\""));
    PreviewRequest later;
    later.on = "2026-12-02";
    const PreviewDifference difference = differenceOf(desk.preview("CAM"), desk.preview("CAM", "draft", later));
    QCOMPARE(difference.entered.size(), size_t(1));
    QCOMPARE(difference.entered.front().id, std::string("BAG-1"));
    QVERIFY(difference.entered.front().because.find("2026-12-01") != std::string::npos);
}

QTEST_APPLESS_MAIN(CompareTest)
#include "tst_compare.moc"
