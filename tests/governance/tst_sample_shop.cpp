// The sample workspace as a user gets it: about 300 products, two people, a week of history, a release, dates relative to today.
#include "governance/rules/waivers.h"
#include "governance/sample/sample_shop.h"
#include "tests/support/catalog.h"

#include <QDir>

#include <map>
#include <set>

using namespace shelf;

class TestSampleShop : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        path = (folder.path() + QStringLiteral("/shop.shelf")).toStdString();
        SHELF_OK(makeSampleShop(path, test::fixedClock()));
        auto opened = Workspace::open(path, {false, test::fixedClock()});
        SHELF_OK(opened);
        workspace = std::move(*opened);
    }

    void leavesOneFile()
    {
        workspace->refresh().ok();
        for (const QString& name : QDir(folder.path()).entryList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot))
            QVERIFY2(name.startsWith(QStringLiteral("shop.shelf")), qPrintable(name));
    }

    void hasASmallShop()
    {
        std::map<std::string, int> families;
        SHELF_OK(workspace->forEachProduct([&](const Thing& product) {
            ++families[product.fields.text("family")];
            return true;
        }));
        const auto count = workspace->productCount().value();
        QVERIFY2(count >= 280 && count <= 330, std::to_string(count).c_str());
        QVERIFY(families.size() >= 8);
        QVERIFY(!families.contains(""));
        for (const auto& [family, products] : families)
            QVERIFY2(products >= 10, family.c_str());
    }

    void hasAWeekBehindIt()
    {
        const auto history = workspace->history();
        SHELF_OK(history);
        std::set<std::string> people, days, origins;
        for (const HistoryEntry& entry : *history) {
            people.insert(entry.header.author);
            days.insert(entry.header.time.substr(0, 10));
            origins.insert(std::string(originName(entry.header.origin)));
        }
        QCOMPARE(people, (std::set<std::string>{"jan", "mia"}));
        QVERIFY(days.size() >= 6);
        QVERIFY(origins.contains("undo") && origins.contains("review") && origins.contains("definitions"));
        QVERIFY(history->back().header.time.starts_with("2026-10-17T09:05")); // seven days before the clock's day
        QVERIFY(history->front().header.time < "2026-10-24");
        SHELF_OK(workspace->check(true));
        QVERIFY(workspace->check(true)->ok());
    }

    void hasMappingsInEveryStatus()
    {
        std::map<MappingStatus, int> statuses;
        SHELF_OK(workspace->forEachMapping({}, [&](const MappingState& mapping) {
            ++statuses[mapping.status()];
            return true;
        }));
        QVERIFY(statuses[MappingStatus::Draft] >= 3);
        QVERIFY(statuses[MappingStatus::InReview] >= 3);
        QCOMPARE(statuses[MappingStatus::Rejected], 1);
        QVERIFY(statuses[MappingStatus::Approved] >= 100);
    }

    void hasBundlesAndLadders()
    {
        int bundles = 0, ladders = 0;
        std::set<std::string> intents;
        SHELF_OK(workspace->forEachMapping({}, [&](const MappingState& mapping) {
            bundles += mapping.id.starts_with("bundle:");
            ladders += mapping.id.starts_with("upgrade:");
            if (mapping.id.starts_with("bundle:"))
                intents.insert(mapping.working().text("intent"));
            return true;
        }));
        QVERIFY(bundles >= 12);
        QVERIFY(ladders >= 6);
        QVERIFY(intents.size() >= 3 && !intents.contains(""));
    }

    void hasAudiencesOnThreeLadders()
    {
        std::set<std::string> ladders;
        for (const Thing* audience : workspace->definitions().all(ThingKind::Audience))
            ladders.insert(audience->fields.text("ladder"));
        QCOMPARE(ladders, (std::set<std::string>{"engagement", "price sensitivity", "purchase history"}));
    }

    void speaksTwoLanguages()
    {
        bool variants = false;
        for (const Thing* one : workspace->definitions().all(ThingKind::Template)) {
            std::set<std::string> languages;
            const Json text = one->fields.json("text");
            for (const auto& [language, words] : text.members())
                languages.insert(language);
            QCOMPARE(languages, (std::set<std::string>{"de", "en"}));
            variants = variants || one->fields.has("variants");
        }
        QVERIFY(variants);
    }

    void hasAChannelThatKnowsNobody()
    {
        const Thing* kiosk = workspace->definitions().find(ThingKind::Channel, "kiosk");
        QVERIFY(kiosk && kiosk->fields.boolean("opt_out"));
    }

    void hasScenarios() { QCOMPARE(workspace->definitions().all(ThingKind::Scenario).size(), size_t(4)); }

    void hasWaivers()
    {
        const Days today = *parseDate("2026-10-24");
        int inForce = 0, soon = 0;
        const Waivers waivers(workspace->definitions());
        for (const Waiver& waiver : waivers.all()) {
            inForce += waiver.inForce(today);
            soon += waiver.inForce(today) && waiver.until - today <= 14;
            QVERIFY(waiver.askedBy != waiver.grantedBy);
        }
        QCOMPARE(inForce, 2);
        QCOMPARE(soon, 1);
    }

    void hasAnEarlierRelease()
    {
        const auto releases = workspace->releases();
        SHELF_OK(releases);
        QCOMPARE(releases->size(), size_t(1));
        QVERIFY(releases->front().created.starts_with("2026-10-18"));
    }

    void isMadeOnceOnly()
    {
        const auto again = makeSampleShop(path, test::fixedClock());
        QVERIFY(!again.ok());
        QCOMPARE(again.error().code, std::string("EXISTS"));
    }

    void movesWithTheDay()
    {
        const std::string later = (folder.path() + QStringLiteral("/later.shelf")).toStdString();
        SHELF_OK(makeSampleShop(later, test::fixedClock(1792800000000 + int64_t(10) * 86'400'000)));
        auto opened = Workspace::open(later);
        SHELF_OK(opened);
        QVERIFY((*opened)->history()->back().header.time.starts_with("2026-10-27"));
    }

private:
    QTemporaryDir folder;
    std::string path;
    std::unique_ptr<Workspace> workspace;
};

QTEST_APPLESS_MAIN(TestSampleShop)
#include "tst_sample_shop.moc"
