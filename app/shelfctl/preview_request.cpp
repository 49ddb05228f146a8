#include "app/shelfctl/preview_request.h"

#include "app/shelfctl/session.h"
#include "model/domain/definitions.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

Result<void> setIn(PreviewRequest& request, std::string_view option, const std::string& key, const std::string& value)
{
    if (key == "opted_out" || key == "opted-out") {
        const auto flag = value.empty() ? std::optional(true) : booleanFromText(value);
        if (!flag)
            return usageError(std::string(option), inQuotes(value) + " is neither true nor false", "write opted_out=true");
        request.optedOut = *flag;
        return {};
    }
    const std::pair<std::string_view, std::string*> texts[] = {{"on", &request.on}, {"channel", &request.channel},
        {"audience", &request.audience}, {"intent", &request.intent}, {"trigger", &request.trigger}, {"language", &request.language}};
    for (const auto& [name, text] : texts)
        if (name == key) {
            *text = value;
            return {};
        }
    if (key == "owned") {
        request.owned = splitList(value);
        return {};
    }
    return usageError(std::string(option), inQuotes(key) + " is no part of a context",
        "use on, channel, audience, intent, trigger, language, owned (joined with |) or opted_out");
}

} // namespace

void addContext(CommandBuilder& command, ContextOptions& options)
{
    command.option(options.owned, "--owned", "SKU,..", "What the shopper owns already")
        .option(options.on, "--on", "DATE", "The day, or the day and time; today where none is named, of a release the day it was made")
        .option(options.channel, "--channel", "C", "The channel; that of the policy where none is named")
        .option(options.audience, "--audience", "A", "The audience the shopper belongs to")
        .option(options.intent, "--intent", "I", "What the shopper is about")
        .option(options.trigger, "--trigger", "T", "What made the shopper come back")
        .option(options.language, "--language", "L", "The language of reasons; that of the policy where none is named")
        .flag(options.optedOut, "--opted-out", "A shopper without profile: no audience, nothing owned, no trigger")
        .option(options.state, "--state", "STATE", "Which content is looked at, drafts too where nothing is said");
}

Result<PreviewRequest> requestFrom(const ContextOptions& options)
{
    PreviewRequest request;
    const std::tuple<const char*, const std::optional<std::string>*, std::string*> texts[] = {{"--on", &options.on, &request.on},
        {"--channel", &options.channel, &request.channel}, {"--audience", &options.audience, &request.audience},
        {"--intent", &options.intent, &request.intent}, {"--trigger", &options.trigger, &request.trigger},
        {"--language", &options.language, &request.language}};
    for (const auto& [name, given, text] : texts) {
        if (!*given)
            continue;
        *text = std::string(trimmed(**given));
        if (text->empty())
            return usageError(name, "its value is empty", "name one, or leave the option out");
    }
    if (options.language)
        if (const auto known = checkPolicy("language", request.language); !known)
            return usageError("--language", known.error().what, known.error().tryThis);
    if (options.owned)
        request.owned = nameList(*options.owned);
    request.optedOut = options.optedOut;
    return request;
}

Result<PreviewRequest> changedRequest(const PreviewRequest& request, std::string_view option, const std::string& changes)
{
    PreviewRequest changed = request;
    const std::vector<std::string> parts = nameList(changes);
    if (parts.empty())
        return usageError(std::string(option), "it changes nothing", "write what differs, as in channel=store,on=2026-12-24");
    for (const std::string& part : parts) {
        const size_t equals = part.find('=');
        if (equals == std::string::npos && part != "opted_out" && part != "opted-out")
            return usageError(std::string(option), inQuotes(part) + " has no value", "write it as KEY=VALUE, as in channel=store");
        const std::string key(trimmed(std::string_view(part).substr(0, equals)));
        const std::string value(equals == std::string::npos ? std::string_view() : trimmed(std::string_view(part).substr(equals + 1)));
        if (const auto set = setIn(changed, option, key, value); !set)
            return set.error();
    }
    return changed;
}

Result<void> checkProducts(Workspace& workspace, const std::vector<std::string>& skus)
{
    for (const std::string& sku : skus) {
        const auto product = workspace.product(sku);
        if (!product)
            return product.error();
        if (!*product)
            return unknownSku(workspace, sku);
    }
    return {};
}

} // namespace shelf::cli
