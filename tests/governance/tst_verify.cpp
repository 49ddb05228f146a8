// verify: a release is believed only as far as its folder proves it; whatever lies there, verify ends and says what is wrong.
#include "model/domain/hash.h"
#include "tests/governance/release_desk.h"

#include <QProcess>

#include <sys/stat.h>
#include <unistd.h>

using namespace shelf;
using namespace shelf::test;

namespace {

void relist(const std::string& folder, const std::string& name)
{
    // A forger who knows the manifest: the hash and size of the changed file are written into it.
    const std::string bytes = readFile(folder + "/" + name);
    const Json now = parseJson(readFile(folder + "/manifest.json")).value();
    Json files = Json::array();
    for (const Json& file : now["files"].items()) {
        Json copy = file;
        if (file["name"].text() == name) {
            copy.set("bytes", Json::number(static_cast<int64_t>(bytes.size())));
            copy.set("sha256", Json::string(sha256Hex(bytes)));
        }
        files.append(std::move(copy));
    }
    Json changed = now;
    changed.set("files", std::move(files));
    writeFile(folder + "/manifest.json", changed.writeIndented());
}

} // namespace

class VerifyTest : public QObject {
    Q_OBJECT

    ReleaseDesk m_desk;

private Q_SLOTS:
    void initTestCase()
    {
        m_desk.stock(6);
        m_desk.approvedLink("P0", "P1");
        m_desk.approvedLink("P0", "P2", "incompatible");
        SHELF_OK(m_desk.publish("first"));
        m_desk.approvedLink("P3", "P4");
        SHELF_OK(m_desk.publish("good"));
    }

    void init() { QVERIFY(QProcess::execute(QStringLiteral("cp"), {QStringLiteral("-r"), path("good"), path("tried")}) == 0); }
    void cleanup() { QVERIFY(QDir(path("tried")).removeRecursively()); }

    void aGoodReleaseIsSound()
    {
        SHELF_SOUND(m_desk.problems("tried"));
        SHELF_SOUND(m_desk.problems("tried", "first"));
        const auto report = verifyRelease(m_desk.dir("tried"));
        SHELF_OK(report);
        QCOMPARE(report->release, uint64_t(2));
        QCOMPARE(report->records, uint64_t(3));
    }

    void damageIsNamed_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("says");
        QTest::newRow("a byte changed") << "sed -i s/P1/P9/ mappings.csv"
                                        << "mappings.csv is not what";
        QTest::newRow("a byte more") << "echo >> mappings.jsonl"
                                     << "mappings.jsonl has";
        QTest::newRow("a file gone") << "rm mappings.csv"
                                     << "mappings.csv is missing";
        QTest::newRow("a link to an endless device") << "rm delta.jsonl; ln -s /dev/zero delta.jsonl"
                                                     << "delta.jsonl is a link";
        QTest::newRow("a pipe") << "rm mappings.jsonl; mkfifo mappings.jsonl"
                                << "mappings.jsonl is no regular file";
        QTest::newRow("a folder") << "rm mappings.jsonl; mkdir mappings.jsonl"
                                  << "mappings.jsonl is no regular file";
        QTest::newRow("a file too many") << "touch extra"
                                         << "'extra' is in the folder and not in manifest.json";
        QTest::newRow("no manifest") << "rm manifest.json"
                                     << "manifest.json is missing";
        QTest::newRow("a manifest that is a pipe") << "rm manifest.json; mkfifo manifest.json"
                                                   << "manifest.json is no regular file";
        QTest::newRow("a manifest cut short") << "truncate -s 100 manifest.json"
                                              << "manifest.json is not a JSON object";
        QTest::newRow("an endless manifest") << "truncate -s 5G manifest.json"
                                             << "manifest.json is larger than";
        QTest::newRow("an empty manifest") << "echo '{}' > manifest.json"
                                           << "of another format";
        QTest::newRow("deep") << "printf '[%.0s' $(seq 100000) > manifest.json"
                              << "manifest.json is not a JSON object";
        QTest::newRow("a newer format") << "sed -i 's/\"format_version\": 1/\"format_version\": 999/' manifest.json"
                                        << "format_version";
        QTest::newRow("a path") << "sed -i 's/\"mappings.csv\"/\"..\\/..\\/etc\\/passwd\"/' manifest.json"
                                << "is no name for a file";
        QTest::newRow("twice") << "sed -i 's/\"mappings.csv\"/\"mappings.jsonl\"/' manifest.json"
                               << "more than once";
        QTest::newRow("itself") << "sed -i 's/\"mappings.csv\"/\"manifest.json\"/' manifest.json"
                                << "is no name for a file";
        QTest::newRow("a negative size") << "sed -i 's/\"bytes\": /\"bytes\": -/' manifest.json"
                                         << "bytes is not a whole number";
        QTest::newRow("a huge size") << "sed -i 's/\"bytes\": /\"bytes\": 99999999999999999999/' manifest.json"
                                     << "bytes is not a whole number";
        QTest::newRow("another count") << "sed -i 's/\"link\": 3/\"link\": 4/' manifest.json"
                                       << "counts 4 mappings";
        QTest::newRow("other records") << "sed -i '0,/\"records\": 3/s//\"records\": 4/' manifest.json"
                                       << "holds 3 records";
    }

    void damageIsNamed()
    {
        QFETCH(QString, damage);
        QFETCH(QString, says);
        QCOMPARE(QProcess::execute(QStringLiteral("sh"), {QStringLiteral("-c"), QStringLiteral("cd \"$0\"; ") + damage, path("tried")}), 0);
        const auto problems = m_desk.problems("tried");
        QVERIFY2(!problems.empty(), "believed");
        const auto saysSo = [&](const std::string& problem) { return QString::fromStdString(problem).contains(says); };
        QVERIFY2(std::any_of(problems.begin(), problems.end(), saysSo), problems.front().c_str());
    }

    void aForgerWhoFixesTheHashesIsFound_data()
    {
        QTest::addColumn<std::string>("file");
        QTest::addColumn<std::string>("from");
        QTest::addColumn<std::string>("to");
        QTest::addColumn<QString>("says");
        QTest::newRow("a filter unmarked") << std::string("mappings.jsonl") << std::string("\"filter\":true,") << std::string()
                                           << "not marked as a filter";
        QTest::newRow("another target") << std::string("mappings.jsonl") << std::string("\"target\":\"P1\"")
                                        << std::string("\"target\":\"P5\"") << "does not fit its source";
        QTest::newRow("a delta to elsewhere") << std::string("delta.jsonl") << std::string("\"to_sha256\":\"")
                                              << std::string("\"to_sha256\":\"0000") << "first line";
        QTest::newRow("a delta of other content")
            << std::string("delta.jsonl") << std::string("\"mia\"") << std::string("\"eve\"") << "not what mappings.jsonl says";
        QTest::newRow("a delta that is none") << std::string("delta.jsonl") << std::string("\"op\":\"upsert\"")
                                              << std::string("\"op\":\"insert\"") << "neither an upsert nor a delete";
    }

    void aForgerWhoFixesTheHashesIsFound()
    {
        QFETCH(std::string, file);
        QFETCH(std::string, from);
        QFETCH(std::string, to);
        QFETCH(QString, says);
        const std::string folder = m_desk.dir("tried");
        const std::string before = readFile(folder + "/" + file);
        writeFile(folder + "/" + file, replaced(before, from, to));
        QVERIFY(readFile(folder + "/" + file) != before);
        relist(folder, file);
        const auto problems = m_desk.problems("tried");
        QVERIFY2(!problems.empty(), "believed");
        QVERIFY2(QString::fromStdString(problems.front()).contains(says), problems.front().c_str());
    }

    void whatIsNoReleaseIsAProblem()
    {
        for (const char* path : {"/nonexistent", "/dev/null", "/", ""}) {
            const auto report = verifyRelease(path);
            SHELF_OK(report);
            QVERIFY2(!report->ok(), path);
        }
    }

    void anotherReleaseIsNotThePreviousOne()
    {
        const auto problems = m_desk.problems("tried", "good");
        QVERIFY(!problems.empty());
        QVERIFY2(problems.front().find("not the one that manifest.json names as previous") != std::string::npos, problems.front().c_str());
    }

    void aSignatureWithoutAKeyIsNoProblem()
    {
        writeFile(m_desk.dir("tried") + "/manifest.json.sig", "signed");
        SHELF_SOUND(m_desk.problems("tried"));
    }

    void itCanBeCancelled()
    {
        const std::atomic<bool> cancel = true;
        const auto report = verifyRelease(m_desk.dir("tried"), {}, {{}, &cancel});
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::Cancelled);
    }

private:
    QString path(const char* name) const { return QString::fromStdString(m_desk.dir(name)); }
};

QTEST_GUILESS_MAIN(VerifyTest)
#include "tst_verify.moc"
