// What holds for every preview, tried on catalogs drawn at random: nothing is lost, the quick way shows the same, and every flip does what
// it says.
#include "tests/preview/random_shop.h"

#include <set>

using namespace shelf;
using namespace shelf::test;

namespace {

std::string textOf(const Preview& preview)
{
    std::string text;
    for (const auto* items : {&preview.shown, &preview.excluded})
        for (const PreviewItem& item : *items) {
            text += item.id + " " + item.mapping + " " + item.slot + " " + std::to_string(item.rank) + " " + std::to_string(item.score)
                + " " + item.reason + item.flipLeadsTo;
            for (const Objection& objection : item.objections)
                text += "|" + objection.because;
            for (const FlipStep& step : item.flip)
                text += "|" + step.subject + " " + step.field + " " + step.from + " → " + step.to;
            text += "\n";
        }
    return text;
}

QByteArray described(const Preview& preview, const PreviewItem& item)
{
    std::string text = preview.request.anchors.front() + " " + preview.state + " " + item.id + " by " + item.mapping + "\n";
    for (const Objection& objection : item.objections)
        text += "  " + std::string(stageName(objection.stage)) + ": " + objection.because + "\n";
    for (const FlipStep& step : item.flip)
        text += "  flip " + step.subject + " " + step.field + ": " + step.from + " → " + step.to + "\n";
    return QByteArray::fromStdString(text + "  leads to '" + item.flipLeadsTo + "'");
}

} // namespace

class TestPreviewRandom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsLost()
    {
        int previews = 0;
        uint64_t shown = 0, excluded = 0;
        for (uint64_t seed = 1; previews < 10000; ++seed) {
            RandomShop shop(seed);
            const Snapshot catalog = shop.snapshot();
            for (const View view : {View::Working, View::Approved}) {
                const PreviewEngine engine(catalog, view);
                for (int i = 0; i < 50; ++i, ++previews) {
                    const auto preview = engine.preview(shop.request());
                    QVERIFY2(preview.ok(), preview.ok() ? "" : preview.error().what.c_str());
                    QCOMPARE(preview->candidates(), preview->shown.size() + preview->excluded.size());
                    shown += preview->shown.size();
                    excluded += preview->excluded.size();
                    std::set<std::string> ids;
                    for (const PreviewItem& item : preview->shown) {
                        QVERIFY2(ids.insert(item.id).second, item.id.c_str()); // one of each product
                        QVERIFY(item.shown && item.rank > 0 && item.objections.empty() && item.score >= 0 && item.score <= 1);
                    }
                    std::set<std::pair<std::string, std::string>> candidates;
                    for (const PreviewItem& item : preview->excluded) {
                        QVERIFY2(!item.objections.empty() && !item.flip.empty(), described(*preview, item).constData());
                        QVERIFY2(candidates.emplace(item.id, item.mapping).second, described(*preview, item).constData());
                    }
                    for (const PreviewItem& item : preview->shown)
                        QVERIFY(!candidates.contains({item.id, item.mapping}));
                }
            }
        }
        QVERIFY2(shown > 5000 && excluded > 20000, qPrintable(QStringLiteral("%1 shown, %2 excluded").arg(shown).arg(excluded)));
    }

    void theQuickWayShowsTheSame()
    {
        for (uint64_t seed = 1; seed <= 60; ++seed) {
            RandomShop shop(seed * 7919);
            const Snapshot catalog = shop.snapshot();
            const PreviewEngine engine(catalog, shop.view());
            const auto scratch = engine.scratch();
            std::vector<PreviewEngine::ShownItem> shown;
            for (int i = 0; i < 4; ++i) {
                PreviewRequest request = shop.request();
                const auto prepared = engine.prepare(request);
                QVERIFY(prepared.ok());
                for (int product = 0; product < RandomShop::products; ++product) {
                    request.anchors = {RandomShop::sku(product)};
                    const auto preview = engine.preview(request);
                    QVERIFY(preview.ok());
                    engine.shown(**prepared, catalog.find(RandomShop::sku(product)), *scratch, shown);
                    std::vector<std::string> quick, full;
                    for (const auto& item : shown)
                        quick.push_back(engine.slotNames()[item.slot] + " " + std::to_string(item.rank) + " "
                            + (item.link ? catalog.linkId(*item.link) : item.entry->id) + " "
                            + (item.target == noRow ? item.entry->id : std::string(catalog.sku(item.target))));
                    for (const PreviewItem& item : preview->shown)
                        full.push_back(item.slot + " " + std::to_string(item.rank) + " " + item.mapping + " " + item.id);
                    QCOMPARE(quick, full);
                }
            }
        }
    }

    // Not what a container or an address happened to be.
    void theSameTwice()
    {
        for (uint64_t seed = 500; seed < 520; ++seed) {
            RandomShop first(seed), second(seed);
            const PreviewEngine one(first.snapshot(), View::Working), other(second.snapshot(), View::Working);
            for (int i = 0; i < 10; ++i) {
                const auto a = one.preview(first.request()), b = other.preview(second.request());
                QVERIFY(a.ok() && b.ok());
                QCOMPARE(textOf(*a), textOf(*b));
            }
        }
    }

    void everyFlipDoesWhatItSays()
    {
        int tried = 0, cameIn = 0;
        for (uint64_t seed = 1; tried < 1500; ++seed) {
            RandomShop shop(seed * 104729);
            const Snapshot catalog = shop.snapshot();
            const View view = shop.view();
            const PreviewEngine engine(catalog, view);
            const PreviewRequest request = shop.request();
            const auto preview = engine.preview(request);
            QVERIFY(preview.ok());
            for (const PreviewItem& item : preview->excluded) {
                RandomShop changed = shop;
                PreviewRequest asked = request;
                bool possible = true;
                for (const FlipStep& step : item.flip)
                    possible = possible && changed.apply(step, asked, view);
                QVERIFY2(possible || item.flipLeadsTo == "candidates", described(*preview, item).constData());
                if (!possible)
                    continue;
                const auto after = PreviewEngine(changed.snapshot(), view).preview(asked);
                QVERIFY2(after.ok(), described(*preview, item).constData());
                ++tried;
                const auto same = [&](const PreviewItem& other) { return other.id == item.id && other.mapping == item.mapping; };
                const bool shown = std::any_of(after->shown.begin(), after->shown.end(), same);
                const auto out = std::find_if(after->excluded.begin(), after->excluded.end(), same);
                const std::string stage = shown    ? ""
                    : out == after->excluded.end() ? "candidates"
                                                   : std::string(stageName(out->objections.front().stage));
                QVERIFY2(stage == item.flipLeadsTo,
                    described(*preview, item) + ", but it is '" + QByteArray::fromStdString(stage)
                        + "': " + (out == after->excluded.end() ? QByteArray() : QByteArray::fromStdString(out->objections.front().because))
                        + " seed " + QByteArray::number(static_cast<qulonglong>(seed)));
                cameIn += shown;
            }
        }
        QVERIFY2(cameIn * 10 > tried * 8, qPrintable(QStringLiteral("%1 of %2 came in").arg(cameIn).arg(tried)));
    }
};

QTEST_APPLESS_MAIN(TestPreviewRandom)
#include "tst_preview_random.moc"
