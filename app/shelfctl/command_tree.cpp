#include "app/shelfctl/command_tree.h"

#include "model/domain/text.h"

#include <CLI/CLI.hpp>

namespace shelf::cli {

namespace {

// CLI11 gives a meaning of its own to some texts ("[a,b]", "{}", "++", an empty one). Arguments that could be taken so travel
// with a mark in front, which is taken off where they arrive.
constexpr char mark = '\x01';

bool needsMark(const std::string& argument)
{
    if (argument.empty())
        return true;
    const unsigned char first = static_cast<unsigned char>(argument.front());
    return first < 0x80 && !std::isalnum(first) && std::string_view("-./_~").find(argument.front()) == std::string_view::npos;
}

std::string unmarked(std::string text)
{
    if (!text.empty() && text.front() == mark)
        text.erase(0, 1);
    return text;
}

std::string withoutMarks(std::string text)
{
    std::erase(text, mark);
    return text;
}

std::vector<std::string> prepared(const std::vector<std::string>& arguments)
{
    std::vector<std::string> result;
    bool optionsEnded = false;
    for (const std::string& argument : arguments) {
        if (argument == "--")
            optionsEnded = true;
        if (!optionsEnded && argument.size() > 3 && argument.starts_with("--") && argument.find('=') == argument.size() - 1) {
            result.push_back(argument.substr(0, argument.size() - 1)); // "--reason=": an empty value, not the next argument
            result.emplace_back(1, mark);
        } else {
            result.push_back(needsMark(argument) ? mark + argument : argument);
        }
    }
    return result;
}

// By the name of its value.
ValueKind kindOf(std::string_view value)
{
    if (value == "WS")
        return ValueKind::Workspace;
    if (value == "DIR" || value == "OLD" || value == "NEW")
        return ValueKind::Folder;
    for (const std::string_view file : {"FILE", "OUT", "P.yaml", "FILE.yaml", "KEYFILE", "PUB"})
        if (value == file)
            return ValueKind::File;
    return ValueKind::Text;
}

const char* const commonHelp = "Every command takes --json, --as USER, --quiet, --log-level LEVEL, --log-file FILE and --help.";

} // namespace

CommandBuilder& CommandBuilder::describe(CLI::Option* option, OptionInfo info)
{
    std::vector<OptionInfo>& list = info.name.starts_with("-") ? m_info.options : m_info.arguments;
    list.push_back(std::move(info));
    m_last = option;
    m_lastInfo = &list.back();
    return *this;
}

CommandBuilder& CommandBuilder::argument(std::string& target, const std::string& name, const std::string& help)
{
    const auto take = [&target](const std::string& text) { target = unmarked(text); };
    CLI::Option* option = m_app.add_option_function<std::string>(name, take, help)->required()->type_name("");
    return describe(option, {name, {}, help, kindOf(name), {}, true, false});
}

CommandBuilder& CommandBuilder::optionalArgument(std::optional<std::string>& target, const std::string& name, const std::string& help)
{
    const auto take = [&target](const std::string& text) { target = unmarked(text); };
    CLI::Option* option = m_app.add_option_function<std::string>(name, take, help)->type_name("");
    return describe(option, {name, {}, help, kindOf(name), {}, false, false});
}

CommandBuilder& CommandBuilder::arguments(std::vector<std::string>& target, const std::string& name, const std::string& help, bool required)
{
    const auto take = [&target](const std::vector<std::string>& texts) {
        target.clear();
        for (const std::string& text : texts)
            target.push_back(unmarked(text));
    };
    CLI::Option* option = m_app.add_option_function<std::vector<std::string>>(name, take, help)->required(required)->type_name("");
    return describe(option, {name, {}, help, kindOf(name), {}, required, true});
}

CommandBuilder& CommandBuilder::option(
    std::optional<std::string>& target, const std::string& name, const std::string& value, const std::string& help)
{
    const auto take = [&target](const std::string& text) { target = unmarked(text); };
    CLI::Option* option = m_app.add_option_function<std::string>(name, take, help)->type_name(value);
    return describe(option, {name, value, help, kindOf(value), {}, false, false});
}

CommandBuilder& CommandBuilder::repeated(
    std::vector<std::string>& target, const std::string& name, const std::string& value, const std::string& help)
{
    const auto take = [&target](const std::vector<std::string>& texts) {
        target.clear();
        for (const std::string& text : texts)
            target.push_back(unmarked(text));
    };
    CLI::Option* option = m_app.add_option_function<std::vector<std::string>>(name, take, help)->type_name(value)->allow_extra_args(false);
    return describe(option, {name, value, help, kindOf(value), {}, false, true});
}

CommandBuilder& CommandBuilder::flag(bool& target, const std::string& name, const std::string& help)
{
    return describe(m_app.add_flag(name, target, help), {name, {}, help, ValueKind::None, {}, false, false});
}

CommandBuilder& CommandBuilder::choices(std::vector<std::string> values)
{
    std::string list;
    for (size_t i = 0; i < values.size(); ++i)
        list += (i == 0 ? "" : i + 1 == values.size() ? " or " : ", ") + values[i];
    m_lastInfo->kind = ValueKind::Choice;
    m_lastInfo->choices = std::move(values);
    m_lastInfo->help += (m_lastInfo->help.empty() ? "" : ": ") + list;
    m_last->description(m_lastInfo->help);
    return *this;
}

CommandTree::CommandTree()
    : m_root(std::make_unique<CLI::App>("Curate what sells together: catalog, mappings, reviews, releases.", "shelfctl"))
{
    m_root->require_subcommand(1);
    m_root->set_version_flag("--version", std::string("shelfctl " SHELF_VERSION));
    m_root->footer("Example:\n  shelfctl new shop.shelf --sample\n  shelfctl products shop.shelf --limit 5\n\n" + std::string(commonHelp));
    m_commands.push_back({{}, m_root->get_description(), "shelfctl new shop.shelf --sample", {}, {}, true});
    CommandBuilder common(*m_root, *m_actions.emplace(m_root.get(), std::make_unique<Action>()).first->second, m_commands.back());
    common.flag(m_common.json, "--json", "Print one JSON document on stdout and nothing else");
    common.option(m_common.person, "--as", "USER", "The acting person (else SHELF_USER, else the login name)");
    common.flag(m_common.quiet, "--quiet", "No progress and no messages, only the answer and failures");
    common.option(m_common.logLevel, "--log-level", "LEVEL", "How much is logged")
        .choices({"trace", "debug", "info", "warning", "error", "off"});
    common.option(m_common.logFile, "--log-file", "FILE", "Write a log to this file");
}

CommandTree::~CommandTree() = default;

void CommandTree::group(const std::string& name, const std::string& summary, const std::string& example)
{
    CLI::App* app = m_root->add_subcommand(name, summary);
    app->require_subcommand(1);
    app->fallthrough();
    app->footer("Example:\n  " + example + "\n\n" + commonHelp);
    m_paths[app] = name;
    m_commands.push_back({name, summary, example, {}, {}, true});
}

CommandBuilder CommandTree::add(const std::string& path, const std::string& summary, const std::string& example)
{
    CLI::App* parent = m_root.get();
    std::string name = path;
    if (const size_t space = path.find(' '); space != std::string::npos) {
        parent = m_root->get_subcommand(path.substr(0, space));
        name = path.substr(space + 1);
    }
    CLI::App* app = parent->add_subcommand(name, summary);
    app->fallthrough();
    app->footer("Example:\n  " + example + "\n\n" + commonHelp);
    m_paths[app] = path;
    auto& action = m_actions[app] = std::make_unique<Action>();
    m_commands.push_back({path, summary, example, {}, {}, false});
    return CommandBuilder(*app, *action, m_commands.back());
}

std::vector<std::string> CommandTree::paths() const
{
    std::vector<std::string> result;
    for (const auto& [app, path] : m_paths)
        result.push_back(path);
    std::sort(result.begin(), result.end());
    return result;
}

const CLI::App& CommandTree::deepest() const
{
    const CLI::App* app = m_root.get();
    while (true) {
        const auto chosen = app->get_subcommands();
        if (chosen.empty())
            return *app;
        app = chosen.back();
    }
}

Error CommandTree::explain(const CLI::Error& failure, const CLI::App& app) const
{
    const auto path = m_paths.find(&app);
    const std::string where = path == m_paths.end() ? "command line" : path->second;
    const std::string help = path == m_paths.end() ? "shelfctl --help" : "shelfctl " + path->second + " --help";
    std::vector<std::string> names;
    for (const CLI::App* child : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(child->get_name());
    const auto extras = m_root->remaining(true);
    if (!extras.empty()) {
        const std::string extra = withoutMarks(extras.front());
        if (names.empty()) {
            for (const CLI::App* level : {&app, static_cast<const CLI::App*>(m_root.get())})
                for (const CLI::Option* option : level->get_options())
                    if (!option->get_positional())
                        names.push_back(option->get_name());
            const bool isOption = extra.starts_with("-");
            const auto near = isOption ? nearest(extra, names) : std::nullopt;
            return usageError(where, (isOption ? "there is no option " : "nothing more is expected than was given, but there is ") + extra,
                near ? "did you mean " + *near + "?" : "see `" + help + "`");
        }
        const auto near = nearest(extra, names);
        return usageError(where, "there is no command " + extra, near ? "did you mean " + *near + "?" : "see `" + help + "`");
    }
    if (!names.empty())
        return usageError(where, "no command is given", "see `" + help + "`");
    return usageError(where, withoutMarks(failure.what()), "see `" + help + "`");
}

Result<Parsed> CommandTree::parse(const std::vector<std::string>& arguments)
{
    std::vector<std::string> reversed = prepared(arguments);
    std::reverse(reversed.begin(), reversed.end());
    Parsed parsed;
    try {
        m_root->parse(reversed);
    } catch (const CLI::CallForVersion& version) {
        parsed.print = std::string(version.what()) + "\n";
        return parsed;
    } catch (const CLI::CallForHelp&) {
        parsed.print = m_root->help();
        return parsed;
    } catch (const CLI::ParseError& failure) {
        return explain(failure, deepest());
    }
    const CLI::App& app = deepest();
    parsed.path = m_paths.at(&app);
    parsed.action = m_actions.at(&app).get();
    return parsed;
}

} // namespace shelf::cli
