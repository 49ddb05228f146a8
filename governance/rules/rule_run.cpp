#include "governance/rules/rule_run.h"

#include "governance/compatibility/compatibility.h"
#include "governance/offers/bundle_figures.h"

#include <mutex>
#include <optional>
#include <unordered_map>

namespace shelf {

struct RunFrame::Lazy {
    std::once_flag once;
    std::optional<Compatibility> compatibility;
    std::once_flag calculatorOnce;
    std::optional<BundleCalculator> calculator;
    std::mutex bundlesMutex;
    std::unordered_map<const Entry*, std::unique_ptr<const BundleFigures>> bundles;
};

RunFrame::RunFrame(Snapshot snapshot, View which, Days day, int64_t moment, const std::atomic<bool>* cancelFlag)
    : catalog(std::move(snapshot)), view(which), today(day), now(moment), cancel(cancelFlag), m_lazy(std::make_unique<Lazy>())
{
}

RunFrame::~RunFrame() = default;

const Compatibility& RunFrame::compatibility() const
{
    std::call_once(m_lazy->once, [this] { m_lazy->compatibility.emplace(catalog, view); });
    return *m_lazy->compatibility;
}

const BundleFigures& RunFrame::bundleFigures(const Entry& bundle) const
{
    {
        const std::lock_guard lock(m_lazy->bundlesMutex);
        if (const auto found = m_lazy->bundles.find(&bundle); found != m_lazy->bundles.end())
            return *found->second;
    }
    std::call_once(m_lazy->calculatorOnce, [this] { m_lazy->calculator.emplace(catalog); });
    auto figures = std::make_unique<const BundleFigures>(m_lazy->calculator->figures(bundle));
    const std::lock_guard lock(m_lazy->bundlesMutex);
    return *m_lazy->bundles.try_emplace(&bundle, std::move(figures)).first->second;
}

double NumberSetting::atSlow(Row row, std::string_view channel) const
{
    return m_settings->parameter(m_name, *m_catalog, row, channel).toDouble(m_base);
}

double RuleRun::number(std::string_view name) const
{
    return m_settings.parameter(name).toDouble();
}

NumberSetting RuleRun::numberSetting(std::string_view name) const
{
    NumberSetting setting;
    setting.m_base = number(name);
    if (m_settings.varies(name)) {
        setting.m_settings = &m_settings;
        setting.m_catalog = &catalog();
        setting.m_name = name;
    }
    return setting;
}

bool RuleRun::flag(std::string_view name) const
{
    return m_settings.parameter(name).toBool();
}

std::string RuleRun::text(std::string_view name) const
{
    return m_settings.parameter(name).text();
}

std::vector<std::string> RuleRun::texts(std::string_view name) const
{
    return m_settings.parameter(name).toStrings();
}

void RuleRun::forEachProduct(const std::function<void(Row)>& visit) const
{
    if (!m_subjects.everything) {
        for (const Row row : m_subjects.products)
            if (catalog().exists(row))
                visit(row);
        return;
    }
    const Row rows = catalog().rows();
    for (Row row = 0; row < rows; ++row) {
        if (row % chunkRows == 0 && cancelled())
            return;
        if (catalog().exists(row))
            visit(row);
    }
}

void RuleRun::forEachLink(const std::function<void(const Link&)>& visit) const
{
    if (!m_subjects.everything) {
        for (const Link& link : m_subjects.links)
            if (link.in(view()))
                visit(link);
        return;
    }
    const Links& links = catalog().links();
    const Row rows = catalog().rows();
    for (Row row = 0; row < rows; ++row) {
        if (row % chunkRows == 0 && cancelled())
            return;
        for (const Link& link : links.from(row))
            if (link.in(view()))
                visit(link);
    }
}

void RuleRun::forEachEntry(MappingKind kind, const std::function<void(const Entry&)>& visit) const
{
    if (m_subjects.everything) {
        for (const EntryPtr& entry : catalog().entriesOf(kind))
            if (entry->in(view()))
                visit(*entry);
        return;
    }
    for (const EntryPtr& entry : m_subjects.entries)
        if (entry->kind == kind && entry->in(view()))
            visit(*entry);
}

} // namespace shelf
