// shelfctl preview: what a shopper would be shown, why, and why not.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/preview_request.h"
#include "app/shelfctl/preview_view.h"
#include "app/shelfctl/session.h"
#include "governance/release/release_catalog.h"

#include <algorithm>
#include <cstdint>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::vector<std::string> skus;
    ContextOptions context;
    std::optional<std::string> compare, compareContext, why;
    bool all = false;
};

Result<PreviewState> stateFrom(const char* option, const std::optional<std::string>& text)
{
    auto state = PreviewState::parse(text.value_or("draft"));
    if (state)
        return state;
    Error error = state.error();
    error.where = option;
    return error;
}

Result<Preview> previewOf(const PreviewEngine& engine, const StateContent& content, PreviewRequest request)
{
    if (request.on.empty())
        request.on = content.on;
    auto preview = engine.preview(request);
    if (preview)
        preview->state = content.state.text();
    return preview;
}

// What the options ask for, before the workspace is open.
struct Asked {
    PreviewState state;
    PreviewRequest request;
    std::optional<PreviewState> compareState;
    std::optional<PreviewRequest> compareRequest;
    bool compares() const { return compareState || compareRequest; }
};

Result<Asked> askedFrom(const Options& options)
{
    auto state = stateFrom("--state", options.context.state);
    if (!state)
        return state.error();
    auto request = requestFrom(options.context);
    if (!request)
        return request.error();
    for (const std::string& sku : options.skus) // one product twice is one product
        if (std::find(request->anchors.begin(), request->anchors.end(), sku) == request->anchors.end())
            request->anchors.push_back(sku);
    Asked asked{*state, *std::move(request), {}, {}};
    if (options.compare) {
        auto other = stateFrom("--compare", options.compare);
        if (!other)
            return other.error();
        asked.compareState = *other;
    }
    if (options.compareContext) {
        auto other = changedRequest(asked.request, "--compare-context", *options.compareContext);
        if (!other)
            return other.error();
        asked.compareRequest = *std::move(other);
    }
    if (options.why && asked.compares())
        return usageError("--why", "it does not go with a comparison", "ask for one of the two");
    return asked;
}

Result<Outcome> why(const PreviewEngine& engine, const StateContent& content, PreviewRequest request, const std::string& sku)
{
    if (request.on.empty())
        request.on = content.on;
    const auto answer = engine.why(request, sku);
    if (!answer)
        return answer.error();
    Outcome outcome;
    outcome.document = whyJson(*answer);
    outcome.document.set("anchors", Json::strings(request.anchors));
    outcome.document.set("context", contextJson(request));
    outcome.document.set("state", Json::string(content.state.text()));
    outcome.text = whyText(*answer);
    return outcome;
}

// Adds what differs from another state or another context.
Result<void> compare(
    Workspace& workspace, StateCatalogs& states, const Asked& asked, const StateContent& content, const Preview& preview, Outcome& outcome)
{
    auto other = states.content(asked.compareState.value_or(asked.state));
    if (!other)
        return other.error();
    const PreviewEngine engine(other->catalog, other->view);
    PreviewRequest request = asked.compareRequest.value_or(asked.request);
    if (!asked.compareRequest)
        request.on = preview.request.on; // the same day: only the content differs
    const auto before = previewOf(engine, *other, std::move(request));
    if (!before)
        return before.error();
    PreviewDifference difference = differenceOf(*before, preview);
    if (!asked.compareRequest)
        if (const auto explained = explainMoves(workspace, *other, content, difference); !explained)
            return explained;
    Json json = Json::object({{"state", Json::string(before->state)}});
    if (asked.compareRequest)
        json.set("context", contextJson(before->request));
    const Json moves = differenceJson(difference);
    for (const auto& [key, list] : moves.members())
        json.set(key, list);
    outcome.document.set("compare", std::move(json));
    // What was asked for comes first.
    outcome.text = "against " + before->state + (asked.compareRequest ? " with the other context" : "") + ":\n" + differenceText(difference)
        + "\n" + outcome.text;
    return {};
}

// Where something is known of the shopper: what one without profile gets.
Result<void> addOptedOut(const PreviewEngine& engine, const Preview& preview, Outcome& outcome)
{
    const PreviewRequest& request = preview.request;
    if (request.optedOut || (request.audience.empty() && request.trigger.empty() && request.owned.empty()))
        return {};
    PreviewRequest anonymous = request;
    anonymous.optedOut = true;
    const auto other = engine.preview(anonymous);
    if (!other)
        return other.error();
    const PreviewDifference difference = differenceOf(preview, *other);
    outcome.document.set("opted_out", differenceJson(difference));
    outcome.text += "\n" + optedOutText(difference);
    return {};
}

Result<Outcome> show(Context& context, const Options& options)
{
    const auto asked = askedFrom(options);
    if (!asked)
        return asked.error();
    const auto opened = openForReleases(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    std::vector<std::string> named = options.skus;
    if (options.why && !options.why->starts_with("bundle:"))
        named.push_back(*options.why);
    if (const auto known = checkProducts(workspace, named); !known)
        return known.error();
    StateCatalogs states(workspace, context.progress());
    const auto content = states.content(asked->state);
    if (!content)
        return content.error();
    const PreviewEngine engine(content->catalog, content->view);
    if (options.why)
        return why(engine, *content, asked->request, *options.why);
    const auto preview = previewOf(engine, *content, asked->request);
    if (!preview)
        return preview.error();
    Outcome outcome;
    outcome.document = previewJson(*preview, engine.settings(), content->catalog);
    outcome.text = previewText(*preview, content->catalog, options.all ? SIZE_MAX : 5);
    if (const auto added = addOptedOut(engine, *preview, outcome); !added)
        return added.error();
    if (asked->compares())
        if (const auto compared = compare(workspace, states, *asked, *content, *preview, outcome); !compared)
            return compared.error();
    return outcome;
}

} // namespace

void addPreview(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    auto command = tree.add("preview", "Show what a shopper would be shown, why, and why everything else is not",
        "shelfctl preview shop.shelf CAM-1 --channel web --on 2026-12-01 --why BAG-2");
    command.argument(options->workspace, "WS", "The workspace")
        .arguments(options->skus, "SKU", "The product looked at, or those in the basket");
    addContext(command, options->context);
    command.choices({"draft", "approved", "release:N"})
        .option(options->compare, "--compare", "STATE", "Also what differs from another state, and the change sets that caused it")
        .option(options->compareContext, "--compare-context", "KEY=VALUE,..",
            "Also what differs in another context, as in channel=store,on=2026-12-24,opted_out=true")
        .option(options->why, "--why", "SKU", "Only why this product is or is not shown")
        .flag(options->all, "--all", "Name everything that is left out, not only the first of each stage")
        .run([options](Context& context) { return show(context, *options); });
}

} // namespace shelf::cli
