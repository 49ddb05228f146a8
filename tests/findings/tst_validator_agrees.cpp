// Validation of everything, of what an edit can have affected, and of single subjects give the same findings, for every rule, after
// any change. The shop that is shaken is the sample with defects, in which every rule has something to find.
#include "governance/findings/derived.h"
#include "governance/review/review.h"
#include "governance/sample/sample_shop.h"
#include "tests/findings/rule_desk.h"

#include <QElapsedTimer>

#include <random>

using namespace shelf;
using namespace shelf::test;

namespace {

// Makes one random edit after the other: values move from product to product, mappings are copied, bent, retired, taken away.
class Shaking {
public:
    Shaking(Workspace& workspace, unsigned seed) : m_workspace(workspace), m_random(seed) { }

    // Whether something was changed.
    bool shake()
    {
        switch (below(12)) {
        case 0:
        case 1:
        case 2:
        case 3:
            return moveValues();
        case 4:
        case 5:
            return newLink();
        case 6:
        case 7:
        case 8:
            return bendMapping();
        case 9:
            return review();
        case 10:
            return newProduct();
        default:
            return undo();
        }
    }

private:
    size_t below(size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(m_random); }
    template <typename T> const T& any(const std::vector<T>& list) { return list[below(list.size())]; }

    std::vector<Thing> products()
    {
        std::vector<Thing> all;
        (void)m_workspace.forEachProduct([&](const Thing& product) {
            all.push_back(product);
            return true;
        });
        return all;
    }
    std::vector<MappingState> mappings()
    {
        std::vector<MappingState> all;
        (void)m_workspace.forEachMapping({}, [&](const MappingState& mapping) {
            all.push_back(mapping);
            return true;
        });
        return all;
    }
    bool apply(ChangeSet changes)
    {
        changes.header.author = "shaker";
        return !changes.empty() && m_workspace.apply(changes).ok(); // what the store refuses was no change
    }

    // Up to three products take over fields of another, or lose them.
    bool moveValues()
    {
        const auto all = products();
        ChangeSet changes;
        for (size_t i = 0, count = 1 + below(3); i < count; ++i) {
            const Thing& before = any(all);
            const Thing& other = any(all);
            Thing after = before;
            for (size_t field = 0, fields = 1 + below(3); field < fields; ++field) {
                const Thing& from = below(4) == 0 ? before : other;
                if (from.fields.empty())
                    continue;
                const auto& [name, value] = *(from.fields.begin() + static_cast<ptrdiff_t>(below(from.fields.size())));
                if (name != "parent")
                    after.fields.set(name, below(4) == 0 ? std::string() : value);
            }
            if (below(4) == 0)
                after.fields.setText("lifecycle", below(2) ? "retired" : "active");
            if (below(12) == 0 && other.key != before.key && !other.fields.has("parent"))
                after.fields.setText("parent", other.key);
            after.revision = before.revision + 1;
            if (auto change = difference(before, after))
                changes.add(std::move(*change));
        }
        return apply(std::move(changes));
    }

    bool newLink()
    {
        const auto all = products();
        const std::string source = any(all).key, target = any(all).key;
        std::vector<const Thing*> types = m_workspace.definitions().all(ThingKind::LinkType);
        const std::string type = any(types)->key;
        const LinkType* info = m_workspace.definitions().linkType(type);
        const bool turn = info->symmetric && target < source;
        const LinkId id{turn ? target : source, type, turn ? source : target, {}};
        ChangeSet changes;
        changes.add(create(ThingKind::Mapping, id.text(),
            {{"source", jsonString(id.source)}, {"type", jsonString(type)}, {"target", jsonString(id.target)},
                {"rank", std::to_string(1 + below(4))}}));
        return apply(std::move(changes));
    }

    bool newProduct()
    {
        const auto all = products();
        const Thing& like = any(all);
        Thing made = like;
        made.key = like.key + "-" + std::to_string(below(1000));
        ChangeSet changes;
        if (below(2)) {
            Thing before{ThingKind::Product, made.key, 0, 0, {}};
            made.revision = 1;
            if (auto change = difference(before, made))
                changes.add(std::move(*change));
        } else {
            Thing gone = like;
            gone.revision = 0;
            gone.fields.clear();
            if (auto change = difference(like, gone))
                changes.add(std::move(*change)); // refused where it is in use
        }
        return apply(std::move(changes));
    }

    // A mapping takes a field of another of its kind, loses one, is retired or deleted.
    bool bendMapping()
    {
        const auto all = mappings();
        const MappingState& before = any(all);
        Thing now{ThingKind::Mapping, before.id, before.revision, 0, before.working()};
        Thing after = now;
        after.revision = now.revision + 1;
        ChangeSet changes;
        if (below(5) == 0) {
            if (before.approved.number == 0) {
                after.revision = 0;
                after.fields.clear();
            } else if (!before.workingRetired()) {
                changes.add({ThingKind::Mapping, before.id, ChangeOp::Edit, before.revision, {{"@retire", {}, "true"}}});
                return apply(std::move(changes));
            }
        } else {
            std::vector<const MappingState*> alike;
            for (const MappingState& mapping : all)
                if (mappingKindOf(mapping.id) == mappingKindOf(before.id))
                    alike.push_back(&mapping);
            const FieldMap& from = below(3) == 0 ? before.working() : any(alike)->working();
            const auto& [name, value] = *(from.begin() + static_cast<ptrdiff_t>(below(from.size())));
            if (name != "source" && name != "target" && name != "type" && name != "variant")
                after.fields.set(name, below(4) == 0 ? std::string() : value);
        }
        if (auto change = difference(now, after))
            changes.add(std::move(*change));
        return apply(std::move(changes));
    }

    bool review()
    {
        ReviewRequest request;
        request.verb = below(2) ? ReviewVerb::Submit : below(3) ? ReviewVerb::Approve : ReviewVerb::Reject;
        request.author = request.verb == ReviewVerb::Submit ? "shaker" : "judge";
        request.comment = "so";
        for (const MappingState& mapping : mappings())
            if (mapping.hasDraft && below(3) == 0)
                request.ids.push_back(mapping.id);
        if (request.ids.empty())
            return false;
        const auto done = shelf::review(m_workspace, request);
        return done.ok() && done->number;
    }

    bool undo()
    {
        const auto undone = m_workspace.undo("shaker");
        return undone.ok() && undone->number;
    }

    Workspace& m_workspace;
    std::mt19937 m_random;
};

// The sample in which every rule finds something.
std::unique_ptr<Workspace> richShop(const std::string& path)
{
    const auto made = makeSampleShop(path, fixedClock(examplesNow), Sample::Defects);
    if (!made)
        qFatal("%s: %s", made.error().where.c_str(), made.error().what.c_str());
    return must(Workspace::open(path, {false, fixedClock(examplesNow)}));
}

std::map<std::string, Finding> byId(const std::vector<Finding>& findings)
{
    std::map<std::string, Finding> map;
    for (const Finding& finding : findings)
        map.emplace(finding.id, finding);
    return map;
}

QByteArray firstDifference(const std::map<std::string, Finding>& kept, const std::map<std::string, Finding>& whole)
{
    QByteArray text;
    for (const auto& [id, finding] : whole)
        if (!kept.contains(id))
            text += "missing: " + told({finding});
        else if (!(kept.at(id) == finding))
            text += "differs: " + told({kept.at(id), finding});
    for (const auto& [id, finding] : kept)
        if (!whole.contains(id))
            text += "stale: " + told({finding});
    return text.left(4000);
}

// Findings of rules that need no look at everything.
std::map<std::string, Finding> nearby(const std::map<std::string, Finding>& findings)
{
    std::map<std::string, Finding> near;
    for (const auto& [id, finding] : findings) {
        const Rule* rule = builtInRule(finding.rule);
        if (rule && rule->info().unit != Unit::Catalog && finding.rule != approvedWithErrorRule)
            near.emplace(id, finding);
    }
    return near;
}

} // namespace

class ValidatorAgreesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsKeptCurrentIsWhatAWholeRunFinds_data()
    {
        QTest::addColumn<unsigned>("seed");
        QTest::addColumn<bool>("approved");
        for (unsigned seed = 1; seed <= 3; ++seed)
            QTest::addRow("seed %u", seed) << seed << (seed == 3);
        if (const int more = qEnvironmentVariableIntValue("SHELF_SEEDS"))
            for (unsigned seed = 100; seed < 100 + static_cast<unsigned>(more); ++seed)
                QTest::addRow("seed %u", seed) << seed << (seed % 2 == 0);
    }
    void whatIsKeptCurrentIsWhatAWholeRunFinds()
    {
        QFETCH(unsigned, seed);
        QFETCH(bool, approved);
        QTemporaryDir folder;
        const std::string path = folder.path().toStdString() + "/shop.shelf";
        auto workspace = richShop(path);
        const auto keeper = must(CatalogKeeper::load(*workspace));
        ValidationRequest request = runOf();
        request.view = approved ? View::Approved : View::Working;
        Validator validator(request);
        validator.validateAll(keeper->snapshot());
        Validator patient(request); // lets the rules over everything wait
        patient.validateAll(keeper->snapshot());
        Shaking shaking(*workspace, seed);
        const int steps = qEnvironmentVariableIntValue("SHELF_STEPS") ? qEnvironmentVariableIntValue("SHELF_STEPS") : 60;
        for (int step = 0, changed = 0; changed < steps && step < 10 * steps; ++step) {
            if (!shaking.shake())
                continue;
            ++changed;
            const auto before = validator.findings();
            const auto changes = must(keeper->refresh());
            const auto delta = validator.update(keeper->snapshot(), changes, examplesNow);
            const auto whole = byId(found(keeper->snapshot(), {}, request.view));
            const QByteArray difference = firstDifference(validator.findings(), whole);
            QVERIFY2(difference.isEmpty(),
                QByteArray("after step " + QByteArray::number(step) + " ("
                    + QByteArray::fromStdString(must(workspace->history({{}, {}, {}, {}, 1, 6, nullptr})).front().header.label) + "):\n"
                    + difference));
            // The delta says exactly what is different.
            auto followed = before;
            for (const std::string& id : delta.gone)
                QCOMPARE(followed.erase(id), size_t(1));
            for (const Finding& finding : delta.appeared)
                QVERIFY(followed.emplace(finding.id, finding).second);
            for (const Finding& finding : delta.changed)
                followed.at(finding.id) = finding;
            QVERIFY(followed == validator.findings());
            // What is nearby is right at once, everything else when nothing waits any more.
            patient.updateNear(keeper->snapshot(), changes, examplesNow);
            QCOMPARE(firstDifference(nearby(patient.findings()), nearby(whole)), QByteArray());
            if (changed % 3)
                continue;
            while (patient.settleOne()) { }
            QCOMPARE(firstDifference(patient.findings(), whole), QByteArray());
        }
    }

    // One product or mapping looked at alone: the whole run's findings that speak of it.
    void aSubjectAloneHasTheFindingsOfTheWhole()
    {
        QTemporaryDir folder;
        const std::string path = folder.path().toStdString() + "/shop.shelf";
        auto workspace = richShop(path);
        const auto keeper = must(CatalogKeeper::load(*workspace));
        const Snapshot& catalog = keeper->snapshot();
        const RuleSet rules(catalog.definitions(), today([] { return examplesNow; }));
        const auto whole = found(catalog);
        std::set<std::string> subjects;
        for (const Finding& finding : whole)
            if (finding.kind == SubjectKind::Product || finding.kind == SubjectKind::Mapping)
                subjects.insert(finding.subject);
        for (Row row = 0; row < catalog.rows(); row += 17)
            subjects.emplace(catalog.sku(row));
        for (const std::string& subject : subjects) {
            ValidationRequest request = runOf();
            request.subjects = must(subjectsNamed(catalog, {subject}));
            auto alone = validate(catalog, rules, request).findings;
            std::erase_if(alone, [&](const Finding& finding) { return finding.subject != subject; });
            auto expected = whole;
            std::erase_if(expected, [&](const Finding& finding) { return finding.subject != subject; });
            QVERIFY2(alone == expected, told(alone) + "instead of\n" + told(expected));
        }
    }
};

QTEST_APPLESS_MAIN(ValidatorAgreesTest)
#include "tst_validator_agrees.moc"
