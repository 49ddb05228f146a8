// The commands with their arguments, options, help and actions, on top of CLI11.
#pragma once

#include "app/shelfctl/context.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Error;
class Option;
} // namespace CLI

namespace shelf::cli {

// What a word of the command line stands for: what completion offers in its place.
enum class ValueKind {
    None, // a flag has no value
    Text,
    Choice, // one of OptionInfo::choices
    Workspace, // a .shelf file
    File,
    Folder,
};

// An option, or an argument where the name does not begin with "--".
struct OptionInfo {
    std::string name; // "--format", "FILE"
    std::string value; // "FORMAT"; empty: a flag, or an argument
    std::string help;
    ValueKind kind = ValueKind::None;
    std::vector<std::string> choices;
    bool required = false; // of arguments
    bool repeated = false;
};

// One command as help, completion and the manual page tell of it.
struct CommandInfo {
    std::string path; // "link add"; empty: the program itself, whose options every command takes
    std::string summary;
    std::string example;
    std::vector<OptionInfo> arguments; // in their order
    std::vector<OptionInfo> options;
    bool group = false; // only holds further commands
};

// One command being described. Targets must outlive the parsing: a command keeps them in what its action captures.
class CommandBuilder {
public:
    CommandBuilder(CLI::App& app, Action& action, CommandInfo& info) : m_app(app), m_action(action), m_info(info) { }

    CommandBuilder& argument(std::string& target, const std::string& name, const std::string& help);
    CommandBuilder& optionalArgument(std::optional<std::string>& target, const std::string& name, const std::string& help);
    // One or more; none too where they are not required.
    CommandBuilder& arguments(std::vector<std::string>& target, const std::string& name, const std::string& help, bool required = true);
    CommandBuilder& option(std::optional<std::string>& target, const std::string& name, const std::string& value, const std::string& help);
    // May be given several times.
    CommandBuilder& repeated(std::vector<std::string>& target, const std::string& name, const std::string& value, const std::string& help);
    CommandBuilder& flag(bool& target, const std::string& name, const std::string& help);
    // The values that the option or argument just described may have: its help ends with them. The command checks them itself, so
    // that its message can say more.
    CommandBuilder& choices(std::vector<std::string> values);
    void run(Action action) { m_action = std::move(action); }

private:
    CommandBuilder& describe(CLI::Option* option, OptionInfo info);

    CLI::App& m_app;
    Action& m_action;
    CommandInfo& m_info;
    CLI::Option* m_last = nullptr;
    OptionInfo* m_lastInfo = nullptr;
};

// What parsing the command line came to.
struct Parsed {
    const Action* action = nullptr; // nullptr: help or version was asked for
    std::string path; // "link add"
    std::string print; // help or version
};

class CommandTree {
public:
    CommandTree();
    ~CommandTree();
    CommandTree(const CommandTree&) = delete;
    CommandTree& operator=(const CommandTree&) = delete;

    // A word that only holds further commands ("link").
    void group(const std::string& name, const std::string& summary, const std::string& example);
    // `path` is "stats" or "link add"; the example is a whole line.
    CommandBuilder add(const std::string& path, const std::string& summary, const std::string& example);

    CommonOptions& common() { return m_common; }
    // Error: Usage.
    Result<Parsed> parse(const std::vector<std::string>& arguments);
    // All paths, for tests and completion.
    std::vector<std::string> paths() const;
    // The program itself, then every command in the order in which help lists them, a group before what it holds.
    const std::deque<CommandInfo>& commands() const { return m_commands; }

private:
    Error explain(const CLI::Error& failure, const CLI::App& deepest) const;
    const CLI::App& deepest() const;

    std::unique_ptr<CLI::App> m_root;
    CommonOptions m_common;
    std::map<const CLI::App*, std::string> m_paths;
    std::map<const CLI::App*, std::unique_ptr<Action>> m_actions;
    std::deque<CommandInfo> m_commands; // builders hold references
};

} // namespace shelf::cli
