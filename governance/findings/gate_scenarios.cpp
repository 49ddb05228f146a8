#include "governance/findings/gate_scenarios.h"

#include "governance/preview/scenario_cause.h"

namespace shelf {

namespace {

constexpr size_t mostNamed = 20, mostTold = 3;

struct Failed {
    Scenario scenario;
    std::vector<ScenarioFailure> failures;
};

std::string told(const Failed& failed, const std::map<std::string, ScenarioCause>& causes)
{
    const ScenarioFailure& first = failed.failures.front();
    std::string text =
        failed.scenario.name + (first.expectation.empty() ? std::string(" could not run") : " expects: " + first.expectation);
    text += "; " + first.because;
    const auto cause = causes.find(failed.scenario.name);
    return text + "; " + (cause == causes.end() ? ScenarioCause() : cause->second).text();
}

} // namespace

Result<void> addScenarioCondition(GateResult& gate, Workspace& workspace, const Snapshot& catalog, const Progress& progress)
{
    std::vector<Failed> failed;
    size_t asked = 0;
    std::optional<PreviewEngine> engine;
    const std::string on = previewDay(workspace);
    for (const Thing* definition : scenariosOf(catalog.definitions())) {
        if (progress.cancelled())
            return Error{ErrorKind::Cancelled, "CANCELLED", "gate", "cancelled", "run it again"};
        auto scenario = scenarioFrom(*definition);
        if (!scenario) {
            failed.push_back({{definition->key, {}, {}, {}, true, {}}, {{{}, scenario.error().what, {}, {}}}});
            ++asked;
            continue;
        }
        if (!scenario->closesGate || scenario->state.kind == PreviewState::Kind::Release)
            continue;
        ++asked;
        if (!engine)
            engine.emplace(catalog, View::Leaving);
        if (auto failures = runScenario(*scenario, *engine, on); !failures.empty())
            failed.push_back({*std::move(scenario), std::move(failures)});
    }
    if (asked == 0)
        return {};
    GateCondition condition{"scenarios", failed.empty(), {}, failed.size(), {}, {}};
    std::vector<Scenario> failing;
    for (const Failed& each : failed)
        failing.push_back(each.scenario);
    const auto causes = whatBroke(workspace, failing, View::Leaving, on, progress);
    if (!causes)
        return causes.error();
    for (const Failed& each : failed) {
        if (condition.findings.size() < mostNamed)
            condition.findings.push_back("scenario:" + each.scenario.name);
        if (condition.findings.size() <= mostTold)
            condition.says += (condition.says.empty() ? "" : "; and ") + told(each, *causes);
    }
    const std::string all = std::to_string(asked) + (asked == 1 ? " scenario" : " scenarios");
    if (condition.met)
        condition.says = (asked == 1 ? "the scenario holds" : "all " + all + " hold") + std::string(" in what would be released");
    else
        condition.says = std::to_string(failed.size()) + " of " + all + (failed.size() == 1 ? " fails: " : " fail: ") + condition.says;
    condition.first = failed.empty() ? std::string() : "scenario " + failed.front().scenario.name;
    gate.open = gate.open && condition.met;
    gate.conditions.push_back(std::move(condition));
    return {};
}

} // namespace shelf
