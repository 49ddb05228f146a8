// Completion for zsh, with the help of its own _arguments.
#include "app/shelfctl/completion.h"

#include "model/domain/text.h"

namespace shelf::cli {

namespace {

// In single quotes, with what _arguments would take for its own syntax escaped.
std::string quoted(std::string_view text, std::string_view special)
{
    std::string result;
    for (const char c : text) {
        if (c == '\'')
            result += "'\\''";
        else if (special.find(c) != std::string_view::npos)
            result.append("\\").push_back(c);
        else
            result.push_back(c);
    }
    return result;
}

std::string action(const OptionInfo& info)
{
    switch (info.kind) {
    case ValueKind::Choice:
        return "(" + quoted(join(info.choices, " "), "():") + ")";
    case ValueKind::Workspace:
        return "_files -g \"*.shelf(-.)\"";
    case ValueKind::File:
        return "_files";
    case ValueKind::Folder:
        return "_files -/";
    default:
        return {};
    }
}

std::string optionSpec(const OptionInfo& option)
{
    std::string spec = option.repeated ? "'*" : "'";
    spec += option.name + (option.kind == ValueKind::None ? "" : "=") + "[" + quoted(option.help, "[]\\") + "]";
    if (option.kind != ValueKind::None)
        spec += ":" + quoted(option.value, ":\\") + ":" + action(option);
    return spec + "'";
}

std::string argumentSpec(const OptionInfo& argument, size_t place)
{
    const std::string which = argument.repeated ? "*" : std::to_string(place + 1) + (argument.required ? "" : ":");
    return "'" + which + ":" + quoted(argument.name, ":\\") + ":" + action(argument) + "'";
}

std::string specs(const CommandInfo& command, const std::string& indent)
{
    std::string text;
    for (const OptionInfo& option : command.options)
        text += " \\\n" + indent + optionSpec(option);
    for (size_t i = 0; i < command.arguments.size(); ++i)
        text += " \\\n" + indent + argumentSpec(command.arguments[i], i);
    return text;
}

std::string functionName(const std::string& path)
{
    std::string name = "_shelfctl";
    for (const char c : path.empty() ? std::string() : "_" + path)
        name.push_back(c == ' ' || c == '-' ? '_' : c);
    return name;
}

// A word that only holds further commands: completes their names, then hands over.
std::string groupFunction(const CommandTree& tree, const CommandInfo& group)
{
    std::string names, arms;
    for (const CommandInfo& child : tree.commands()) {
        const size_t space = child.path.rfind(' ');
        const std::string above = space == std::string::npos ? std::string() : child.path.substr(0, space);
        if (child.path.empty() || above != group.path)
            continue;
        const std::string name = child.path.substr(space == std::string::npos ? 0 : space + 1);
        names += " \\\n        '" + name + ":" + quoted(child.summary, ":\\") + "'";
        arms += "        " + name + ") " + functionName(child.path) + " ;;\n";
    }
    const std::string version = group.path.empty() ? " \\\n        '--version[Print the version]'" : "";
    return functionName(group.path)
        + "() {\n    local curcontext=\"$curcontext\" state line\n    typeset -A opt_args\n"
          "    local -a commands\n    commands=("
        + names + ")\n    _arguments -C $_shelfctl_common" + version
        + " \\\n        '1:command:->command' '*::argument:->argument'\n"
          "    case $state in\n    command) _describe -t commands command commands ;;\n    argument)\n        case $line[1] in\n"
        + arms + "        esac ;;\n    esac\n}\n\n";
}

} // namespace

std::string zshCompletion(const CommandTree& tree)
{
    std::string script = "#compdef shelfctl\n# zsh completion for shelfctl, written by `shelfctl completion zsh`.\n\n";
    for (const CommandInfo& command : tree.commands()) {
        if (command.path.empty())
            script += "typeset -ga _shelfctl_common\n_shelfctl_common=(" + specs(command, "    ") + " \\\n    '--help[Print help]')\n\n";
        else if (!command.group)
            script += functionName(command.path) + "() {\n    _arguments $_shelfctl_common" + specs(command, "        ") + "\n}\n\n";
    }
    for (const CommandInfo& command : tree.commands())
        if (command.group && !command.path.empty())
            script += groupFunction(tree, command);
    return script + groupFunction(tree, tree.commands().front()) + "_shelfctl \"$@\"\n";
}

} // namespace shelf::cli
