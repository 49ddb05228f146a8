#include "app/shelfctl/command_tree.h"
#include "app/shelfctl/commands/commands.h"
#include "model/domain/text.h"
#include "tests/cli/command_run.h"

#include <QFile>

#include <algorithm>
#include <cerrno>

using namespace shelf;
using namespace shelf::test;

namespace {

std::vector<std::string> wordsOf(const std::string& text, char separator)
{
    std::vector<std::string> words;
    for (const std::string_view word : split(text, separator))
        words.emplace_back(word);
    return words;
}

} // namespace

// What holds for every command: usage errors, help, JSON on failure, messages.
class CommandLineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void suggestsTheNearestCommand();
    void everyCommandHasHelpWithAnExample();
    void printsJsonAlsoWhereItFails();
    void escapesWhatCouldControlATerminal();
    void tellsAMissingWorkspace();
    void reportsAnAnswerThatCannotBeWritten();
    void takesOptionsBeforeAndAfterArguments();
    void keepsBracketsAndEmptyArguments();
    void writesALogWhereItIsAskedTo();
    void refusesNamesThatAreNone_data();
    void refusesNamesThatAreNone();
};

void CommandLineTest::refusesWrongUsage_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::newRow("no such command") << "nosuch";
    QTest::newRow("no such option") << "stats|WS|--nosuch";
    QTest::newRow("group alone") << "link";
    QTest::newRow("no workspace") << "stats";
    QTest::newRow("too much") << "stats|WS|more";
    QTest::newRow("negative limit") << "products|WS|--limit|-1";
    QTest::newRow("limit no number") << "products|WS|--limit|1e99";
    QTest::newRow("limit too large") << "products|WS|--limit|99999999999999999999";
    QTest::newRow("blank expression") << "products|WS|--where| ";
    QTest::newRow("empty expression") << "products|WS|--where=";
    QTest::newRow("no such format") << "products|WS|--format|xml";
    QTest::newRow("nothing to set") << "set|WS|CAM-1";
    QTest::newRow("no assignment") << "set|WS|CAM-1|price";
    QTest::newRow("no attribute") << "set|WS|CAM-1|=x";
    QTest::newRow("undo no number") << "undo|WS|-1";
    QTest::newRow("since no date") << "history|WS|--since|not a date";
    QTest::newRow("no such status") << "review|list|WS|--status|nosuch";
    QTest::newRow("nothing to submit") << "review|submit|WS";
    QTest::newRow("empty path") << "export|WS|";
    QTest::newRow("empty workspace") << "stats|";
    QTest::newRow("no such level") << "stats|WS|--log-level|loud";
}

void CommandLineTest::refusesWrongUsage()
{
    QFETCH(QString, arguments);
    const CommandShop shop;
    const std::string text = arguments.toStdString();
    const Run run = shop.run(wordsOf(text, '|'));
    QCOMPARE(run.code, 2);
    QCOMPARE(run.out, std::string());
    QVERIFY2(run.err.starts_with("shelfctl: "), run.err.c_str());
    QCOMPARE(std::count(run.err.begin(), run.err.end(), '\n'), 1);
}

void CommandLineTest::suggestsTheNearestCommand()
{
    QCOMPARE(runCommand({}).code, 2);
    const Run run = runCommand({"prodcuts"});
    QVERIFY2(run.err.find("did you mean products?") != std::string::npos, run.err.c_str());
    const Run option = runCommand({"products", "x", "--wehre", "y"});
    QVERIFY2(option.err.find("did you mean --where?") != std::string::npos, option.err.c_str());
}

void CommandLineTest::everyCommandHasHelpWithAnExample()
{
    cli::CommandTree tree;
    cli::addCommands(tree);
    const auto paths = tree.paths();
    QVERIFY(paths.size() > 30);
    for (const std::string& path : paths) {
        auto words = wordsOf(path, ' ');
        words.emplace_back("--help");
        const Run run = runCommand(words);
        QCOMPARE(run.code, 0);
        QVERIFY2(run.out.find("Example:\n  shelfctl ") != std::string::npos, path.c_str());
    }
    QVERIFY(runCommand({"--version"}).out.starts_with("shelfctl "));
}

void CommandLineTest::printsJsonAlsoWhereItFails()
{
    const Run usage = runCommand({"--json", "nosuch"});
    QCOMPARE(usage.code, 2);
    QCOMPARE(usage.json()["error"]["code"].text(), std::string("USAGE"));
    const CommandShop shop;
    const Run unknown = shop.run({"show", "WS", "CAM-9", "--json"});
    QCOMPARE(unknown.code, 3);
    QCOMPARE(unknown.json()["error"]["code"].text(), std::string("UNKNOWN_SKU"));
    for (const char* key : {"where", "what", "try"})
        QVERIFY2(!unknown.json()["error"][key].text().empty(), key);
}

void CommandLineTest::escapesWhatCouldControlATerminal()
{
    const CommandShop shop;
    const Run run = shop.run({"show", "WS", "\x1b[31mred\xe2\x80\xae"});
    QCOMPARE(run.code, 3);
    QVERIFY2(run.err.find('\x1b') == std::string::npos && run.err.find("\xe2\x80\xae") == std::string::npos, run.err.c_str());
    const Run large = shop.run({"show", "WS", std::string(60000, 'A')});
    QVERIFY(large.err.size() < 2000);
}

void CommandLineTest::tellsAMissingWorkspace()
{
    const Run run = runCommand({"stats", "/nonexistent/x.shelf"});
    QCOMPARE(run.code, 4);
    QVERIFY2(run.err.starts_with("shelfctl: /nonexistent/x.shelf: "), run.err.c_str());
}

void CommandLineTest::reportsAnAnswerThatCannotBeWritten()
{
    const CommandShop shop;
    std::string err;
    cli::Output out([](std::string_view) { return ENOSPC; });
    cli::Output errors([&err](std::string_view text) { return err.append(text), 0; });
    QCOMPARE(cli::runShelfctl({"stats", shop.path, "--json"}, {out, errors}), 5);
    QVERIFY2(err.find("No space left") != std::string::npos, err.c_str());
}

void CommandLineTest::takesOptionsBeforeAndAfterArguments()
{
    const CommandShop shop;
    const std::string want = shop.run({"products", "WS", "--limit", "1", "--json"}).out;
    QVERIFY(want.find("BAG-1") != std::string::npos);
    QCOMPARE(shop.run({"products", "--limit", "1", "--json", "WS"}).out, want);
    QCOMPARE(shop.run({"--json", "products", "WS", "--limit=1"}).out, want);
}

void CommandLineTest::keepsBracketsAndEmptyArguments()
{
    const CommandShop shop;
    QCOMPARE(shop.run({"set", "WS", "CAM-1", "[Colour]=[a,b]"}).code, 0);
    QCOMPARE(shop.json({"show", "WS", "CAM-1"})["values"]["colour"].text(), std::string("[a,b]"));
    QCOMPARE(shop.run({"show", "WS", ""}).code, 2);
    QCOMPARE(shop.run({"show", "WS", "++"}).code, 3);
    QCOMPARE(shop.run({"show", "WS", "{}"}).code, 3);
    QCOMPARE(shop.run({"show", "WS", "stats"}).code, 3);
}

void CommandLineTest::writesALogWhereItIsAskedTo()
{
    const CommandShop shop;
    const QString log = shop.shop.folder.filePath(QStringLiteral("shelfctl.log"));
    QCOMPARE(shop.run({"stats", "WS", "--log-file", log.toStdString()}).code, 0);
    QVERIFY(QFile::exists(log));
    const QString missing = shop.shop.folder.filePath(QStringLiteral("missing"));
    QCOMPARE(shop.run({"stats", "WS", "--log-file", missing.toStdString() + "/x.log"}).code, 5);
    QVERIFY(!QFile::exists(missing));
    QCOMPARE(shop.run({"stats", "WS", "--log-file", shop.path}).code, 3);
    QCOMPARE(shop.run({"validate", "WS", "--out", shop.path}).code, 3);
    QCOMPARE(shop.run({"check", "WS"}).code, 0);
}

void CommandLineTest::refusesNamesThatAreNone_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("blank") << QStringLiteral(" ");
    QTest::newRow("control") << QStringLiteral("a\nb");
    QTest::newRow("long") << QString(300, QLatin1Char('x'));
}

void CommandLineTest::refusesNamesThatAreNone()
{
    QFETCH(QString, name);
    const CommandShop shop;
    QCOMPARE(shop.run({"set", "WS", "CAM-1", "name=x", "--as", name.toStdString()}).code, 2);
}

QTEST_APPLESS_MAIN(CommandLineTest)
#include "tst_command_line.moc"
