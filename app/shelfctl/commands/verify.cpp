// shelfctl verify: checks a release folder without the workspace.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/release/release.h"
#include "governance/release/signature.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string folder;
    std::optional<std::string> previous, key;
};

std::string_view signatureName(SignatureState state)
{
    switch (state) {
    case SignatureState::None:
        return "none";
    case SignatureState::NotChecked:
        return "not checked";
    case SignatureState::Valid:
        return "valid";
    case SignatureState::Wrong:
        return "wrong";
    }
    return {};
}

std::string_view signatureText(SignatureState state)
{
    if (state == SignatureState::Valid)
        return ", signed with this key";
    return state == SignatureState::NotChecked ? ", signed, not checked: no --key" : "";
}

Result<Outcome> verify(Context& context, const Options& options)
{
    if (trimmed(options.folder).empty() || (options.previous && trimmed(*options.previous).empty()))
        return usageError("verify", "the name of a folder is empty", "name the folder of a release");
    std::optional<PublicKey> key;
    if (options.key) {
        if (trimmed(*options.key).empty())
            return usageError("--key", "the name of the key file is empty", "name the file that holds the public key");
        auto loaded = PublicKey::load(*options.key);
        if (!loaded)
            return loaded.error();
        key.emplace(std::move(*loaded));
    }
    const auto report = verifyRelease(options.folder, options.previous.value_or(""), context.progress(), key ? &*key : nullptr);
    if (!report)
        return report.error();
    const auto expires = parseTime(report->expires);
    const bool expired = expires && *expires < context.clock();
    Outcome outcome;
    Json& json = outcome.document;
    json.set("ok", Json::boolean(report->ok()));
    json.set("release", Json::number(int64_t(report->release)));
    json.set("records", Json::number(int64_t(report->records)));
    json.set("signature", Json::string(signatureName(report->signature)));
    json.setIf("expires", report->expires);
    json.set("expired", Json::boolean(expired));
    json.set("problems", Json::strings(report->problems));
    for (const std::string& problem : report->problems)
        outcome.text += forTerminal(problem) + "\n";
    if (report->ok())
        outcome.text = "release " + std::to_string(report->release) + " is whole: " + counted(report->records, "record")
            + std::string(signatureText(report->signature)) + "\n";
    if (expired)
        outcome.text += "it expired on " + report->expires + ": ask whether there is a newer one\n";
    if (!report->ok())
        outcome.error = Error{ErrorKind::Refused, "RELEASE", options.folder, report->problems.front(),
            "do not use this folder; fetch it again or export anew"};
    return outcome;
}

} // namespace

void addVerify(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("verify", "Check that a release folder is whole", "shelfctl verify releases/12 --previous releases/11")
        .argument(options->folder, "DIR", "The folder of the release")
        .option(options->previous, "--previous", "DIR", "The folder of the one before, to check the delta against")
        .option(options->key, "--key", "PUB", "The public key the release must be signed with")
        .run([options](Context& context) { return verify(context, *options); });
}

} // namespace shelf::cli
