// Completion and the manual page: made from the definitions of the commands, complete, and understood by the programs they are for.
#include "app/shelfctl/command_tree.h"
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/completion.h"
#include "app/shelfctl/man_page.h"
#include "model/domain/text.h"
#include "tests/cli/command_run.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>

using namespace shelf;
using namespace shelf::test;

namespace {

struct Commands {
    cli::CommandTree tree;
    Commands() { cli::addCommands(tree); }
};

void write(const QString& path, const std::string& text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), qint64(text.size())) != qint64(text.size()))
        qFatal("cannot write a test's file");
}

// What bash offers for these words, the last of which is being typed; sorted, without the trailing line end.
QString completed(const QString& folder, const QStringList& words)
{
    const QString script =
        QStringLiteral("cd \"$1\"; source ./shelfctl.bash; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _shelfctl; "
                       "printf '%s\\n' \"${COMPREPLY[@]}\" | LC_ALL=C sort | tr '\\n' ' '");
    QProcess bash;
    bash.start(QStringLiteral("bash"),
        QStringList{QStringLiteral("--norc"), QStringLiteral("-c"), script, QStringLiteral("bash"), folder} + words);
    if (!bash.waitForFinished(30000))
        return QStringLiteral("bash does not end");
    return QString::fromUtf8(bash.readAllStandardOutput()).trimmed() + QString::fromUtf8(bash.readAllStandardError());
}

// Whether the script's table of commands has `word` below `parent`.
bool offers(const std::string& script, const std::string& parent, const std::string& word)
{
    const std::string begin = "        '" + parent + "') printf '%s' '";
    const size_t at = script.find(begin);
    const size_t from = at + begin.size();
    if (at == std::string::npos)
        return false;
    const auto words = split(std::string_view(script).substr(from, script.find('\'', from) - from), ' ');
    return std::find(words.begin(), words.end(), word) != words.end();
}

// The manual page as plain text for looking names up: without fonts and escapes.
std::string plainPage(std::string page)
{
    for (const auto& [from, to] : {std::pair("\\fB", ""), {"\\fI", ""}, {"\\fP", ""}, {"\\-", "-"}, {"\\(aq", "'"}, {"\\e", "\\"}})
        for (size_t at = page.find(from); at != std::string::npos; at = page.find(from, at))
            page.replace(at, std::string_view(from).size(), to);
    return page;
}

} // namespace

class CompletionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCommandAndOptionIsInAllThree()
    {
        const Commands commands;
        const std::string bash = cli::bashCompletion(commands.tree), zsh = cli::zshCompletion(commands.tree);
        const std::string man = plainPage(cli::manPage(commands.tree));
        QVERIFY(commands.tree.commands().size() > 30);
        for (const cli::CommandInfo& command : commands.tree.commands()) {
            if (command.path.empty())
                continue;
            const std::string word = command.path.substr(command.path.rfind(' ') + 1);
            QVERIFY2(offers(bash, command.path.substr(0, command.path.size() - std::min(command.path.size(), word.size() + 1)), word),
                command.path.c_str());
            QVERIFY2(zsh.find("'" + word + ":") != std::string::npos, command.path.c_str());
            if (!command.group)
                QVERIFY2(man.find(".SS " + command.path + "\nshelfctl " + command.path) != std::string::npos, command.path.c_str());
            for (const cli::OptionInfo& option : command.options) {
                const std::string name = command.path + " " + option.name;
                QVERIFY2(zsh.find(option.name + (option.kind == cli::ValueKind::None ? "[" : "=[")) != std::string::npos, name.c_str());
                QVERIFY2(man.find("\n" + option.name + (option.value.empty() ? "" : " " + option.value) + "\n") != std::string::npos,
                    name.c_str());
                if (option.kind != cli::ValueKind::None)
                    QVERIFY2(bash.find("'" + name + "') printf '%s' '=") != std::string::npos, name.c_str());
            }
        }
    }

    void everyDescribedOptionIsOneOfTheParser()
    {
        const Commands commands;
        for (const cli::CommandInfo& command : commands.tree.commands()) {
            std::vector<std::string> words;
            for (const auto part : split(command.path, ' '))
                if (!part.empty())
                    words.emplace_back(part);
            words.emplace_back("--help");
            const std::string help = runCommand(words).out;
            for (const cli::OptionInfo& option : command.options)
                QVERIFY2(help.find(option.name) != std::string::npos, (command.path + " " + option.name).c_str());
            for (const cli::OptionInfo& argument : command.arguments)
                QVERIFY2(help.find(argument.name) != std::string::npos, (command.path + " " + argument.name).c_str());
        }
    }

    void bashCompletes_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("offered");
        const auto row = [](const char* words, const char* offered) {
            QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(offered);
        };
        row("li", "link");
        row("link ", "add list remove");
        row("link l", "list");
        row("extract --w", "--what --where");
        row("extract --for", "--for-excel --format");
        row("extract --what ", "bundles compat link-rules links products upgrades");
        row("extract --what li", "link-rules links");
        row("extract --what = b", "bundles");
        row("extract --what =", "bundles compat link-rules links products upgrades");
        row("extract --what links --format j", "jsonl");
        row("link list shop.shelf --status a", "approved");
        row("--quiet link list --log-level w", "warning");
        row("extract ",
            "shop.shelf some\xC2\xA0"
            "folder");
        row("extract shop.shelf pr", "prices.csv");
        row("export shop.shelf ",
            "some\xC2\xA0"
            "folder");
        row("policy shop.shelf fo", "four-eyes");
        row("completion ", "bash zsh");
        row("--as mia completion b", "bash");
        row("nosuch ", "");
        row("products shop.shelf --limit ", "");
        row("extract -- --w", "");
    }
    void bashCompletes()
    {
        QVERIFY2(!QStandardPaths::findExecutable(QStringLiteral("bash")).isEmpty(),
            "bash is essential on Debian; run and run-tests need it too");
        QFETCH(QString, words);
        QFETCH(QString, offered);
        const QTemporaryDir folder;
        const Commands commands;
        write(folder.filePath(QStringLiteral("shelfctl.bash")), cli::bashCompletion(commands.tree));
        write(folder.filePath(QStringLiteral("shop.shelf")), {});
        write(folder.filePath(QStringLiteral("prices.csv")), {});
        QVERIFY(QDir(folder.path())
                    .mkdir(QString::fromUtf8("some\xC2\xA0"
                                             "folder")));
        QCOMPARE(completed(folder.path(), QStringList{QStringLiteral("shelfctl")} + words.split(QLatin1Char(' '))), offered);
    }

    void zshReadsIt()
    {
        const QString zsh = QStandardPaths::findExecutable(QStringLiteral("zsh"));
        if (zsh.isEmpty())
            QSKIP("zsh is not here and could not be installed (./run-tests tries)");
        const QTemporaryDir folder;
        const Commands commands;
        write(folder.filePath(QStringLiteral("_shelfctl")), cli::zshCompletion(commands.tree));
        QProcess check;
        check.start(zsh, {QStringLiteral("-n"), folder.filePath(QStringLiteral("_shelfctl"))});
        QVERIFY(check.waitForFinished(30000));
        QCOMPARE(QString::fromUtf8(check.readAllStandardError()), QString());
        QCOMPARE(check.exitCode(), 0);
    }

    void theManualPageHasNoFaults()
    {
        const QString groff = QStandardPaths::findExecutable(QStringLiteral("groff"));
        QVERIFY2(!groff.isEmpty(), "groff is missing: ./run-tests installs groff-base");
        const QTemporaryDir folder;
        const Commands commands;
        write(folder.filePath(QStringLiteral("shelfctl.1")), cli::manPage(commands.tree));
        QProcess check;
        check.start(groff,
            {QStringLiteral("-man"), QStringLiteral("-Tutf8"), QStringLiteral("-Kutf8"), QStringLiteral("-ww"), QStringLiteral("-z"),
                folder.filePath(QStringLiteral("shelfctl.1"))});
        QVERIFY(check.waitForFinished(30000));
        QCOMPARE(QString::fromUtf8(check.readAllStandardError()), QString());
        QCOMPARE(check.exitCode(), 0);
    }

    void theCommandsPrintThem()
    {
        const Commands commands;
        QCOMPARE(runCommand({"completion", "bash"}).out, cli::bashCompletion(commands.tree));
        QCOMPARE(runCommand({"completion", "zsh", "--json"}).json()["script"].text(), cli::zshCompletion(commands.tree));
        QCOMPARE(runCommand({"man"}).out, cli::manPage(commands.tree));
        QCOMPARE(runCommand({"completion", "fish"}).code, 2);
        const std::string help = runCommand({"--help"}).out;
        QVERIFY(help.find("completion") != std::string::npos && help.find("  man ") != std::string::npos);
    }

    void choicesEndTheHelp()
    {
        const std::string help = runCommand({"extract", "--help"}).out;
        QVERIFY2(help.find("auto, csv, tsv or jsonl") != std::string::npos, help.c_str());
    }
};

QTEST_GUILESS_MAIN(CompletionTest)
#include "tst_completion.moc"
