// shelfctl set: changes fields and attributes of one product, or of all that satisfy an expression.
#include "app/shelfctl/assignment.h"
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/retirement.h"
#include "app/shelfctl/session.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/query/product_query.h"

#include <algorithm>

namespace shelf::cli {

namespace {

constexpr int attempts = 5; // another program may change the same product in between

struct Options {
    std::string workspace;
    std::vector<std::string> words;
    std::optional<std::string> where;
};

struct Request {
    std::optional<std::string> sku; // absent: all that satisfy `where`
    std::string where;
    std::vector<std::string> assignments;
};

Result<Request> requestFrom(const Options& options)
{
    Request request;
    const auto where = expressionText(options.where);
    if (!where)
        return where.error();
    request.where = *where;
    request.assignments = options.words;
    if (!options.where) {
        if (options.words.empty() || trimmed(options.words.front()).empty())
            return usageError("set", "no SKU is named", "write `shelfctl set WS SKU ATTR=VALUE`, or use --where");
        request.sku = options.words.front();
        request.assignments.erase(request.assignments.begin());
    }
    if (request.assignments.empty())
        return usageError("set", "nothing to set is named", "write ATTR=VALUE, as in price=5.25");
    return request;
}

// What is to change, and the products that it retires.
struct Plan {
    ChangeSet changes;
    std::vector<std::string> retired;
};

void addChange(Plan& plan, const Thing& before, const std::vector<Assignment>& assignments)
{
    Thing after = before;
    for (const Assignment& assignment : assignments)
        assign(after.fields, assignment);
    if (after.fields.text("lifecycle") == "retired" && before.fields.text("lifecycle") != "retired")
        plan.retired.push_back(before.key);
    if (auto change = difference(before, after))
        plan.changes.add(std::move(*change));
}

Result<Plan> planFor(Workspace& workspace, const Request& request, const std::vector<Assignment>& assignments, const Progress& progress)
{
    Plan plan;
    if (request.sku) {
        const auto product =
            request.sku->size() <= maxSkuBytes ? workspace.product(*request.sku) : Result<std::optional<Thing>>(std::nullopt);
        if (!product)
            return product.error();
        if (!*product)
            return unknownSku(workspace, *request.sku);
        addChange(plan, **product, assignments);
        return plan;
    }
    const auto visit = [&](const Thing& product) {
        addChange(plan, product, assignments);
        return true;
    };
    const auto scanned = scanThings(workspace, request.where, visit, progress);
    if (!scanned)
        return scanned.error();
    if (scanned->trouble)
        return rejected("EXPRESSION", "--where", *scanned->trouble, "change the expression so that it can be decided for every product");
    return plan;
}

std::string labelFor(const Request& request, const std::vector<Assignment>& assignments, size_t changed)
{
    std::vector<std::string> fields;
    for (const Assignment& assignment : assignments)
        if (std::find(fields.begin(), fields.end(), assignment.field) == fields.end())
            fields.push_back(assignment.field);
    return "Set " + join(fields, ", ") + " of " + (request.sku ? *request.sku : counted(changed, "product"));
}

// The change is made: what cannot be told about it is no failure.
void tellTouches(
    const Context& context, Workspace& workspace, const std::string& path, const std::vector<std::string>& retired, Outcome& outcome)
{
    auto touches = touchesJson(workspace, retired, path);
    if (!touches) {
        context.note(path, "what names the retired products could not be read: " + touches.error().what);
        return;
    }
    noteTouches(context, *touches, retired.size(), path);
    outcome.document.set("touches", std::move(*touches));
}

Result<Outcome> set(Context& context, const Options& options)
{
    const auto request = requestFrom(options);
    if (!request)
        return request.error();
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    std::vector<Assignment> assignments;
    for (const std::string& text : request->assignments) {
        auto assignment = parseAssignment(workspace.definitions(), text);
        if (!assignment)
            return assignment.error();
        assignments.push_back(std::move(*assignment));
    }
    for (int attempt = 1;; ++attempt) {
        auto plan = planFor(workspace, *request, assignments, context.progress());
        if (!plan)
            return plan.error();
        ChangeSet& changes = plan->changes;
        changes.header = headerFor(*author, labelFor(*request, assignments, changes.size()));
        Applied applied;
        if (!changes.empty()) {
            const auto done = workspace.apply(changes, {false, context.progress()});
            if (!done && done.error().code == "STALE" && attempt < attempts)
                continue;
            if (!done)
                return done.error();
            applied = *done;
        }
        Outcome outcome;
        outcome.document.set("changed", Json::number(int64_t(changes.size())));
        outcome.document.set("changeset", changesetJson(applied.number));
        outcome.text = counted(changes.size(), "product") + " changed" + changesetText(applied.number) + "\n";
        if (!plan->retired.empty())
            tellTouches(context, workspace, options.workspace, plan->retired, outcome);
        return outcome;
    }
}

} // namespace

void addSet(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("set", "Change fields and attributes of products",
            "shelfctl set shop.shelf CAM-1 'price=5.25 EUR' colour=Black 'mounts+=EF' weight=")
        .argument(options->workspace, "WS", "The workspace")
        .arguments(
            options->words, "SKU ATTR=VALUE", "A SKU (none with --where) and what to set; ATTR= clears, ATTR+=V and ATTR-=V edit a list")
        .option(options->where, "--where", "EXPR", "All products that satisfy this expression")
        .run([options](Context& context) { return set(context, *options); });
}

} // namespace shelf::cli
