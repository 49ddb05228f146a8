// The page about the samples: every command in it does what the page says, one after the other.
#include "tests/cli/command_run.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <map>

using namespace shelf;
using namespace shelf::test;

namespace {

struct Command {
    std::string line;
    std::vector<std::string> words; // without "shelfctl"
    int code = 0; // as its comment says
};

// Words as a shell takes them: double quotes hold one together, # begins a comment.
std::vector<std::string> wordsOf(const std::string& line)
{
    std::vector<std::string> words;
    std::string word;
    bool quoted = false, begun = false;
    for (const char c : line + " ") {
        if (c == '"') {
            quoted = !quoted;
            begun = true;
        } else if (c == '#' && !quoted && !begun) {
            break;
        } else if (c == ' ' && !quoted) {
            if (begun)
                words.push_back(std::move(word));
            word.clear();
            begun = false;
        } else {
            word += c;
            begun = true;
        }
    }
    return words;
}

std::vector<Command> commandsOf(const QString& page)
{
    QFile file(page);
    std::vector<Command> commands;
    if (!file.open(QIODevice::ReadOnly))
        return commands;
    bool inside = false;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith("```"))
            inside = !inside;
        else if (inside && line.startsWith("shelfctl ")) {
            Command command{line.toStdString(), wordsOf(line.toStdString()), line.contains("# exit code 1") ? 1 : 0};
            command.words.erase(command.words.begin());
            commands.push_back(std::move(command));
        }
    }
    return commands;
}

} // namespace

class TestSampleTour : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        qputenv("SHELF_USER", "mia");
        QVERIFY(QDir::setCurrent(folder.path()));
    }

    void everyCommandWorks()
    {
        const auto commands = commandsOf(QStringLiteral(SHELF_SOURCE_DIR "/resources/help/sample.md"));
        QVERIFY(commands.size() >= 20);
        for (const Command& command : commands) {
            const Run run = runCommand(command.words);
            const std::string told = command.line + "\n" + run.out + run.err;
            if (command.words.front() == "compat")
                QVERIFY2(run.out.find("incompatible") != std::string::npos, told.c_str());
            QVERIFY2(run.code == command.code, told.c_str());
            outputs[command.line] = run.out + run.err;
        }
    }

    void saysWhatThePageSays_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* command, const char* says) {
            QTest::newRow((std::string(command) + ": " + says).c_str()) << QString::fromUtf8(command) << QString::fromUtf8(says);
        };
        row("shelfctl validate shop.shelf --gate      # exit code 1", "bundle.margin-below-floor~");
        row("shelfctl validate shop.shelf --gate      # exit code 1", "attr.wrong-unit~");
        row("shelfctl validate shop.shelf --gate", "the gate is open");
        row("shelfctl fix shop.shelf --rule link.target-retired --dry-run", "ORV-A2");
        row("shelfctl review list shop.shelf --status rejected", "link:LUM-C1:accessory:DRE-180C");
        row("shelfctl bundle show shop.shelf bundle:vlog-kit:black-week", "-0.0493");
        row("shelfctl preview shop.shelf ORV-A2", "Fits the OX mount of your Orvane A2");
        row("shelfctl preview shop.shelf LUM-20 --compare approved", "+ bundle:street");
        row("shelfctl preview shop.shelf ORV-V1 --audience newcomer --compare-context channel=kiosk", "bundle:vlog-kit");
        row("shelfctl copy shop.shelf link:KAR-SD128:substitute:KAR-SD64 --language de", "Die andere Wahl, 16,90 EUR");
        row("shelfctl scenario run shop.shelf", "0 failed");
        row("shelfctl export shop.shelf release-2 --as jan", "release 2");
    }

    void saysWhatThePageSays()
    {
        QFETCH(QString, command);
        QFETCH(QString, says);
        const std::string& out = outputs[command.toStdString()];
        QVERIFY2(out.find(says.toStdString()) != std::string::npos, out.c_str());
    }

    void takesOneSampleOnly()
    {
        QCOMPARE(runCommand({"new", "both.shelf", "--sample", "--sample-defects"}).code, 2);
        QCOMPARE(runCommand({"new", "shop.shelf", "--sample-defects"}).code, 3); // it is there already
    }

private:
    QTemporaryDir folder;
    std::map<std::string, std::string> outputs;
};

QTEST_GUILESS_MAIN(TestSampleTour)
#include "tst_sample_tour.moc"
