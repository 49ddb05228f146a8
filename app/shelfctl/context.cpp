#include "app/shelfctl/context.h"

#include "model/domain/text.h"

#include <cstdlib>
#include <pwd.h>
#include <unistd.h>

namespace shelf::cli {

namespace {

constexpr size_t longestName = 255;

std::string loginName()
{
    char buffer[4096];
    struct passwd entry;
    struct passwd* found = nullptr;
    if (getpwuid_r(geteuid(), &entry, buffer, sizeof buffer, &found) == 0 && found && found->pw_name && *found->pw_name)
        return found->pw_name;
    for (const char* variable : {"LOGNAME", "USER"})
        if (const char* value = std::getenv(variable); value && *value)
            return value;
    return "unknown";
}

bool hasControls(std::string_view text)
{
    for (const char character : text)
        if (static_cast<unsigned char>(character) < 0x20 || character == 0x7f)
            return true;
    return false;
}

// JSON needs valid UTF-8, and an error may quote what was not.
std::string readable(std::string_view text)
{
    std::string result(text);
    while (const auto bad = firstInvalidUtf8(result))
        result[*bad] = '?';
    return result;
}

// A place is never empty and never begins with a space of any kind, or the line could not be taken apart again.
std::string place(std::string_view where)
{
    std::string shown = forTerminal(readable(where));
    if (shown.empty() || shown.front() <= ' ' || static_cast<unsigned char>(shown.front()) >= 0x80)
        shown = "\"" + shown + "\"";
    return shown;
}

} // namespace

Result<std::string> Context::person() const
{
    std::string name;
    std::string from = "--as";
    if (options.person) {
        name = *options.person;
    } else if (const char* variable = std::getenv("SHELF_USER"); variable && *variable) {
        name = variable;
        from = "SHELF_USER";
    } else {
        name = loginName();
        from = "login name";
    }
    if (trimmed(name).empty())
        return usageError(from, "a person's name is empty", "name the acting person, as in --as mia");
    if (name.size() > longestName || hasControls(name) || firstInvalidUtf8(name))
        return usageError(from, "\"" + forTerminal(readable(name), 60) + "\" cannot be a person's name",
            "use up to 255 bytes of text without control characters");
    return name;
}

Progress Context::progress() const
{
    Progress progress;
    progress.cancel = cancel;
    if (!options.quiet && err.isTerminal()) {
        Output& line = err;
        progress.report = [&line](std::string_view what, uint64_t done, uint64_t total) {
            std::string text = "\r\x1b[K" + forTerminal(what, 60) + " " + std::to_string(done);
            if (total)
                text += " of " + std::to_string(total);
            line.write(text);
            line.flush();
        };
    }
    return progress;
}

void Context::note(std::string_view where, std::string_view what) const
{
    if (options.quiet)
        return;
    err.write((err.isTerminal() ? "\r\x1b[K" : "") + std::string("shelfctl: ") + place(where) + ": " + forTerminal(readable(what)) + "\n");
}

std::string errorLine(const Error& error)
{
    std::string line = "shelfctl: " + place(error.where) + ": " + forTerminal(readable(error.what));
    if (!error.tryThis.empty())
        line += "; " + forTerminal(readable(error.tryThis));
    return line + "\n";
}

Json errorJson(const Error& error)
{
    Json json = Json::object();
    json.set("code", Json::string(readable(error.code)));
    json.set("where", Json::string(readable(error.where)));
    json.set("what", Json::string(readable(error.what)));
    json.set("try", Json::string(readable(error.tryThis)));
    return json;
}

Error usageError(std::string where, std::string what, std::string tryThis)
{
    return {ErrorKind::Usage, "USAGE", std::move(where), std::move(what), std::move(tryThis)};
}

Error rejected(std::string code, std::string where, std::string what, std::string tryThis)
{
    return {ErrorKind::Rejected, std::move(code), std::move(where), std::move(what), std::move(tryThis)};
}

Error notYet(std::string where, std::string what)
{
    return rejected("NOT_YET", std::move(where), std::move(what), "this version does not have it");
}

} // namespace shelf::cli
