// Completion for bash. The script walks the words in front of the cursor to find the command, then looks up what may follow.
#include "app/shelfctl/completion.h"

#include "model/domain/text.h"

namespace shelf::cli {

namespace {

// What a table of the script says for a kind of value: a word that begins with '@', or the values themselves.
std::string offered(const OptionInfo& info)
{
    switch (info.kind) {
    case ValueKind::Choice:
        return join(info.choices, " ");
    case ValueKind::Workspace:
        return "@workspace";
    case ValueKind::File:
        return "@file";
    case ValueKind::Folder:
        return "@folder";
    default:
        return {};
    }
}

// "'a') printf '%s' 'b' ;;"
std::string arm(const std::string& pattern, const std::string& answer)
{
    return "        " + pattern + ") printf '%s' '" + answer + "' ;;\n";
}

std::string function(const std::string& name, const std::string& comment, const std::string& arms)
{
    return "# " + comment + "\n" + name + "()\n{\n    case $1 in\n" + arms + "    esac\n}\n\n";
}

std::string childrenTable(const CommandTree& tree)
{
    std::string arms;
    for (const CommandInfo& parent : tree.commands()) {
        if (!parent.group)
            continue;
        std::string names;
        for (const CommandInfo& child : tree.commands()) {
            const size_t space = child.path.rfind(' ');
            const std::string above = space == std::string::npos ? std::string() : child.path.substr(0, space);
            if (!child.path.empty() && above == parent.path)
                names += (names.empty() ? "" : " ") + child.path.substr(space == std::string::npos ? 0 : space + 1);
        }
        arms += arm("'" + parent.path + "'", names);
    }
    return function("_shelfctl_commands", "The commands below one; nothing where it is a whole command.", arms);
}

std::string optionsTable(const CommandTree& tree)
{
    std::string arms;
    for (const CommandInfo& command : tree.commands()) {
        std::string names;
        for (const OptionInfo& option : command.options)
            names += (names.empty() ? "" : " ") + option.name;
        if (command.path.empty())
            names += " --help --version";
        if (!names.empty())
            arms += arm("'" + command.path + "'", names);
    }
    return function("_shelfctl_options", "The options of a command; those of '' are everywhere.", arms);
}

std::string valuesTable(const CommandTree& tree)
{
    std::string arms;
    for (const CommandInfo& command : tree.commands())
        for (const OptionInfo& option : command.options)
            if (option.kind != ValueKind::None)
                arms += arm("'" + command.path + " " + option.name + "'", "=" + offered(option));
    return function("_shelfctl_values", "What an option takes: nothing for a flag, else '=' and what to offer.", arms);
}

std::string argumentsTable(const CommandTree& tree)
{
    std::string arms;
    for (const CommandInfo& command : tree.commands()) {
        for (size_t i = 0; i < command.arguments.size(); ++i) {
            const std::string answer = offered(command.arguments[i]);
            if (answer.empty())
                continue;
            const bool last = command.arguments[i].repeated;
            arms += arm("'" + command.path + " '" + (last ? "*" : std::to_string(i)), answer);
        }
    }
    return function("_shelfctl_arguments", "What to offer as the n-th argument of a command, from 0.", arms);
}

constexpr std::string_view walk = R"bash(_shelfctl()
{
    local current=${COMP_WORDS[COMP_CWORD]} word candidate answer option= path= ended=
    local -i i count=0
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; ++i)); do
        word=${COMP_WORDS[i]}
        if [[ -n $option ]]; then # its value, which a '=' may precede
            [[ $word == '=' ]] || option=
            continue
        fi
        if [[ -z $ended && $word == -- ]]; then
            ended=1
        elif [[ -z $ended && $word == -* ]]; then
            answer=$(_shelfctl_values "$path $word")
            [[ -n $answer ]] || answer=$(_shelfctl_values " $word")
            [[ -n $answer ]] && option=$word
        else
            candidate=${path:+$path }$word
            if [[ $count -eq 0 && " $(_shelfctl_commands "$path") " == *" $word "* ]]; then
                path=$candidate
            else
                count+=1
            fi
        fi
    done
    if [[ $current == '=' && -n $option ]]; then
        current=
    fi
    if [[ -n $option ]]; then
        answer=$(_shelfctl_values "$path $option")
        [[ -n $answer ]] || answer=$(_shelfctl_values " $option")
        answer=${answer#=}
    elif [[ -z $ended && $current == -* ]]; then
        answer="$(_shelfctl_options "$path") $(_shelfctl_options '')"
    else
        answer=$(_shelfctl_commands "$path")
        if [[ -z $answer ]]; then
            answer=$(_shelfctl_arguments "$path $count")
        elif [[ $count -gt 0 ]]; then # a word that is no command stands where one belongs
            answer=
        fi
    fi
    case $answer in
        @workspace)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$current"; compgen -f -X '!*.shelf' -- "$current")
            ;;
        @file)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            ;;
        @folder)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$current")
            ;;
        ?*)
            mapfile -t COMPREPLY < <(compgen -W "$answer" -- "$current")
            ;;
    esac
}
complete -F _shelfctl shelfctl
)bash";

} // namespace

std::string bashCompletion(const CommandTree& tree)
{
    std::string script = "# bash completion for shelfctl, written by `shelfctl completion bash`.\n\n";
    script += childrenTable(tree) + optionsTable(tree) + valuesTable(tree) + argumentsTable(tree);
    script += walk;
    return script;
}

} // namespace shelf::cli
