// One run of one rule: the catalog it looks at, which subjects, its parameters as they are set in this workspace, the date.
#pragma once

#include "governance/rules/settings.h"
#include "model/catalog/snapshot.h"
#include "model/domain/date.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

class Compatibility;
class Rule;
struct BundleFigures;

// What is looked at. Where not everything is, these and no others.
struct Subjects {
    bool everything = true;
    std::vector<Row> products; // sorted
    std::vector<Link> links;
    std::vector<EntryPtr> entries;
};

// What all rules of one validation share.
class RunFrame {
public:
    RunFrame(Snapshot catalog, View view, Days today, int64_t now, const std::atomic<bool>* cancel = nullptr);
    ~RunFrame();
    const Snapshot catalog;
    const View view;
    const Days today;
    const int64_t now; // milliseconds since 1970
    const std::atomic<bool>* const cancel;
    // Made when first asked for; any thread.
    const Compatibility& compatibility() const;
    // Of a bundle that lives as long as the frame; worked out once for all rules, any thread.
    const BundleFigures& bundleFigures(const Entry& bundle) const;

private:
    struct Lazy;
    std::unique_ptr<Lazy> m_lazy;
};

// A number that may be set differently for some families, categories or channels.
class NumberSetting {
public:
    double value() const { return m_base; } // where nothing is set for the subject
    double at(Row row) const { return m_settings ? atSlow(row, {}) : m_base; }
    double at(Row row, std::string_view channel) const { return m_settings ? atSlow(row, channel) : m_base; }

private:
    friend class RuleRun;
    double atSlow(Row row, std::string_view channel) const;
    double m_base = 0;
    const RuleSettings* m_settings = nullptr; // where something is set for some of them
    const Snapshot* m_catalog = nullptr;
    std::string m_name;
};

class RuleRun {
public:
    using Deadline = std::chrono::steady_clock::time_point;
    RuleRun(const RunFrame& frame, const Rule& rule, const RuleSettings& settings, const Subjects& subjects,
        Deadline deadline = Deadline::max())
        : m_frame(frame), m_rule(rule), m_settings(settings), m_subjects(subjects), m_deadline(deadline)
    {
    }

    const Rule& rule() const { return m_rule; }
    const RuleSettings& settings() const { return m_settings; }
    const Snapshot& catalog() const { return m_frame.catalog; }
    View view() const { return m_frame.view; }
    Days today() const { return m_frame.today; }
    int64_t now() const { return m_frame.now; }
    const Definitions& definitions() const { return m_frame.catalog.definitions(); }
    const Compatibility& compatibility() const { return m_frame.compatibility(); }
    const BundleFigures& bundleFigures(const Entry& bundle) const { return m_frame.bundleFigures(bundle); }
    // Somebody asked to stop, or the rule has had its time.
    bool cancelled() const { return (m_frame.cancel && m_frame.cancel->load(std::memory_order_relaxed)) || isLate(); }
    bool isLate() const { return m_deadline != Deadline::max() && std::chrono::steady_clock::now() > m_deadline; }

    // Parameters by name; the name must be one of the rule's.
    double number(std::string_view name) const; // where it does not vary with the subject
    NumberSetting numberSetting(std::string_view name) const;
    bool flag(std::string_view name) const;
    std::string text(std::string_view name) const;
    std::vector<std::string> texts(std::string_view name) const;

    // --- the subjects in scope; of the run's view where they are mappings -------------------------------------------------
    bool everything() const { return m_subjects.everything; }
    void forEachProduct(const std::function<void(Row)>& visit) const; // that exist
    void forEachLink(const std::function<void(const Link&)>& visit) const;
    void forEachEntry(MappingKind kind, const std::function<void(const Entry&)>& visit) const;

private:
    const RunFrame& m_frame;
    const Rule& m_rule;
    const RuleSettings& m_settings;
    const Subjects& m_subjects;
    Deadline m_deadline;
};

} // namespace shelf
