// Whatever happens to a workspace, and whoever does it: the catalog brought up to date is the catalog loaded afresh is what the file
// says, and snapshots taken before stay as they were.
#include "model/domain/text.h"
#include "model/query/catalog_keeper.h"
#include "model/query/product_row.h"
#include "tests/query/random_catalog.h"

using namespace shelf;
using namespace shelf::test;

namespace {

using Lines = std::vector<std::string>;

std::string linkText(const Snapshot& snapshot, const Link& link)
{
    return snapshot.linkId(link) + " " + snapshot.linkContent(link).toJson() + " " + std::to_string(link.flags) + " "
        + std::string(statusName(link.mappingStatus())) + " " + std::to_string(link.approved) + " " + std::to_string(link.edited);
}

std::string entryText(const Snapshot& snapshot, const Entry& entry)
{
    std::string text = entry.id + " " + entry.content.toJson() + " " + std::to_string(entry.flags) + " "
        + std::string(statusName(entry.status)) + " " + std::to_string(entry.approved) + " " + std::to_string(entry.edited);
    std::vector<std::string> names;
    for (const Row row : entry.names)
        names.emplace_back(snapshot.sku(row));
    std::sort(names.begin(), names.end());
    text += " " + join(names, " ");
    return text;
}

void addProduct(Lines& lines, const Snapshot& snapshot, Row row)
{
    const std::string sku(snapshot.sku(row));
    std::vector<Code> buffer(chunkRows);
    for (const std::string_view field : snapshot.fields()) {
        const Column* column = snapshot.column(field);
        const Code own = snapshot.own(column, row), value = snapshot.value(field, row);
        if (!value)
            continue;
        std::string line = "product " + sku + " " + std::string(field) + " own " + std::string(column->values().json(own)) + " value "
            + std::string(column->values().json(value));
        const auto codes = snapshot.chunk(column, row / chunkRows, buffer.data(), inheritsField(field));
        line += codes[row % chunkRows] == value ? "" : " but another in its chunk";
        for (const Code element : column->values().elements(value))
            line += " | " + std::string(column->values().elementValues().text(element));
        lines.push_back(line);
    }
    std::vector<std::string> variants;
    for (const Row variant : snapshot.variants(row))
        variants.emplace_back(snapshot.sku(variant));
    std::sort(variants.begin(), variants.end());
    lines.push_back("product " + sku + " variants " + join(variants, " ") + (snapshot.isActive(row) ? " active" : "")
        + (snapshot.isRetired(row) ? " retired" : "") + (snapshot.soldIn(row, "web") ? " web" : "")
        + (snapshot.soldIn(row, "store") ? " store" : ""));
}

// Everything a snapshot says, in an order of its own.
Lines described(const Snapshot& snapshot)
{
    Lines lines = {"count " + std::to_string(snapshot.productCount()) + " variants " + std::to_string(snapshot.hasVariants()) + " links "
        + std::to_string(snapshot.links().size()) + " journal " + std::to_string(snapshot.journalNumber())};
    for (const Thing* season : snapshot.definitions().all(ThingKind::Season))
        lines.push_back("season " + season->key + " " + season->fields.toJson());
    for (Row row = 0; row < snapshot.rows(); ++row) {
        const std::string sku(snapshot.sku(row));
        if (snapshot.exists(row)) {
            addProduct(lines, snapshot, row);
            if (snapshot.find(sku) != row)
                lines.push_back("product " + sku + " is not found");
        }
        int place = 0;
        for (const Link& link : snapshot.links().from(row))
            lines.push_back("from " + sku + " " + std::to_string(++place) + " " + linkText(snapshot, link));
        snapshot.links().into(row, [&](const Link& link) { lines.push_back("into " + sku + " " + linkText(snapshot, link)); });
        for (const EntryPtr& entry : snapshot.entriesNaming(row))
            lines.push_back("naming " + sku + " " + entryText(snapshot, *entry));
    }
    int place = 0;
    for (const EntryPtr& entry : snapshot.entries())
        lines.push_back("entry " + std::to_string(++place) + " " + entryText(snapshot, *entry));
    for (const auto kind : {MappingKind::LinkRule, MappingKind::Compat, MappingKind::Bundle, MappingKind::Upgrade})
        lines.push_back("entries " + std::string(mappingKindName(kind)) + " " + std::to_string(snapshot.entriesOf(kind).size()));
    for (const char* words : {"alpha", "STRASSE", "zoom lens", "p1", "é", "a \"q"}) {
        std::vector<std::string> found;
        for (const Row row : snapshot.search(words, 1000))
            found.emplace_back(snapshot.sku(row));
        std::sort(found.begin(), found.end());
        lines.push_back("search " + std::string(words) + " " + join(found, " "));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::string firstDifference(const Lines& left, const Lines& right)
{
    for (size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const std::string a = i < left.size() ? left[i] : "nothing", b = i < right.size() ? right[i] : "nothing";
        if (a != b)
            return a + "\n  instead of\n" + b;
    }
    return {};
}

// Which states the history came through, so that a test of nothing shows.
void note(const Snapshot& snapshot, std::set<std::string>& met)
{
    const auto state = [&met](uint8_t flags, MappingStatus status) {
        met.insert(std::string(statusName(status)));
        if (flags & Held)
            met.insert("held");
        if ((flags & HasDraft) && (flags & InApproved))
            met.insert((flags & HasApproved) ? "draft beside approved" : "odd");
        if ((flags & InApproved) && !(flags & InWorking))
            met.insert("retiring");
    };
    for (Row row = 0; row < snapshot.rows(); ++row) {
        if (!snapshot.exists(row))
            met.insert("deleted");
        if (snapshot.parent(row) != noRow)
            met.insert("variant");
        for (const Link& link : snapshot.links().from(row))
            state(link.flags, link.mappingStatus());
    }
    for (const EntryPtr& entry : snapshot.entries()) {
        state(entry->flags, entry->status);
        met.insert(std::string(mappingKindName(entry->kind)));
    }
}

// What the file says of products and mappings against what the snapshot has.
std::string againstFile(Workspace& workspace, const Snapshot& snapshot)
{
    std::string wrong;
    uint64_t products = 0;
    ParentValues parents(workspace);
    const auto readProducts = workspace.forEachProduct([&](const Thing& product) {
        ++products;
        const Row row = snapshot.find(product.key);
        const Thing merged = parents.merged(product);
        for (const std::string_view field : snapshot.fields()) {
            const Column* column = snapshot.column(field);
            if (column->values().json(snapshot.own(column, row)) != product.fields.get(field)
                || column->values().json(snapshot.value(field, row)) != merged.fields.get(field))
                wrong = product.key + " " + std::string(field);
        }
        for (const auto& [field, json] : product.fields)
            if (!snapshot.column(field))
                wrong = product.key + " has no column " + field;
        return wrong.empty();
    });
    std::map<std::string, std::string> working, approved;
    for (Row row = 0; row < snapshot.rows(); ++row)
        for (const Link& link : snapshot.links().from(row))
            for (const View view : {View::Working, View::Approved})
                if (link.in(view))
                    (view == View::Working ? working : approved)[snapshot.linkId(link)] = snapshot.linkContent(link).toJson();
    for (const EntryPtr& entry : snapshot.entries())
        for (const View view : {View::Working, View::Approved})
            if (entry->in(view))
                (view == View::Working ? working : approved)[entry->id] = snapshot.entry(entry->id, view)->content.toJson();
    const auto readMappings = workspace.forEachMapping({}, [&](const MappingState& state) {
        const std::string inWorking = state.workingRetired() ? "" : state.working().toJson();
        const std::string inApproved = state.isLive() ? state.approved.content.toJson() : "";
        if (working[state.id] != inWorking || approved[state.id] != inApproved)
            wrong = state.id + ": " + working[state.id] + " / " + approved[state.id];
        working.erase(state.id);
        approved.erase(state.id);
        return wrong.empty();
    });
    if (wrong.empty() && (!readProducts || !readMappings || products != snapshot.productCount()))
        wrong = "counts";
    if (wrong.empty() && !(working.empty() && approved.empty()))
        wrong = "mappings that the file does not have";
    return wrong;
}

} // namespace

class TestCatalogEqualsFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void afterEveryChange_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 4; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void afterEveryChange()
    {
        QFETCH(unsigned, seed);
        Shop shop;
        RandomCatalog random(shop, seed);
        const auto keeper = CatalogKeeper::load(*shop.workspace);
        SHELF_OK(keeper);
        const int asked = qEnvironmentVariableIntValue("SHELF_HISTORY_STEPS");
        std::vector<std::pair<Snapshot, Lines>> kept;
        int changed = 0;
        std::set<std::string> met;
        for (int step = 0; step < (asked > 0 ? asked : 70); ++step) {
            for (int many = random.pick(4) ? 1 : 4; many > 0; --many)
                changed += random.step();
            const Snapshot before = (*keeper)->snapshot();
            const auto changes = (*keeper)->refresh();
            SHELF_OK(changes);
            if (changes->empty() && before.journalNumber() == (*keeper)->snapshot().journalNumber())
                continue;
            const Lines now = described((*keeper)->snapshot());
            const auto fresh = CatalogKeeper::load(*shop.workspace);
            SHELF_OK(fresh);
            const std::string difference = firstDifference(now, described((*fresh)->snapshot()));
            QVERIFY2(difference.empty(), difference.c_str());
            const std::string wrong = againstFile(*shop.workspace, (*keeper)->snapshot());
            QVERIFY2(wrong.empty(), wrong.c_str());
            note((*keeper)->snapshot(), met);
            if (step % 8 == 0)
                kept.emplace_back((*keeper)->snapshot(), now);
        }
        QVERIFY(changed > 20);
        for (const char* expected : {"draft", "approved", "held", "draft beside approved", "retiring", "variant", "deleted", "bundle",
                 "upgrade", "linkrule", "compat"})
            QVERIFY2(met.contains(expected), expected);
        for (const auto& [snapshot, then] : kept) {
            const std::string difference = firstDifference(described(snapshot), then);
            QVERIFY2(difference.empty(), difference.c_str());
        }
    }

    void changesAreNamed()
    {
        Shop shop;
        shop.stock(4);
        const auto keeper = CatalogKeeper::load(*shop.workspace);
        SHELF_OK(keeper);
        const std::string id = shop.link("mia", "P0", "P1");
        SHELF_OK(shop.apply("mia", {edit(*shop.workspace->product("P3").value(), "price", "7")}));
        const auto changes = (*keeper)->refresh();
        SHELF_OK(changes);
        QVERIFY(!changes->everything);
        QCOMPARE(changes->products, std::vector<std::string>{"P3"});
        QCOMPARE(changes->fields, std::vector<std::string>{"price"});
        QCOMPARE(changes->mappings, std::vector<std::string>{id});
        QVERIFY((*keeper)->refresh()->empty());
        SHELF_OK(shop.apply("mia", {create(ThingKind::Season, "winter", {{"every", "\"11-15..12-24\""}, {"label", "\"Winter\""}})}));
        QVERIFY((*keeper)->refresh()->everything);
        QVERIFY((*keeper)->snapshot().definitions().has(ThingKind::Season, "winter"));
    }

    void onlyWhatIsAskedFor()
    {
        Shop shop;
        shop.stock(4);
        shop.link("mia", "P0", "P1");
        const auto keeper = CatalogKeeper::load(*shop.workspace, {false, std::set<std::string>{"price"}, {}});
        SHELF_OK(keeper);
        const Snapshot snapshot = (*keeper)->snapshot();
        QCOMPARE(snapshot.number("price", snapshot.find("P2")), 102.0);
        QVERIFY(!snapshot.column("name") && !snapshot.column("mount"));
        QCOMPARE(snapshot.links().size(), size_t(0));
        SHELF_OK(shop.apply("mia", {edit(*shop.workspace->product("P3").value(), "name", "\"New\"")}));
        SHELF_OK((*keeper)->refresh());
        QVERIFY(!(*keeper)->snapshot().column("name"));
    }
};

QTEST_APPLESS_MAIN(TestCatalogEqualsFile)
#include "tst_catalog_equals_file.moc"
