// shelfctl completion, shelfctl man: what shells and man(1) need to know of the commands.
#include "app/shelfctl/completion.h"

#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/man_page.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

Outcome textOutcome(std::string_view key, std::string text)
{
    Outcome outcome;
    outcome.document.set(key, Json::string(text));
    outcome.text = std::move(text);
    return outcome;
}

Result<Outcome> completion(const CommandTree& tree, const std::string& shell)
{
    if (shell == "bash")
        return textOutcome("script", bashCompletion(tree));
    if (shell == "zsh")
        return textOutcome("script", zshCompletion(tree));
    return usageError("completion", "there is no completion for \"" + forTerminal(shell, 60) + "\"", "use bash or zsh");
}

} // namespace

// The tree outlives the actions: it holds them.
void addCompletion(CommandTree& tree)
{
    auto shell = std::make_shared<std::string>();
    tree.add("completion", "Print what a shell needs to complete commands",
            "shelfctl completion bash > ~/.local/share/bash-completion/completions/shelfctl")
        .argument(*shell, "SHELL", "The shell")
        .choices({"bash", "zsh"})
        .run([&tree, shell](Context&) { return completion(tree, *shell); });
    tree.add("man", "Print the manual page", "shelfctl man > shelfctl.1; man ./shelfctl.1").run([&tree](Context&) -> Result<Outcome> {
        return textOutcome("page", manPage(tree));
    });
}

} // namespace shelf::cli
