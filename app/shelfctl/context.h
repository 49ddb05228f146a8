// What a command gets from the frame, and what it gives back.
#pragma once

#include "app/shelfctl/output.h"
#include "model/domain/date.h"
#include "model/domain/json.h"
#include "model/domain/result.h"
#include "model/store/workspace.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shelf::cli {

// Options that every command takes.
struct CommonOptions {
    bool json = false;
    bool quiet = false;
    std::optional<std::string> person; // --as
    std::optional<std::string> logLevel;
    std::optional<std::string> logFile;
};

// A command's answer: the document for --json, the text for people, and an error where part of the work was refused or the
// input was rejected with details that the document holds.
struct Outcome {
    Json document = Json::object();
    std::string text;
    std::optional<Error> error;
    bool written = false; // the command has written its answer to Context::out itself
};

class Context {
public:
    Context(Output& answer, Output& messages, Clock time, const std::atomic<bool>* cancelled)
        : out(answer), err(messages), clock(std::move(time)), cancel(cancelled)
    {
    }

    Output& out;
    Output& err;
    Clock clock;
    const std::atomic<bool>* cancel;
    CommonOptions options;

    // The acting person: --as, SHELF_USER, the login name. Error: Usage where the name cannot be one.
    Result<std::string> person() const;
    // Reports on a terminal unless --quiet, and looks at the cancel flag.
    Progress progress() const;
    // A line for people on stderr, for what succeeded but is worth saying; left out with --quiet.
    void note(std::string_view where, std::string_view what) const;
};

using Action = std::function<Result<Outcome>(Context&)>;

// Errors as the contract prints them, and the usual ones.
std::string errorLine(const Error& error);
Json errorJson(const Error& error);
Error usageError(std::string where, std::string what, std::string tryThis);
Error rejected(std::string code, std::string where, std::string what, std::string tryThis);
// For what the contract promises and this version does not have yet.
Error notYet(std::string where, std::string what);

} // namespace shelf::cli
