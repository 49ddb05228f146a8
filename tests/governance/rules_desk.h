// Rules over a workspace made of definitions (governance/rules/example.h): their findings, and what their fixes make of it.
#pragma once

#include "governance/findings/fix.h"
#include "governance/findings/validator.h"
#include "governance/rules/example.h"
#include "model/domain/text.h"
#include "model/io/definitions_file.h"
#include "tests/support/catalog.h"

#include <QTemporaryDir>

namespace shelf::test {

inline constexpr int64_t rulesNow = 1792843200000; // 2026-10-24 12:00 UTC

struct RulesDesk {
    QTemporaryDir folder;
    std::unique_ptr<Workspace> workspace;
    Snapshot catalog;
    int files = 0;

    explicit RulesDesk(std::string_view example)
    {
        auto made = makeExample((folder.path() + QStringLiteral("/shop.shelf")).toStdString(), example, rulesNow);
        if (!made)
            qFatal("%s: %s; %s", made.error().where.c_str(), made.error().what.c_str(), made.error().tryThis.c_str());
        workspace = std::move(*made);
        load();
    }
    void load()
    {
        auto keeper = CatalogKeeper::load(*workspace);
        if (!keeper)
            qFatal("%s", keeper.error().what.c_str());
        catalog = (*keeper)->snapshot();
    }
    RuleSet rules() const
    {
        return RuleSet(catalog.definitions(), today([] { return rulesNow; }));
    }
    static ValidationRequest request(const std::string& rule, View view = View::Working)
    {
        ValidationRequest request;
        request.view = view;
        if (!rule.empty())
            request.rules = {rule};
        request.threads = 1;
        request.now = rulesNow;
        return request;
    }
    std::vector<Finding> findings(const std::string& rule, View view = View::Working) const
    {
        return validate(catalog, rules(), request(rule, view)).findings;
    }
    // The same, every subject looked at by itself.
    std::vector<Finding> findingsOneByOne(const std::string& rule) const
    {
        std::vector<Finding> all;
        const RuleSet set = rules();
        const auto look = [&](Subjects subjects) {
            subjects.everything = false;
            ValidationRequest one = request(rule);
            one.subjects = std::move(subjects);
            for (Finding& finding : validate(catalog, set, one).findings)
                all.push_back(std::move(finding));
        };
        for (Row row = 0; row < catalog.rows(); ++row) {
            if (catalog.exists(row))
                look({.products = {row}, .links = {}, .entries = {}});
            for (const Link& link : catalog.links().from(row))
                look({.products = {}, .links = {link}, .entries = {}});
        }
        for (const EntryPtr& entry : catalog.entries())
            look({.products = {}, .links = {}, .entries = {entry}});
        std::sort(all.begin(), all.end(), [](const Finding& a, const Finding& b) { return a.id < b.id; });
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }
    // "subject detail (others)" of each, sorted and joined.
    static QString shown(const std::vector<Finding>& findings)
    {
        QStringList texts;
        for (const Finding& finding : findings) {
            std::string text = finding.subject;
            if (!finding.detail.empty())
                text += " " + finding.detail;
            if (!finding.others.empty())
                text += " (" + join(finding.others, ", ") + ")";
            texts.append(QString::fromStdString(text));
        }
        texts.sort();
        return texts.join(QStringLiteral("; "));
    }
    // Mends what can be mended; how many findings that were.
    size_t fix(const std::string& rule)
    {
        const auto found = findings(rule);
        auto plan = planFixes(*workspace, catalog, rules(), found, request(rule));
        if (!plan)
            qFatal("%s: %s", plan.error().where.c_str(), plan.error().what.c_str());
        plan->changes.header.author = "ann";
        plan->changes.header.label = "fixes";
        if (!plan->changes.empty())
            if (const auto applied = workspace->apply(plan->changes); !applied)
                qFatal("%s: %s", applied.error().where.c_str(), applied.error().what.c_str());
        load();
        return plan->fixed.size();
    }
};

} // namespace shelf::test
