// The repository as a whole: who may include whom, nothing left for later, nothing of one machine, the folders that were agreed.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace {

struct SourceFile {
    QString path; // from the repository's root
    QString text;
};

// A folder's rank among those above and below it; a file includes its own rank and lower ones.
int layerOf(const QString& path)
{
    static const QStringList layers = {
        QStringLiteral("model/"), QStringLiteral("governance/"), QStringLiteral("ui/"), QStringLiteral("app/")};
    for (int i = 0; i < layers.size(); ++i) {
        if (path.startsWith(layers[i]))
            return i;
    }
    return -1;
}

// Inside model; folders of one rank do not include each other.
int modelRankOf(const QString& path)
{
    static const std::pair<const char*, int> ranks[] = {
        {"domain", 0}, {"change", 1}, {"catalog", 2}, {"store", 3}, {"expression", 3}, {"query", 4}, {"io", 5}};
    for (const auto& [folder, rank] : ranks) {
        if (path.startsWith(QStringLiteral("model/%1/").arg(QLatin1String(folder))))
            return rank;
    }
    return -1;
}

QString folderOf(const QString& path)
{
    return path.section(QLatin1Char('/'), 0, -2);
}

// Every text file of the repository that a person wrote, without what is built and without the inputs of fuzzers.
QList<SourceFile> readRepository()
{
    static const QRegularExpression skipped(QStringLiteral("^(build|\\.git|\\.cache|tests/fuzz/corpus)(/|$)"));
    static const QRegularExpression wanted(
        QStringLiteral("(\\.(cpp|h|md|txt|cmake|json|yaml|yml|sh|xml|desktop)|/run|^run|^run-tests|\\.clang-tidy|\\.clang-format)$"));
    const QDir root(QStringLiteral(SHELF_SOURCE_DIR));
    QList<SourceFile> files;
    QDirIterator walk(root.path(), QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = root.relativeFilePath(walk.next());
        if (skipped.match(path).hasMatch() || !wanted.match(path).hasMatch())
            continue;
        QFile file(root.filePath(path));
        if (file.open(QIODevice::ReadOnly))
            files.append({path, QString::fromUtf8(file.readAll())});
    }
    return files;
}

} // namespace

class ProjectTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void includesRunOneWay();
    void nothingGraphicalBelowTheScreens();
    void aClassHasItsNameAlone();
    void nothingIsLeftForLater();
    void nothingNamesOneMachine();
    void topFoldersAreTheAgreedOnes();
    void filesStaySmall();
    void scriptsCanBeRun_data();
    void scriptsCanBeRun();

private:
    QList<SourceFile> m_files;
    // Paths of code files whose text matches, with the line's number.
    QStringList linesMatching(const QRegularExpression& expression, const QString& underFolders) const;
};

void ProjectTest::initTestCase()
{
    m_files = readRepository();
    QVERIFY2(m_files.size() > 20, "the repository was not found at " SHELF_SOURCE_DIR);
}

QStringList ProjectTest::linesMatching(const QRegularExpression& expression, const QString& underFolders) const
{
    const QRegularExpression under(underFolders);
    QStringList found;
    for (const SourceFile& file : m_files) {
        if (!under.match(file.path).hasMatch())
            continue;
        const QStringList lines = file.text.split(QLatin1Char('\n'));
        for (int i = 0; i < lines.size(); ++i) {
            if (expression.match(lines[i]).hasMatch())
                found.append(QStringLiteral("%1:%2: %3").arg(file.path).arg(i + 1).arg(lines[i].trimmed().left(80)));
        }
    }
    return found;
}

void ProjectTest::includesRunOneWay()
{
    static const QRegularExpression include(
        QStringLiteral("^#include [\"<]((app|ui|governance|model)/[^\">]+)[\">]"), QRegularExpression::MultilineOption);
    QStringList wrong;
    for (const SourceFile& file : m_files) {
        if (layerOf(file.path) < 0)
            continue;
        for (auto match = include.globalMatch(file.text); match.hasNext();) {
            const QString included = match.next().captured(1);
            const bool upwards = layerOf(included) > layerOf(file.path);
            const int mine = modelRankOf(file.path), theirs = modelRankOf(included);
            const bool upwardsInModel =
                mine >= 0 && (theirs < 0 || theirs > mine || (theirs == mine && folderOf(included) != folderOf(file.path)));
            if (upwards || upwardsInModel)
                wrong.append(file.path + QStringLiteral(" includes ") + included);
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

void ProjectTest::nothingGraphicalBelowTheScreens()
{
    const QStringList wrong = linesMatching(
        QRegularExpression(QStringLiteral(
            "#include <(QtWidgets|QtGui|QWidget|QPainter|QColor|QIcon|QImage|QPixmap|QGuiApplication|QApplication|QtCharts|QChart)")),
        QStringLiteral("^(model|governance|app/shelfctl)/"));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

// Two classes of one name in one namespace compile and link, and then one of them is destroyed as the other.
void ProjectTest::aClassHasItsNameAlone()
{
    static const QRegularExpression definition(
        QStringLiteral("^(?:class|struct|enum class) (\\w+)(?: final)?(?: ?:(?!:)[^;{]*)?\\s*\\{"), QRegularExpression::MultilineOption);
    QHash<QString, QString> places;
    for (const SourceFile& file : m_files) {
        if (layerOf(file.path) < 0 || !file.path.endsWith(QLatin1String(".h")))
            continue;
        const QString space = file.text.contains(QLatin1String("namespace shelf::cli")) ? QStringLiteral("cli::") : QString();
        auto found = definition.globalMatch(file.text);
        while (found.hasNext()) {
            QString& place = places[space + found.next().captured(1)];
            QVERIFY2(place.isEmpty(), qPrintable(file.path + QStringLiteral(" and ") + place));
            place = file.path;
        }
    }
    QVERIFY(places.size() > 200);
}

void ProjectTest::nothingIsLeftForLater()
{
    // Put together here so that this file does not match itself.
    const QString words = QStringList{QStringLiteral("TO") + QStringLiteral("DO"), QStringLiteral("FIX") + QStringLiteral("ME"),
        QStringLiteral("XX") + QStringLiteral("X"), QStringLiteral("HA") + QStringLiteral("CK")}
                              .join(QLatin1Char('|'));
    const QStringList wrong = linesMatching(QRegularExpression(QStringLiteral("\\b(%1)\\b").arg(words)), QStringLiteral("."));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

void ProjectTest::nothingNamesOneMachine()
{
    const QString slash = QStringLiteral("/");
    const QString folders =
        QStringList{QStringLiteral("home/[a-z]"), QStringLiteral("root/"), QStringLiteral("work/"), QStringLiteral("Users/")}.join(
            QLatin1Char('|'));
    const QStringList wrong =
        linesMatching(QRegularExpression(QStringLiteral("(^|[\\s\"'=(])%1(%2)").arg(slash, folders)), QStringLiteral("."));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

void ProjectTest::topFoldersAreTheAgreedOnes()
{
    const QStringList agreed = {QStringLiteral("app"), QStringLiteral("governance"), QStringLiteral("installer"), QStringLiteral("model"),
        QStringLiteral("resources"), QStringLiteral("tests"), QStringLiteral("ui")};
    QStringList found = QDir(QStringLiteral(SHELF_SOURCE_DIR)).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    found.removeAll(QStringLiteral("build"));
    QCOMPARE(found, agreed);
}

void ProjectTest::filesStaySmall()
{
    QStringList wrong;
    for (const SourceFile& file : m_files) {
        const auto lines = file.text.count(QLatin1Char('\n'));
        if (layerOf(file.path) >= 0 && lines > 600)
            wrong.append(QStringLiteral("%1 has %2 lines").arg(file.path).arg(lines));
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

void ProjectTest::scriptsCanBeRun_data()
{
    QTest::addColumn<QString>("script");
    for (const char* script : {"run", "run-tests", ".ci/run"})
        QTest::newRow(script) << QString::fromLatin1(script);
}

void ProjectTest::scriptsCanBeRun()
{
    QFETCH(QString, script);
    const QFileInfo file(QDir(QStringLiteral(SHELF_SOURCE_DIR)).filePath(script));
    QVERIFY2(file.isExecutable(), qPrintable(script + QStringLiteral(" is absent or has no run bit")));
    QFile text(file.filePath());
    QVERIFY(text.open(QIODevice::ReadOnly));
    const QByteArray content = text.readAll();
    QVERIFY(content.startsWith("#!/usr/bin/env bash\n"));
    QVERIFY(content.contains("\nset -euo pipefail\n"));
}

QTEST_APPLESS_MAIN(ProjectTest)
#include "tst_project.moc"
