#include "app/shelfctl/shelfctl.h"

#include "app/shelfctl/command_tree.h"
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <new>

namespace shelf::cli {

namespace {

// Also where the command line could not be parsed, a script that asked for JSON gets JSON.
bool asksForJson(const std::vector<std::string>& arguments)
{
    for (size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--")
            return false;
        if (arguments[i] == "--json" || arguments[i] == "--format=json"
            || (arguments[i] == "json" && i > 0 && arguments[i - 1] == "--format"))
            return true;
    }
    return false;
}

Result<std::shared_ptr<spdlog::logger>> openLog(const CommonOptions& options)
{
    static const std::map<std::string, spdlog::level::level_enum, std::less<>> levels = {{"trace", spdlog::level::trace},
        {"debug", spdlog::level::debug}, {"info", spdlog::level::info}, {"warning", spdlog::level::warn}, {"error", spdlog::level::err},
        {"off", spdlog::level::off}};
    auto level = spdlog::level::info;
    if (options.logLevel) {
        const auto found = levels.find(*options.logLevel);
        if (found == levels.end())
            return usageError(
                "--log-level", "there is no level \"" + *options.logLevel + "\"", "use trace, debug, info, warning, error or off");
        level = found->second;
    }
    std::shared_ptr<spdlog::logger> logger;
    if (options.logFile) {
        // Resolved first: the library would make missing folders.
        const auto file = newPath(*options.logFile, "--log-file");
        if (!file)
            return file.error();
        if (const auto safe = refuseWorkspaceFile("--log-file", *file); !safe)
            return safe.error();
        try {
            logger = std::make_shared<spdlog::logger>("shelfctl", std::make_shared<spdlog::sinks::basic_file_sink_st>(*file));
        } catch (const spdlog::spdlog_ex&) {
            return Error{ErrorKind::System, "LOG_FILE", *options.logFile, "the log file cannot be written",
                "name a file in a folder that can be written to"};
        }
    } else if (options.logLevel) {
        logger = std::make_shared<spdlog::logger>("shelfctl", std::make_shared<spdlog::sinks::stderr_sink_st>());
    } else {
        return logger;
    }
    logger->set_level(level);
    logger->set_error_handler([](const std::string&) {}); // a full disk must not add lines to stderr
    return logger;
}

int finish(const Streams& streams, bool json, const Result<Outcome>& result)
{
    int code = 0;
    const Error* error = nullptr;
    if (streams.err.isTerminal())
        streams.err.write("\r\x1b[K"); // where a progress line may stand
    if (result) {
        if (!result->written) {
            if (json) {
                Json document = result->document;
                if (result->error && document.isObject())
                    document.set("error", errorJson(*result->error));
                streams.out.write(document.write() + "\n");
            } else {
                streams.out.write(result->text);
            }
        }
        if (result->error)
            error = &*result->error;
    } else {
        error = &result.error();
        streams.out.discard();
        if (json) {
            Json document = Json::object();
            document.set("error", errorJson(*error));
            streams.out.write(document.write() + "\n");
        }
    }
    if (error)
        code = static_cast<int>(error->kind);
    streams.err.flush();
    Error unwritten;
    if (!streams.out.flush() && !error) {
        unwritten = {ErrorKind::System, "OUTPUT", "standard output",
            std::string("the answer could not be written: ") + std::strerror(streams.out.systemError()),
            "what was asked for may be done: look before running it again"};
        error = &unwritten;
        code = static_cast<int>(unwritten.kind);
    }
    if (error)
        streams.err.write(errorLine(*error));
    streams.err.flush();
    return code;
}

Result<Outcome> act(const Parsed& parsed, Context& context)
{
    try {
        return (*parsed.action)(context);
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::System, "MEMORY", parsed.path, "there is not enough memory for this",
            "close other programs, or do it in smaller parts"};
    } catch (const std::exception& failure) {
        if (const auto logger = spdlog::get("shelfctl"))
            logger->error("{}: {}", parsed.path, failure.what());
        return Error{ErrorKind::System, "INTERNAL", parsed.path, "an internal failure stopped this",
            "run it with --log-file FILE and report what the log says"};
    }
}

} // namespace

int runShelfctl(const std::vector<std::string>& arguments, const Streams& streams)
{
    bool json = asksForJson(arguments);
    for (const std::string& argument : arguments)
        if (firstInvalidUtf8(argument))
            return finish(
                streams, json, usageError("command line", "\"" + argument + "\" is not valid UTF-8", "use names and values in UTF-8"));
    CommandTree tree;
    addCommands(tree);
    auto parsed = tree.parse(arguments);
    if (!parsed)
        return finish(streams, json, parsed.error());
    json = json || tree.common().json;
    if (!parsed->action) {
        Outcome outcome;
        outcome.document.set("help", Json::string(parsed->print));
        outcome.text = parsed->print;
        return finish(streams, json, outcome);
    }
    Context context(streams.out, streams.err, streams.clock, streams.cancel);
    context.options = tree.common();
    const auto logger = openLog(context.options);
    if (!logger)
        return finish(streams, json, logger.error());
    spdlog::drop("shelfctl");
    if (*logger) {
        spdlog::register_logger(*logger);
        (*logger)->info("{} begins", parsed->path);
    }
    const auto start = std::chrono::steady_clock::now();
    const auto outcome = act(*parsed, context);
    const int code = finish(streams, json, outcome);
    if (*logger) {
        const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
        (*logger)->info("{} ends with exit code {} after {} ms", parsed->path, code, elapsed.count());
        if (!outcome)
            (*logger)->error("{}: {}: {}", outcome.error().code, outcome.error().where, outcome.error().what);
        (*logger)->flush();
        spdlog::drop("shelfctl");
    }
    return code;
}

} // namespace shelf::cli
