// A workspace made of definitions, its catalog in memory, and what one rule finds in it.
#pragma once

#include "governance/rules/example.h"
#include "governance/rules/registry.h"
#include "model/io/definitions_file.h"
#include "model/query/catalog_keeper.h"
#include "tests/support/catalog.h"

#include <QTemporaryDir>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace shelf::test {

class CollectingSink final : public FindingSink {
public:
    explicit CollectingSink(const RuleRun& run) : FindingSink(run) { }
    std::vector<Finding> findings;

protected:
    void take(Finding finding) override { findings.push_back(std::move(finding)); }
};

class OffersDesk {
public:
    static constexpr int64_t now = 1792800000000; // 2026-10-24

    explicit OffersDesk(const std::string& definitions) { become(makeExample(path(), definitions, now)); }
    explicit OffersDesk(Result<std::unique_ptr<Workspace>> made) { become(std::move(made)); }

    Workspace& workspace() { return *m_workspace; }
    const Snapshot& catalog() const { return m_keeper->snapshot(); }
    Row row(const std::string& sku) const { return catalog().find(sku); }
    EntryPtr entry(const std::string& id) const { return catalog().entry(id, View::Working); }

    // More definitions on top.
    void apply(const std::string& definitions)
    {
        const std::string file = (m_folder.path() + QStringLiteral("/more.yaml")).toStdString();
        QFile out(QString::fromStdString(file));
        if (!out.open(QIODevice::WriteOnly) || out.write(definitions.data(), static_cast<qint64>(definitions.size())) < 0)
            qFatal("cannot write");
        out.close();
        const auto applied = applyDefinitionFiles(*m_workspace, {file}, "ann");
        if (!applied)
            qFatal("%s: %s", applied.error().where.c_str(), applied.error().what.c_str());
        refresh();
    }

    void refresh()
    {
        const auto refreshed = m_keeper->refresh();
        if (!refreshed)
            qFatal("%s", refreshed.error().what.c_str());
    }

    std::vector<Finding> findings(std::string_view id, const FieldMap& set = {}) const
    {
        const Rule* rule = builtInRule(id);
        if (!rule)
            qFatal("no rule %s", std::string(id).c_str());
        const RunFrame frame(catalog(), View::Working, 20750, now);
        const RuleSettings settings(rule->info(), set);
        const Subjects everything;
        const RuleRun run(frame, *rule, settings, everything);
        CollectingSink sink(run);
        rule->check(run, sink);
        return std::move(sink.findings);
    }

    std::string messages(std::string_view id, const FieldMap& set = {}) const
    {
        std::vector<std::string> lines;
        for (const Finding& finding : findings(id, set))
            lines.push_back(std::string(severityName(finding.severity)) + ": " + finding.message);
        std::sort(lines.begin(), lines.end());
        std::string text;
        for (const std::string& line : lines)
            text += line + "\n";
        return text;
    }

    // Applies what mends every finding of a rule; how many steps that took.
    size_t fix(std::string_view id)
    {
        const Rule* rule = builtInRule(id);
        const RunFrame frame(catalog(), View::Working, 20750, now);
        const RuleSettings settings(rule->info(), {});
        const Subjects everything;
        const RuleRun run(frame, *rule, settings, everything);
        std::vector<Change> changes;
        for (const Finding& finding : findings(id))
            for (const FixStep& step : rule->fix(run, finding)) {
                const auto state = m_workspace->mapping(step.key);
                Change change{step.kind, step.key, step.op, (*state)->revision, {}};
                for (const auto& [field, json] : step.fields)
                    change.fields.push_back({field, std::string((*state)->working().get(field)), json});
                changes.push_back(std::move(change));
            }
        const size_t count = changes.size();
        if (count == 0)
            return 0;
        const auto applied = m_workspace->apply(changeSet("ann", "Fix", std::move(changes)));
        if (!applied)
            qFatal("%s: %s", applied.error().where.c_str(), applied.error().what.c_str());
        refresh();
        return count;
    }

private:
    std::string path() const { return (m_folder.path() + QStringLiteral("/shop.shelf")).toStdString(); }

    void become(Result<std::unique_ptr<Workspace>> made)
    {
        if (!made)
            qFatal("%s: %s", made.error().where.c_str(), made.error().what.c_str());
        m_workspace = std::move(*made);
        auto keeper = CatalogKeeper::load(*m_workspace);
        if (!keeper)
            qFatal("%s", keeper.error().what.c_str());
        m_keeper = std::move(*keeper);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<CatalogKeeper> m_keeper;
};

} // namespace shelf::test
