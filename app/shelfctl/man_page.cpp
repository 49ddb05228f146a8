#include "app/shelfctl/man_page.h"

#include "model/domain/text.h"

namespace shelf::cli {

namespace {

// A text that roff prints as it is.
std::string roff(std::string_view text)
{
    std::string result;
    if (!text.empty() && (text.front() == '.' || text.front() == '\''))
        result = "\\&";
    for (const char c : text) {
        switch (c) {
        case '\\':
            result += "\\e";
            break;
        case '-':
            result += "\\-";
            break;
        case '\'':
            result += "\\(aq";
            break;
        case '`':
            result += "\\(ga";
            break;
        case '^':
            result += "\\(ha";
            break;
        case '~':
            result += "\\(ti";
            break;
        default:
            result.push_back(c);
        }
    }
    return result;
}

std::string bold(std::string_view text)
{
    return "\\fB" + roff(text) + "\\fP";
}

std::string italic(std::string_view text)
{
    return "\\fI" + roff(text) + "\\fP";
}

std::string usage(const CommandInfo& command)
{
    std::string line = bold("shelfctl " + command.path);
    for (const OptionInfo& argument : command.arguments) {
        const std::string name = italic(argument.name) + (argument.repeated ? " ..." : "");
        line += " " + (argument.required ? name : "[" + name + "]");
    }
    if (!command.options.empty())
        line += " [" + italic("options") + "]";
    return line;
}

void addEntry(std::string& page, const OptionInfo& info)
{
    const bool option = info.name.starts_with("-");
    page += ".TP\n" + (option ? bold(info.name) : italic(info.name));
    if (!info.value.empty())
        page += " " + italic(info.value);
    page += "\n" + roff(info.help) + ".\n";
    if (option && info.repeated)
        page += "May be given several times.\n";
}

void addCommand(std::string& page, const CommandInfo& command)
{
    page += ".SS " + roff(command.path) + "\n" + usage(command) + "\n.PP\n" + roff(command.summary) + ".\n";
    for (const OptionInfo& argument : command.arguments)
        addEntry(page, argument);
    for (const OptionInfo& option : command.options)
        addEntry(page, option);
    page += ".PP\nExample:\n.PP\n.RS\n.nf\n" + roff(command.example) + "\n.fi\n.RE\n";
}

void addList(std::string& page, std::initializer_list<std::pair<std::string_view, std::string_view>> entries)
{
    for (const auto& [name, text] : entries)
        page += ".TP\n" + bold(name) + "\n" + roff(text) + "\n";
}

} // namespace

std::string manPage(const CommandTree& tree)
{
    const CommandInfo& program = tree.commands().front();
    std::string page = ".TH SHELFCTL 1 \"\" \"shelfctl " SHELF_VERSION "\" \"User Commands\"\n";
    page += ".SH NAME\nshelfctl \\- curate what sells together\n";
    page += ".SH SYNOPSIS\n" + bold("shelfctl") + " " + italic("command") + " [" + italic("arguments") + "] [" + italic("options") + "]\n";
    page += ".SH DESCRIPTION\n" + roff(program.summary) + "\n.PP\n";
    page += roff("A workspace is one .shelf file. Most commands name it first. Options may stand before or after arguments. "
                 "Answers go to the standard output, messages to the standard error. Every failure prints one line: where, what, and what "
                 "to try; it leaves the workspace as it was.")
        + "\n";
    page += ".SH OPTIONS\nEvery command takes these.\n";
    for (const OptionInfo& option : program.options)
        addEntry(page, option);
    addEntry(page, {"--help", {}, "Print help for the program or a command", ValueKind::None, {}, false, false});
    addEntry(page, {"--version", {}, "Print the version", ValueKind::None, {}, false, false});
    page += ".SH COMMANDS\n";
    for (const CommandInfo& command : tree.commands())
        if (!command.group)
            addCommand(page, command);
    page += ".SH EXIT STATUS\n";
    addList(page,
        {{"0", "Done."}, {"1", "The gate is closed, a check found something, or a part was refused."}, {"2", "Wrong usage."},
            {"3", "The input was rejected."}, {"4", "The workspace is missing, foreign, locked, damaged, or newer than this program."},
            {"5", "The disk or the system said no."}, {"130", "Cancelled."}});
    page += ".SH ENVIRONMENT\n";
    addList(
        page, {{"SHELF_USER", "The acting person where --as does not name one."}, {"NO_COLOR", "Where it is set, nothing is coloured."}});
    page += ".SH SEE ALSO\n" + bold("sqlite3") + "(1)\n";
    return page;
}

} // namespace shelf::cli
