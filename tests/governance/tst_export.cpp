// export: a release appears whole or not at all; only approved content leaves; the same content gives the same bytes.
#include "governance/release/file_writer.h"
#include "governance/release/part_folder.h"
#include "model/domain/hash.h"
#include "tests/governance/release_desk.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace shelf;
using namespace shelf::test;

namespace {

ReleaseRow row(const std::string& folder, const std::string& sha256)
{
    ReleaseRow row;
    row.created = "2026-10-24T00:00:00Z";
    row.author = "rita";
    row.folder = folder;
    row.contentSha256 = sha256;
    row.summary = "{}";
    return row;
}

} // namespace

class ExportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyApprovedContentLeaves()
    {
        ReleaseDesk desk;
        desk.stock(4);
        const std::string approved = desk.approvedLink("P0", "P1");
        desk.link("mia", "P0", "P2");
        SHELF_OK(desk.change("mia", approved, "rank", "5"));
        const auto released = desk.publish("r1");
        SHELF_OK(released);
        QCOMPARE(released->number, uint64_t(1));
        QCOMPARE(released->added, uint64_t(1));
        QCOMPARE(QString::fromStdString(desk.mappings("r1")),
            QStringLiteral(
                R"({"id":"link:P0:accessory:P1","kind":"link","source":"P0","type":"accessory","target":"P1","reason":"Goes with it","owner":"mia","approved_by":"jan","approved_at":"2026-10-24T00:00:00Z","version":1})"
                "\n"));
        SHELF_SOUND(desk.problems("r1"));
        QCOMPARE(desk.listing(), QStringList{QStringLiteral("r1")});
    }

    void anEmptyReleaseIsARelease()
    {
        ReleaseDesk desk;
        SHELF_OK(desk.publish("r1"));
        SHELF_SOUND(desk.problems("r1"));
        const auto second = desk.publish("r2");
        SHELF_OK(second);
        QCOMPARE(second->number, uint64_t(2));
        SHELF_SOUND(desk.problems("r2", "r1"));
    }

    void theManifestSaysWhatItHoldsAndWhereItCameFrom()
    {
        ReleaseDesk desk;
        desk.stock(3);
        const std::string held = desk.approvedLink("P0", "P1");
        desk.approvedLink("P1", "P2");
        SHELF_OK(desk.publish("r1"));
        SHELF_OK(desk.change("rita", held, "@hold", R"({"reason":"recall"})"));
        SHELF_OK(desk.publish("r2"));
        std::vector<std::string> problems;
        const Manifest manifest = parseManifest(readFile(desk.dir("r2") + "/manifest.json"), problems);
        SHELF_SOUND(problems);
        QCOMPARE(manifest.release, uint64_t(2));
        QCOMPARE(manifest.previous->manifestSha256, sha256Hex(readFile(desk.dir("r1") + "/manifest.json")));
        QCOMPARE(manifest.workspace, desk.workspace->id());
        QCOMPARE(manifest.journalHead, desk.workspace->journalHead().value());
        QCOMPARE(manifest.journalNumber, desk.workspace->journalEntries());
        QCOMPARE(manifest.counts, (ReleaseCounts{1, 0, 0, 0}));
        QCOMPARE(manifest.removed, uint64_t(1));
        QCOMPARE(manifest.held, (std::vector<HeldMapping>{{held, "recall", false}}));
        QCOMPARE(manifest.created, std::string("2026-10-24T00:00:00Z"));
        QCOMPARE(manifest.expires, std::string("2026-11-23T00:00:00Z"));
        QCOMPARE(manifest.fourEyes, std::string("strict"));
    }

    void aHeldMappingCanGoOutAsItWasBefore()
    {
        ReleaseDesk desk;
        desk.stock(2);
        const std::string id = desk.approvedLink("P0", "P1");
        SHELF_OK(desk.change("mia", id, "rank", "5"));
        desk.approveAll();
        SHELF_OK(desk.change("rita", id, "@hold", R"({"reason":"wrong rank","previous":true})"));
        SHELF_OK(desk.publish("r1"));
        QVERIFY2(desk.mappings("r1").find("\"rank\"") == std::string::npos, desk.mappings("r1").c_str());
        QVERIFY(desk.mappings("r1").find("\"version\":1}") != std::string::npos);
        SHELF_SOUND(desk.problems("r1"));
    }

    void retiredMappingsStayAway()
    {
        ReleaseDesk desk;
        desk.stock(3);
        const std::string id = desk.approvedLink("P0", "P1");
        SHELF_OK(review(*desk.workspace, {ReviewVerb::Retire, {id}, false, {}, "mia", {}}));
        desk.approveAll();
        SHELF_OK(desk.publish("r1"));
        QCOMPARE(desk.mappings("r1"), std::string());
        SHELF_SOUND(desk.problems("r1"));
    }

    void theSameContentGivesTheSameBytes()
    {
        ReleaseDesk first, second;
        for (ReleaseDesk* desk : {&first, &second}) {
            desk->stock(4);
            const bool forward = desk == &first;
            desk->link("mia", forward ? "P0" : "P2", forward ? "P1" : "P3");
            desk->link("mia", forward ? "P2" : "P0", forward ? "P3" : "P1");
            desk->approveAll();
            SHELF_OK(desk->publish("r1"));
        }
        QCOMPARE(first.mappings("r1"), second.mappings("r1"));
        QCOMPARE(readFile(first.dir("r1") + "/mappings.csv"), readFile(second.dir("r1") + "/mappings.csv"));
    }

    void nothingIsReplaced()
    {
        ReleaseDesk desk;
        QVERIFY(QDir().mkdir(QString::fromStdString(desk.dir("there"))));
        const auto refused = desk.publish("there");
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Rejected);
        QCOMPARE(refused.error().code, std::string("EXISTS"));
        QVERIFY(desk.workspace->releases()->empty());
        for (const char* name : {"", ".", "missing/r1"})
            QCOMPARE(desk.publish(name).error().kind, ErrorKind::Rejected);
    }

    void aDryRunWritesNothing()
    {
        ReleaseDesk desk;
        desk.stock(3);
        desk.approvedLink("P0", "P1");
        SHELF_OK(desk.publish("r1"));
        desk.approvedLink("P0", "P2");
        const auto dry = exportRelease(*desk.workspace, {desk.dir("r2"), "rita", {}, true});
        SHELF_OK(dry);
        QCOMPARE(dry->added, uint64_t(1));
        QCOMPARE(desk.listing(), QStringList{QStringLiteral("r1")});
        QCOMPARE(desk.workspace->releases()->size(), size_t(1));
        SHELF_OK(desk.publish("r2"));
        QCOMPARE(dry->files.front().sha256, sha256Hex(desk.mappings("r2")));
    }

    void aLargeChangeNeedsAReason()
    {
        ReleaseDesk desk;
        desk.stock(40);
        std::vector<std::string> ids;
        for (int i = 0; i < 38; ++i)
            ids.push_back(desk.link("mia", "P" + std::to_string(i), "P39"));
        desk.approveAll();
        SHELF_OK(desk.publish("r1"));

        const auto rerank = [&](int from, int to) {
            for (int i = from; i < to; ++i)
                QVERIFY(desk.change("mia", ids[static_cast<size_t>(i)], "rank", "2").ok());
            desk.approveAll();
        };
        rerank(0, 9); // 9 of 38 are more than 20 %, but few
        SHELF_OK(desk.publish("r2"));
        rerank(9, 20);
        const auto stopped = desk.publish("r3");
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Refused);
        QCOMPARE(stopped.error().code, std::string("LARGE_CHANGE"));
        QVERIFY2(stopped.error().what.starts_with("11 of 38"), stopped.error().what.c_str());
        QVERIFY(desk.listing().filter(QStringLiteral("r3")).isEmpty());
        const auto accepted = desk.publish("r3", "new ranks for winter");
        SHELF_OK(accepted);
        QCOMPARE(accepted->number, uint64_t(3));
        QVERIFY(readFile(desk.dir("r3") + "/manifest.json").find("new ranks for winter") != std::string::npos);
        SHELF_SOUND(desk.problems("r3", "r2"));
    }

    void whatDeadWritersLeftIsSwept()
    {
        ReleaseDesk desk;
        const QDir out(desk.out.path());
        QVERIFY(out.mkdir(QStringLiteral(".old.0123456789abcdef.part")));
        writeFile(desk.dir(".old.0123456789abcdef.part/mappings.jsonl"), "half");
        QVERIFY(out.mkdir(QStringLiteral(".alive.0123456789abcdef.part")));
        QVERIFY(out.mkdir(QStringLiteral(".foreign.0123456789abcdef.part")));
        writeFile(desk.dir(".foreign.0123456789abcdef.part/diary.txt"), "mine");
        QVERIFY(out.mkdir(QStringLiteral(".old.part")));
        const int alive = ::open(desk.dir(".alive.0123456789abcdef.part").c_str(), O_RDONLY | O_DIRECTORY);
        QCOMPARE(::flock(alive, LOCK_EX), 0);
        SHELF_OK(desk.publish("r1"));
        ::close(alive);
        QCOMPARE(desk.listing(),
            (QStringList{QStringLiteral(".alive.0123456789abcdef.part"), QStringLiteral(".foreign.0123456789abcdef.part"),
                QStringLiteral(".old.part"), QStringLiteral("r1")}));
    }

    void aReservationWithoutAFolderIsAbandonedAndItsNumberBurnt()
    {
        ReleaseDesk desk;
        QCOMPARE(desk.workspace->reserveRelease(row(desk.dir("never"), std::string(64, '0'))).value(), uint64_t(1));
        const auto released = desk.publish("r1");
        SHELF_OK(released);
        QCOMPARE(released->number, uint64_t(2));
        QCOMPARE(desk.workspace->releases()->front().state, std::string("abandoned"));
        SHELF_SOUND(desk.problems("r1"));
    }

    void aReservationWhoseFolderIsThereIsPublished()
    {
        // Given a release whose row was lost: another workspace's row is made the way a killed writer leaves it.
        ReleaseDesk desk;
        SHELF_OK(desk.publish("r1"));
        const std::string sha256 = desk.workspace->releases()->front().contentSha256;
        const std::string manifest = replaced(readFile(desk.dir("r1") + "/manifest.json"), "\"release\": 1", "\"release\": 2");
        QVERIFY(QDir().mkdir(QString::fromStdString(desk.dir("r2"))));
        writeFile(desk.dir("r2") + "/manifest.json", manifest);
        QCOMPARE(desk.workspace->reserveRelease(row(desk.dir("r2"), sha256)).value(), uint64_t(2));
        QCOMPARE(desk.workspace->reserveRelease(row(desk.dir("r2"), std::string(64, '0'))).value(), uint64_t(3));
        SHELF_OK(reconcileReleases(*desk.workspace));
        const auto rows = desk.workspace->releases().value();
        QCOMPARE(rows[1].state, std::string("published"));
        QCOMPARE(rows[1].manifestSha256, sha256Hex(manifest));
        QCOMPARE(rows[2].state, std::string("abandoned"));
    }

    void aLivingWritersReservationIsLeftAlone()
    {
        ReleaseDesk desk;
        const auto target = releaseTarget(desk.dir("slow"));
        SHELF_OK(target);
        const auto part = PartFolder::create(*target);
        SHELF_OK(part);
        QCOMPARE(desk.workspace->reserveRelease(row(target->path(), std::string(64, '0'))).value(), uint64_t(1));
        SHELF_OK(reconcileReleases(*desk.workspace));
        QCOMPARE(desk.workspace->releases()->front().state, std::string("reserved"));
        const auto second = desk.publish("r2");
        QVERIFY(!second);
        QCOMPARE(second.error().code, std::string("LOCKED"));
        QCOMPARE(desk.workspace->releases()->back().state, std::string("abandoned"));
        QVERIFY(desk.listing().filter(QStringLiteral("r2")).isEmpty());
    }

    void cancelledItLeavesNothing()
    {
        ReleaseDesk desk;
        const std::atomic<bool> cancel = true;
        const auto cancelled = exportRelease(*desk.workspace, {desk.dir("r1"), "rita", {}, false}, {{}, &cancel});
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().kind, ErrorKind::Cancelled);
        QVERIFY(desk.listing().isEmpty());
    }

    void aFileIsWrittenWholeOrItSaysWhyNot()
    {
        const QTemporaryDir box;
        const FileHandle folder = openFolder(box.path().toStdString());
        const std::string large(5 << 20, 'x');
        FileWriter writer(folder.get(), "large");
        for (int i = 0; i < 3; ++i)
            writer.append(large);
        const auto digest = writer.finish();
        SHELF_OK(digest);
        QCOMPARE(digest->sha256, sha256Hex(large + large + large));
        QCOMPARE(readFile((box.path() + QStringLiteral("/large")).toStdString()).size(), 3 * large.size());
        FileWriter again(folder.get(), "large");
        again.append(large);
        const auto refused = again.finish();
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::System);
    }

    void linesComeOneByOneWhateverTheirLength()
    {
        const QTemporaryDir box;
        const std::string path = (box.path() + QStringLiteral("/lines")).toStdString();
        const std::string longLine(3 << 20, 'y');
        writeFile(path, "a\n\n" + longLine + "\nlast");
        const int descriptor = ::open(path.c_str(), O_RDONLY);
        LineReader lines(descriptor, "lines");
        std::string_view line;
        bool terminated = false;
        std::vector<size_t> lengths;
        while (lines.next(line, &terminated).value())
            lengths.push_back(line.size());
        QCOMPARE(lengths, (std::vector<size_t>{1, 0, longLine.size(), 4}));
        QVERIFY(!terminated);
        LineReader limited(descriptor, "lines", 1 << 20);
        QVERIFY(limited.next(line).value() && limited.next(line).value());
        QVERIFY(!limited.next(line));
        ::close(descriptor);
    }
};

QTEST_GUILESS_MAIN(ExportTest)
#include "tst_export.moc"
