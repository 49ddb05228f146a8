// shelfctl review submit, approve, reject, retire, list.
#include "governance/review/review.h"

#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/mapping_view.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::vector<std::string> ids;
    bool all = false;
    std::optional<std::string> where, comment, status;
};

Result<ReviewRequest> requestFrom(const Context& context, ReviewVerb verb, const Options& options)
{
    ReviewRequest request;
    request.verb = verb;
    request.all = options.all;
    request.comment = options.comment.value_or("");
    const auto where = expressionText(options.where);
    if (!where)
        return where.error();
    request.where = *where;
    const int ways = int(!options.ids.empty()) + int(options.all) + int(options.where.has_value());
    if (ways != 1)
        return usageError("review", ways ? "ids, --all and --where do not go together" : "no mapping is named",
            verb == ReviewVerb::Submit ? "name ids, or use --all, or --where EXPR" : "name ids, or use --all");
    for (const std::string& id : options.ids) {
        if (trimmed(id).empty())
            return usageError("review", "the id of a mapping is empty", "list them with `shelfctl review list`");
        request.ids.push_back(id);
    }
    const auto author = context.person();
    if (!author)
        return author.error();
    request.author = *author;
    return request;
}

// One line for all refusals: the first in full, the others counted.
std::string doneText(ReviewVerb verb)
{
    switch (verb) {
    case ReviewVerb::Submit:
        return " submitted";
    case ReviewVerb::Approve:
        return " approved";
    case ReviewVerb::Reject:
        return " rejected";
    case ReviewVerb::Retire:
        break;
    }
    return " proposed to retire";
}

Error refusal(const ReviewOutcome& done)
{
    const ReviewRefusal& first = done.refused.front();
    std::string what = first.because;
    if (done.refused.size() > 1)
        what = counted(done.refused.size(), "mapping was", "mappings were") + " refused, the first because " + what;
    const bool none = done.done.empty();
    return {none ? ErrorKind::Rejected : ErrorKind::Refused, none ? "ALL_REFUSED" : "SOME_REFUSED", first.id, what,
        none ? "nothing was changed" : "the others were done; see --json for each reason"};
}

Result<Outcome> decide(Context& context, ReviewVerb verb, const Options& options)
{
    const auto request = requestFrom(context, verb, options);
    if (!request)
        return request.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto done = review(**opened, *request, context.progress());
    if (!done)
        return done.error();
    Outcome outcome;
    Json refused = Json::array();
    for (const ReviewRefusal& one : done->refused) {
        Json entry = Json::object();
        entry.set("id", Json::string(one.id));
        entry.set("because", Json::string(one.because));
        refused.append(std::move(entry));
        outcome.text += "refused: " + forTerminal(one.id, 200) + ": " + forTerminal(one.because) + "\n";
    }
    outcome.document.set("done", Json::strings(done->done));
    outcome.document.set("refused", std::move(refused));
    outcome.document.set("changeset", changesetJson(done->number));
    outcome.text += counted(done->done.size(), "mapping") + doneText(verb) + changesetText(done->number) + "\n";
    if (!done->refused.empty())
        outcome.error = refusal(*done);
    return outcome;
}

Result<Outcome> list(Context& context, const Options& options)
{
    const auto status = statusOption(options.status);
    if (!status)
        return status.error();
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    return listMappings(context, **opened, "", [&status](const MappingState& mapping) { return !*status || mapping.status() == **status; });
}

void addVerb(CommandTree& tree, const std::string& name, ReviewVerb verb, const std::string& summary, const std::string& example)
{
    auto options = std::make_shared<Options>();
    auto command = tree.add("review " + name, summary, example);
    command.argument(options->workspace, "WS", "The workspace")
        .arguments(options->ids, "ID", "Mappings", false)
        .flag(options->all, "--all", "All that this fits");
    if (verb == ReviewVerb::Submit)
        command.option(options->where, "--where", "EXPR", "Mappings whose product satisfies this expression");
    else
        command.option(options->comment, "--comment", "TEXT", "Why; kept with the decision");
    command.run([options, verb](Context& context) { return decide(context, verb, *options); });
}

} // namespace

void addReview(CommandTree& tree)
{
    tree.group("review", "Submit, approve, reject, retire and list mappings", "shelfctl review submit shop.shelf --all --as mia");
    addVerb(tree, "submit", ReviewVerb::Submit, "Hand drafts in for review", "shelfctl review submit shop.shelf --all --as mia");
    addVerb(tree, "approve", ReviewVerb::Approve, "Approve what somebody else handed in",
        "shelfctl review approve shop.shelf --all --as jan --comment 'Looks right'");
    addVerb(tree, "reject", ReviewVerb::Reject, "Send back what was handed in, with a reason",
        "shelfctl review reject shop.shelf bundle:vlog-kit --as jan --comment 'Price is off'");
    addVerb(tree, "retire", ReviewVerb::Retire, "Propose approved mappings to retire; another person's approval completes it",
        "shelfctl review retire shop.shelf bundle:vlog-kit --as mia");
    auto listing = std::make_shared<Options>();
    tree.add("review list", "List mappings by status", "shelfctl review list shop.shelf --status in_review")
        .argument(listing->workspace, "WS", "The workspace")
        .option(listing->status, "--status", "STATUS", "Only those with this status")
        .choices({"draft", "in_review", "approved", "rejected", "retired"})
        .run([listing](Context& context) { return list(context, *listing); });
}

} // namespace shelf::cli
