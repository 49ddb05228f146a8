// shelfctl scenario: saved previews with expectations, run as tests.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/preview_view.h"
#include "app/shelfctl/session.h"
#include "governance/findings/trial.h"
#include "governance/preview/scenario_cause.h"
#include "governance/release/release_catalog.h"
#include "model/domain/text.h"

#include <map>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::optional<std::string> file;
    std::vector<std::string> only;
};

// The workspace's vocabulary without its scenarios, so that what is there afterwards is the file's.
Definitions withoutScenarios(const Definitions& definitions)
{
    std::vector<Thing> things;
    for (int kind = 0; kind <= UINT8_MAX; ++kind)
        if (isDefinition(static_cast<ThingKind>(kind)) && static_cast<ThingKind>(kind) != ThingKind::Scenario
            && !kindName(static_cast<ThingKind>(kind)).empty())
            for (const Thing* thing : definitions.all(static_cast<ThingKind>(kind)))
                things.push_back(*thing);
    return Definitions(std::move(things));
}

Result<std::vector<Scenario>> scenariosFor(Workspace& workspace, const Options& options)
{
    Definitions definitions = workspace.definitions();
    if (options.file) {
        auto trial = tryDefinitions(withoutScenarios(definitions), {*options.file}, workspace.clock());
        if (!trial)
            return trial.error();
        definitions = std::move(trial->definitions);
    }
    std::vector<Scenario> scenarios;
    std::vector<std::string> names;
    for (const Thing* definition : scenariosOf(definitions)) {
        names.push_back(definition->key);
        if (!options.only.empty() && std::find(options.only.begin(), options.only.end(), definition->key) == options.only.end())
            continue;
        auto scenario = scenarioFrom(*definition);
        if (!scenario)
            return scenario.error();
        scenarios.push_back(*std::move(scenario));
    }
    for (const std::string& only : options.only)
        if (std::find(names.begin(), names.end(), only) == names.end()) {
            const auto near = nearest(only, names);
            return rejected("UNKNOWN_SCENARIO", "--only", "there is no scenario " + inQuotes(only),
                near ? "did you mean '" + *near + "'?" : "`shelfctl dump` writes all of them");
        }
    return scenarios;
}

struct Ran {
    Scenario scenario;
    std::string state;
    std::vector<ScenarioFailure> failures;
};

// One engine for each state that is asked for.
Result<std::vector<Ran>> runAll(StateCatalogs& states, std::vector<Scenario> scenarios, const Progress& progress)
{
    struct Prepared {
        StateContent content;
        std::unique_ptr<PreviewEngine> engine;
    };
    std::map<std::string, Prepared> prepared;
    std::vector<Ran> all;
    for (Scenario& scenario : scenarios) {
        if (progress.cancelled())
            return Error{ErrorKind::Cancelled, "CANCELLED", "scenario run", "cancelled", "run it again"};
        Ran ran{std::move(scenario), {}, {}};
        ran.state = ran.scenario.state.text();
        auto found = prepared.find(ran.state);
        if (found == prepared.end()) {
            auto content = states.content(ran.scenario.state);
            if (!content && content.error().kind != ErrorKind::Rejected)
                return content.error();
            if (!content) { // a release that is not there
                ran.failures.push_back({{}, content.error().where + ": " + content.error().what, {}, {}});
                all.push_back(std::move(ran));
                continue;
            }
            auto engine = std::make_unique<PreviewEngine>(content->catalog, content->view);
            found = prepared.emplace(ran.state, Prepared{*std::move(content), std::move(engine)}).first;
        }
        ran.failures = runScenario(ran.scenario, *found->second.engine, found->second.content.on);
        all.push_back(std::move(ran));
    }
    return all;
}

// Of saved scenarios: which change set broke them.
Result<std::map<std::string, ScenarioCause>> causesOf(Workspace& workspace, const std::vector<Ran>& all, const Progress& progress)
{
    std::map<std::string, ScenarioCause> causes;
    for (const auto& [kind, view] : {std::pair(PreviewState::Kind::Draft, View::Working), {PreviewState::Kind::Approved, View::Approved}}) {
        std::vector<Scenario> failing;
        for (const Ran& ran : all)
            if (!ran.failures.empty() && ran.scenario.state.kind == kind)
                failing.push_back(ran.scenario);
        auto found = whatBroke(workspace, failing, view, previewDay(workspace), progress);
        if (!found)
            return found.error();
        causes.merge(*found);
    }
    return causes;
}

Json failureJson(const Ran& ran, const ScenarioFailure& failure, const ScenarioCause* cause)
{
    Json json = Json::object({{"scenario", Json::string(ran.scenario.name)}});
    json.setIf("expectation", failure.expectation);
    json.set("because", Json::string(failure.because));
    if (!failure.flip.empty())
        json.set("flip", flipJson(failure.flip));
    json.setIf("note", failure.note);
    json.set("state", Json::string(ran.state));
    json.set("gate", Json::boolean(ran.scenario.closesGate));
    if (cause && cause->kind != ScenarioCause::Kind::Unknown)
        json.set("cause",
            Json::object({{"changeset", Json::number(int64_t(cause->change.number))}, {"author", Json::string(cause->change.author)},
                {"time", Json::string(cause->change.time)}, {"label", Json::string(cause->change.label)},
                {"says", Json::string(cause->text())}}));
    return json;
}

std::string ranText(const Ran& ran, const ScenarioCause* cause)
{
    std::string text = (ran.failures.empty() ? "ok      " : "failed  ") + ran.scenario.name
        + (ran.scenario.label.empty() ? "" : "  " + forTerminal(ran.scenario.label)) + "\n";
    for (const ScenarioFailure& failure : ran.failures) {
        text += "        " + (failure.expectation.empty() ? std::string() : forTerminal(failure.expectation) + ": ")
            + forTerminal(failure.because, 2000) + "\n";
        if (!failure.note.empty())
            text += "        (" + forTerminal(failure.note) + ")\n";
        if (!failure.flip.empty())
            text += "        what would help: " + flipText(failure.flip) + "\n";
    }
    if (!ran.failures.empty() && cause)
        text += "        " + forTerminal(cause->text()) + "\n";
    return text;
}

Result<Outcome> run(Context& context, const Options& options)
{
    const auto opened = openForReleases(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    auto scenarios = scenariosFor(workspace, options);
    if (!scenarios)
        return scenarios.error();
    const Progress progress = context.progress();
    StateCatalogs states(workspace, progress);
    const auto all = runAll(states, *std::move(scenarios), progress);
    if (!all)
        return all.error();
    auto causes = options.file ? Result<std::map<std::string, ScenarioCause>>(std::map<std::string, ScenarioCause>())
                               : causesOf(workspace, *all, progress);
    if (!causes)
        return causes.error();
    Outcome outcome;
    uint64_t passed = 0, failedScenarios = 0;
    Json failed = Json::array();
    for (const Ran& ran : *all) {
        const auto cause = causes->find(ran.scenario.name);
        const ScenarioCause* known = cause == causes->end() ? nullptr : &cause->second;
        ++(ran.failures.empty() ? passed : failedScenarios);
        for (const ScenarioFailure& failure : ran.failures)
            failed.append(failureJson(ran, failure, known));
        outcome.text += ranText(ran, known);
    }
    outcome.document.set("passed", Json::number(int64_t(passed)));
    outcome.document.set("failed", std::move(failed));
    outcome.text += all->empty() ? std::string("there are no scenarios; `shelfctl apply` keeps those of a file\n")
                                 : counted(all->size(), "scenario") + ", " + std::to_string(failedScenarios) + " failed\n";
    if (failedScenarios)
        outcome.error = Error{ErrorKind::Refused, "SCENARIO_FAILED", "scenario run",
            counted(failedScenarios, "scenario") + " of " + std::to_string(all->size()) + " failed",
            "mend what they name, or change what is expected"};
    return outcome;
}

} // namespace

void addScenario(CommandTree& tree)
{
    tree.group("scenario", "Saved previews with what is expected of them", "shelfctl scenario run shop.shelf");
    auto options = std::make_shared<Options>();
    tree.add("scenario run", "Run scenarios: those of the workspace, or of a file without keeping them",
            "shelfctl scenario run shop.shelf scenarios.yaml --json")
        .argument(options->workspace, "WS", "The workspace")
        .optionalArgument(options->file, "FILE.yaml", "Scenarios to try; without a file, those that `apply` has kept")
        .repeated(options->only, "--only", "NAME", "Only this scenario")
        .run([options](Context& context) { return run(context, *options); });
}

} // namespace shelf::cli
