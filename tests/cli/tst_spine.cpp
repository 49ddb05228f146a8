// The whole way, through commands only: a catalog comes in, mappings are approved by somebody else, two releases go out, and every
// edit can be taken back.
#include "tests/cli/command_run.h"
#include "tests/support/real_data.h"

#include <QDir>
#include <QFile>

using namespace shelf;
using namespace shelf::test;

class SpineTest : public QObject {
    Q_OBJECT

    static std::string write(const QTemporaryDir& folder, const char* name, const std::string& text)
    {
        const QString path = folder.filePath(QString::fromUtf8(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), qint64(text.size())) != qint64(text.size()))
            qFatal("cannot write %s", name);
        return path.toStdString();
    }
    static QByteArray read(const std::string& path)
    {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    // Every file of a dump with its text.
    static QByteArray dumped(const std::string& workspace, const std::string& folder)
    {
        if (runCommand({"dump", workspace, folder}).code != 0)
            return "no dump";
        QByteArray text;
        const QDir listing(QString::fromStdString(folder));
        for (const QString& name : listing.entryList(QDir::Files, QDir::Name))
            text += name.toUtf8() + "\n" + read(folder + "/" + name.toStdString());
        return text;
    }
    static std::string catalog(int products)
    {
        std::string text = "sku,name,family,category,price,stock\n";
        for (int i = 0; i < products; ++i)
            text += "SKU-" + std::to_string(i) + ",Product " + std::to_string(i) + ",part,parts," + std::to_string(10 + i) + ".5,"
                + std::to_string(i) + "\n";
        return text;
    }
    static std::string mappings(int count, int rank, int percent)
    {
        std::string links, bundles;
        for (int i = 0; i < count; ++i) {
            const auto sku = [](int n) { return "SKU-" + std::to_string(n); };
            links += "  - { source: " + sku(i) + ", type: accessory, target: " + sku(i + count)
                + ", rank: " + std::to_string(i % 10 ? 1 : rank) + ", reason: Goes with it, owner: mia }\n";
            bundles += "  - { code: b" + std::to_string(i) + ", label: Bundle, owner: mia, price: percent-off "
                + std::to_string(i % 10 ? 5 : percent) + ", components: [ { sku: " + sku(i)
                + ", quantity: 1 }, { sku: " + sku(2 * count - 1 - i) + ", quantity: 2 } ] }\n";
        }
        return "shelfwright: 1\nlinks:\n" + links + "bundles:\n" + bundles;
    }

private Q_SLOTS:
    void fromAFileToAVerifiedReleaseAndBack()
    {
        QTemporaryDir folder;
        const auto at = [&](const char* name) { return folder.filePath(QString::fromUtf8(name)).toStdString(); };
        const auto workspace = at("shop.shelf");
        const auto json = [](std::vector<std::string> arguments, int code = 0) {
            arguments.push_back("--json");
            const Run run = runCommand(arguments);
            if (run.code != code)
                qWarning("%s: exit %d: %s", arguments[0].c_str(), run.code, run.err.c_str());
            return run.code == code ? run.json() : Json();
        };
        constexpr int count = 1000;
        json({"new", workspace});
        const auto file = write(folder, "catalog.csv", catalog(2 * count));
        QCOMPARE(json({"import", workspace, file, "--as", "mia"})["added"].toInteger(), int64_t(2 * count));
        QVERIFY(json({"import", workspace, file, "--as", "mia"})["changeset"].isNull());
        const auto first = dumped(workspace, at("dump-1"));

        QCOMPARE(json({"apply", workspace, write(folder, "one.yaml", mappings(count, 2, 10)), "--as", "mia"})["added"].toInteger(),
            int64_t(2 * count));
        QCOMPARE(json({"review", "submit", workspace, "--all", "--as", "mia"})["done"].items().size(), size_t(2 * count));
        QCOMPARE(json({"review", "approve", workspace, "--all", "--as", "mia"}, 3)["refused"].items().size(), size_t(2 * count));
        QCOMPARE(json({"review", "approve", workspace, "--all", "--as", "jan"})["done"].items().size(), size_t(2 * count));
        QCOMPARE(json({"export", workspace, at("release-1"), "--as", "jan"})["release"].toInteger(), int64_t(1));
        QVERIFY(json({"verify", at("release-1")})["ok"].toBool());

        QCOMPARE(json({"apply", workspace, write(folder, "two.yaml", mappings(count, 3, 12)), "--as", "mia"})["changed"].toInteger(),
            int64_t(count / 5));
        QCOMPARE(json({"stats", workspace})["mappings"]["approved"].toInteger(), int64_t(2 * count - count / 5));
        json({"review", "submit", workspace, "--all", "--as", "mia"});
        json({"review", "approve", workspace, "--all", "--as", "jan"});
        QCOMPARE(json({"export", workspace, at("release-2"), "--as", "jan"})["changed"].toInteger(), int64_t(count / 5));
        QVERIFY(json({"verify", at("release-2"), "--previous", at("release-1")})["ok"].toBool());
        json({"delta", "apply", at("release-1"), at("release-2"), at("rebuilt.jsonl")});
        QVERIFY(!read(at("rebuilt.jsonl")).isEmpty());
        QCOMPARE(read(at("rebuilt.jsonl")), read(at("release-2") + "/mappings.jsonl"));

        QCOMPARE(json({"undo", workspace, "--as", "mia"})["undone"].toInteger(), int64_t(5));
        QCOMPARE(json({"undo", workspace, "--as", "mia"})["undone"].toInteger(), int64_t(2));
        QCOMPARE(dumped(workspace, at("dump-2")), first);
        QCOMPARE(json({"undo", workspace, "--as", "mia"})["undone"].toInteger(), int64_t(1));
        QVERIFY(json({"undo", workspace, "--as", "mia"})["undone"].isNull());
        QCOMPARE(json({"stats", workspace})["products"].toInteger(), int64_t(0));
        QVERIFY(json({"audit", "verify", workspace})["ok"].toBool());
        QVERIFY(json({"check", workspace, "--deep"})["ok"].toBool());
    }

    void realFamiliesComeInWholeAndAgainWithoutChange_data()
    {
        QTest::addColumn<QString>("family");
        for (const char* family :
            {"case", "cpu-cooler", "cpu", "internal-hard-drive", "memory", "motherboard", "power-supply", "video-card"})
            QTest::newRow(family) << QString::fromLatin1(family);
    }
    void realFamiliesComeInWholeAndAgainWithoutChange()
    {
        QFETCH(QString, family);
        SHELF_NEEDS_REAL_DATA("pc-parts");
        const std::string file = realData("pc-parts/") + family.toStdString() + ".csv";
        Shop shop;
        shop.workspace.reset();
        const Run run = runCommand({"import", shop.path, file, "--family", family.toStdString(), "--as", "mia", "--json"});
        QCOMPARE(run.code, 0);
        const Json json = run.json();
        QVERIFY(json["added"].toInteger() > 1000);
        QCOMPARE(json["added"].toInteger() + json["duplicates"].toInteger(), json["read"].toInteger());
        const Json again = runCommand({"import", shop.path, file, "--family", family.toStdString(), "--as", "mia", "--json"}).json();
        QCOMPARE(again["added"].toInteger() + again["changed"].toInteger(), int64_t(0));
        QVERIFY(again["changeset"].isNull());
    }
};

QTEST_APPLESS_MAIN(SpineTest)
#include "tst_spine.moc"
