// The commands with their arguments, options, help and actions, on top of CLI11.
#pragma once

#include "app/shelfctl/context.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Error;
} // namespace CLI

namespace shelf::cli {

// One command being described. Targets must outlive the parsing: a command keeps them in what its action captures.
class CommandBuilder {
public:
    CommandBuilder(CLI::App& app, Action& action) : m_app(app), m_action(action) { }

    CommandBuilder& argument(std::string& target, const std::string& name, const std::string& help);
    CommandBuilder& optionalArgument(std::optional<std::string>& target, const std::string& name, const std::string& help);
    // One or more; none too where they are not required.
    CommandBuilder& arguments(std::vector<std::string>& target, const std::string& name, const std::string& help, bool required = true);
    CommandBuilder& option(std::optional<std::string>& target, const std::string& name, const std::string& value, const std::string& help);
    // May be given several times.
    CommandBuilder& repeated(std::vector<std::string>& target, const std::string& name, const std::string& value, const std::string& help);
    CommandBuilder& flag(bool& target, const std::string& name, const std::string& help);
    void run(Action action) { m_action = std::move(action); }

private:
    CLI::App& m_app;
    Action& m_action;
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

private:
    Error explain(const CLI::Error& failure, const CLI::App& deepest) const;
    const CLI::App& deepest() const;

    std::unique_ptr<CLI::App> m_root;
    CommonOptions m_common;
    std::map<const CLI::App*, std::string> m_paths;
    std::map<const CLI::App*, std::unique_ptr<Action>> m_actions;
};

} // namespace shelf::cli
