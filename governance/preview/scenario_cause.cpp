#include "governance/preview/scenario_cause.h"

#include "model/domain/mapping.h"
#include "model/query/past_catalog.h"

#include <algorithm>
#include <set>
#include <utility>

namespace shelf {

namespace {

// What changes in one change set, as far as it can matter to a preview.
struct Touch {
    bool settings = false;
    std::set<std::string> products, mappings, scenarios;
};

bool decidesOnPreviews(ThingKind kind)
{
    return isDefinition(kind) && kind != ThingKind::Rule && kind != ThingKind::Waiver && kind != ThingKind::Profile
        && kind != ThingKind::Scenario;
}

Result<Touch> touchOf(Workspace& workspace, uint64_t number)
{
    Touch touch;
    const auto read = workspace.readChangeSet(number, [&touch](const ChangeBlock& block) -> Result<void> {
        touch.settings = touch.settings || decidesOnPreviews(block.kind);
        std::set<std::string>* keys = block.kind == ThingKind::Product ? &touch.products
            : block.kind == ThingKind::Mapping                         ? &touch.mappings
            : block.kind == ThingKind::Scenario                        ? &touch.scenarios
                                                                       : nullptr;
        for (size_t row = 0; keys && row < block.rows(); ++row)
            keys->emplace(block.keys.at(row));
        return {};
    });
    return read ? Result<Touch>(std::move(touch)) : Result<Touch>(read.error());
}

// One scenario that fails, and what it looks at.
class Suspect {
public:
    explicit Suspect(Scenario scenario) : m_scenario(std::move(scenario))
    {
        m_anchors.insert(m_scenario.request.anchors.begin(), m_scenario.request.anchors.end());
        m_anchors.insert(m_scenario.request.owned.begin(), m_scenario.request.owned.end());
        m_products = m_anchors;
        for (const Expectation& expectation : m_scenario.expect)
            m_products.insert(expectation.ids.begin(), expectation.ids.end());
    }

    const Scenario& scenario() const { return m_scenario; }
    bool takeGrown() { return std::exchange(m_grown, false); } // whether more has become of interest

    // Links from or to an anchor or what is expected; everything that is no link may give more.
    bool concerns(std::string_view mapping) const
    {
        const auto link = LinkId::parse(mapping);
        return !link || m_products.contains(link->source) || m_products.contains(link->target);
    }
    bool concerns(const Touch& touch) const
    {
        const auto isIn = [](const std::set<std::string>& all) { return [&all](const std::string& each) { return all.contains(each); }; };
        return touch.settings || std::any_of(touch.products.begin(), touch.products.end(), isIn(m_products))
            || std::any_of(touch.mappings.begin(), touch.mappings.end(), [this](const std::string& id) { return concerns(id); });
    }

    // Whether it passes over this content; what it sees there is of interest from now on.
    bool passes(const PreviewEngine& engine, const std::string& on)
    {
        PreviewRequest request = m_scenario.request;
        if (request.on.empty())
            request.on = on;
        if (const auto preview = engine.preview(request))
            for (const auto* list : {&preview->shown, &preview->excluded})
                for (const PreviewItem& item : *list)
                    m_grown |= m_products.insert(item.id).second;
        return runScenario(m_scenario, engine, on).empty();
    }

private:
    Scenario m_scenario;
    std::set<std::string> m_anchors, m_products;
    bool m_grown = false;
};

Result<ChangeSetNote> noteOf(Workspace& workspace, uint64_t number)
{
    HistoryFilter filter;
    filter.since = number - 1;
    const auto entries = workspace.history(filter);
    if (!entries)
        return entries.error();
    for (const HistoryEntry& entry : *entries)
        if (entry.header.number == number)
            return ChangeSetNote{number, entry.header.author, entry.header.time, entry.header.label};
    return ChangeSetNote{number, {}, {}, {}};
}

class Search {
public:
    Search(Workspace& workspace, View view, std::string on, const CauseLimits& limits, const Progress& progress)
        : m_workspace(workspace), m_view(view), m_on(std::move(on)), m_limits(limits), m_progress(progress)
    {
    }

    Result<std::map<std::string, ScenarioCause>> run(const std::vector<Scenario>& failing)
    {
        auto past = PastCatalog::load(m_workspace, m_progress);
        if (!past)
            return past.error();
        const PreviewEngine now(past->snapshot(), m_view);
        for (const Scenario& scenario : failing) {
            m_open.emplace_back(scenario);
            (void)m_open.back().passes(now, m_on); // to know what it sees
        }
        for (size_t step = 0; step < m_limits.steps && past->number() > 0 && !m_open.empty(); ++step) {
            if (m_progress.cancelled())
                return Error{ErrorKind::Cancelled, "CANCELLED", "scenario", "cancelled", "run it again"};
            const auto going = stepBack(*past);
            if (!going)
                return going.error();
            if (!*going)
                break;
        }
        return std::move(m_causes);
    }

private:
    // False: there is nothing further to look at.
    Result<bool> stepBack(PastCatalog& past)
    {
        const uint64_t number = past.number();
        const auto touch = touchOf(m_workspace, number);
        if (!touch)
            return touch.error().code == "ARCHIVED" ? Result<bool>(false) : Result<bool>(touch.error());
        const auto interest = [this](std::string_view mapping) {
            return std::any_of(m_open.begin(), m_open.end(), [&](const Suspect& suspect) { return suspect.concerns(mapping); });
        };
        if (const auto stepped = past.stepBack(interest); !stepped)
            return stepped.error();
        std::vector<bool> concerned;
        for (const Suspect& suspect : m_open)
            concerned.push_back(suspect.concerns(*touch));
        if (std::find(concerned.begin(), concerned.end(), true) != concerned.end()) {
            if (++m_runs > m_limits.runs)
                return false;
            // What is seen may make more mappings interesting, which were passed over until now: then it is looked at once more.
            for (bool again = true; again;) {
                const PreviewEngine engine(past.snapshot(), m_view);
                for (size_t i = m_open.size(); i-- > 0;)
                    if (concerned[i] && m_open[i].passes(engine, m_on)) {
                        if (const auto settled = settle(i, ScenarioCause::Kind::Edit, number); !settled)
                            return settled.error();
                        concerned.erase(concerned.begin() + static_cast<ptrdiff_t>(i));
                    }
                again = false;
                bool grown = false;
                for (Suspect& suspect : m_open)
                    grown |= suspect.takeGrown();
                if (grown) {
                    const auto revisited = past.revisit(interest);
                    if (!revisited)
                        return revisited.error();
                    again = *revisited && ++m_runs <= m_limits.runs;
                }
            }
        }
        for (size_t i = m_open.size(); i-- > 0;)
            if (touch->scenarios.contains(m_open[i].scenario().name))
                if (const auto settled = settle(i, ScenarioCause::Kind::Written, number); !settled)
                    return settled.error();
        return true;
    }

    Result<void> settle(size_t suspect, ScenarioCause::Kind kind, uint64_t number)
    {
        auto note = noteOf(m_workspace, number);
        if (!note)
            return note.error();
        m_causes[m_open[suspect].scenario().name] = {kind, *std::move(note)};
        m_open.erase(m_open.begin() + static_cast<ptrdiff_t>(suspect));
        return {};
    }

    Workspace& m_workspace;
    const View m_view;
    const std::string m_on;
    const CauseLimits& m_limits;
    const Progress& m_progress;
    std::vector<Suspect> m_open;
    std::map<std::string, ScenarioCause> m_causes;
    size_t m_runs = 0;
};

} // namespace

std::string ScenarioCause::text() const
{
    switch (kind) {
    case Kind::Edit:
        return "broken by " + change.text();
    case Kind::Written:
        return "it has failed since " + change.text() + " wrote it";
    case Kind::Unknown:
        break;
    }
    return "no change set is known to have broken it";
}

Result<std::map<std::string, ScenarioCause>> whatBroke(Workspace& workspace, const std::vector<Scenario>& failing, View view,
    const std::string& on, const Progress& progress, const CauseLimits& limits)
{
    if (failing.empty())
        return std::map<std::string, ScenarioCause>();
    return Search(workspace, view, on, limits, progress).run(failing);
}

} // namespace shelf
