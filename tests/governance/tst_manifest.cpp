// manifest.json: written, read, and what a reader does not believe.
#include "governance/release/manifest.h"

#include <QtTest>

using namespace shelf;

namespace {

Manifest full()
{
    Manifest manifest;
    manifest.release = 7;
    manifest.previous = PreviousRelease{6, std::string(64, 'a')};
    manifest.workspace = "0f";
    manifest.created = "2026-10-24T00:00:00Z";
    manifest.tool = "0.1.0";
    manifest.journalHead = std::string(64, 'b');
    manifest.journalNumber = 12;
    manifest.counts = {1, 2, 3, 4};
    manifest.added = 5;
    manifest.gate = Json::object({{"open", Json::boolean(true)}});
    manifest.held = {{"link:A:accessory:B", "recall", true}};
    manifest.notExpanded = {"linkrule:kits"};
    manifest.fourEyes = "solo";
    manifest.previewSettings = std::string(64, 'c');
    manifest.largeChange = "winter";
    manifest.files = {{"mappings.jsonl", 10, 100, std::string(64, 'd')}};
    manifest.expires = "2026-11-23T00:00:00Z";
    return manifest;
}

} // namespace

class ManifestTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itComesBackAsItWasWritten()
    {
        const std::string text = writeManifest(full());
        std::vector<std::string> problems;
        const Manifest manifest = parseManifest(text, problems);
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().c_str());
        QCOMPARE(QString::fromStdString(writeManifest(manifest)), QString::fromStdString(text));
    }

    void everyKeyIsNeeded_data()
    {
        QTest::addColumn<QString>("key");
        for (const char* key : {"format", "format_version", "release", "workspace", "created", "tool", "journal_head", "journal_seq",
                 "counts", "added", "changed", "removed", "gate", "held", "four_eyes", "preview_settings", "files", "expires"})
            QTest::newRow(key) << QString::fromUtf8(key);
    }

    void everyKeyIsNeeded()
    {
        QFETCH(QString, key);
        Json json = parseJson(writeManifest(full())).value();
        json.remove(key.toStdString());
        std::vector<std::string> problems;
        (void)parseManifest(json.write(), problems);
        QVERIFY(!problems.empty());
        json.set(key.toStdString(), Json());
        problems.clear();
        (void)parseManifest(json.write(), problems);
        QVERIFY(!problems.empty());
    }

    void fileNamesArePlain_data()
    {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<bool>("plain");
        QTest::newRow("ours") << std::string("mappings.jsonl") << true;
        QTest::newRow("with a space") << std::string("Sheet 1.csv") << true;
        QTest::newRow("up") << std::string("..") << false;
        QTest::newRow("path") << std::string("a/b") << false;
        QTest::newRow("absolute") << std::string("/etc/passwd") << false;
        QTest::newRow("hidden") << std::string(".profile") << false;
        QTest::newRow("empty") << std::string() << false;
        QTest::newRow("NUL") << std::string("x\0y", 3) << false;
        QTest::newRow("bidi") << std::string("\u202e") << false;
        QTest::newRow("long") << std::string(256, 'x') << false;
    }

    void fileNamesArePlain()
    {
        QFETCH(std::string, name);
        QFETCH(bool, plain);
        QCOMPARE(isPlainFileName(name), plain);
    }
};

QTEST_APPLESS_MAIN(ManifestTest)
#include "tst_manifest.moc"
