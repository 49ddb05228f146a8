#include "app/shelfctl/session.h"

#include "governance/release/release.h"
#include "model/domain/decimal.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/store/head_record.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf::cli {

namespace {

std::optional<std::string> realPath(const std::string& path)
{
    char* resolved = ::realpath(path.c_str(), nullptr);
    if (!resolved)
        return std::nullopt;
    std::string result(resolved);
    std::free(resolved);
    return result;
}

Result<WorkspacePtr> open(const Context& context, const std::string& path, bool readOnly, HeadNote note)
{
    const auto resolved = workspacePath(path);
    if (!resolved)
        return resolved.error();
    OpenOptions options;
    options.readOnly = readOnly;
    options.clock = context.clock;
    options.headFolder = userHeadFolder();
    auto workspace = Workspace::open(*resolved, options);
    if (workspace && note == HeadNote::Say)
        if (const auto warning = (*workspace)->headWarning(); !warning.empty())
            context.note(path, warning + "; `shelfctl audit verify` says more");
    return workspace;
}

} // namespace

Result<std::string> workspacePath(const std::string& text)
{
    if (trimmed(text).empty())
        return usageError("workspace", "the name of the workspace is empty", "name a .shelf file");
    if (const auto resolved = realPath(text))
        return *resolved;
    const int reason = errno;
    if (reason == ENOENT)
        return Error{
            ErrorKind::Workspace, "MISSING", text, "there is no such workspace", "check the name, or make one with `shelfctl new`"};
    if (reason == EACCES)
        return Error{
            ErrorKind::System, "ACCESS", text, "the workspace cannot be reached: Permission denied", "ask for access to its folder"};
    return Error{
        ErrorKind::Workspace, "MISSING", text, std::string("this cannot be a workspace: ") + std::strerror(reason), "name a .shelf file"};
}

Result<std::string> newPath(const std::string& text, std::string_view what)
{
    if (trimmed(text).empty())
        return usageError(std::string(what), "its name is empty", "give it a name");
    std::string path = text;
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    const size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (name.empty() || name == "." || name == "..")
        return rejected("EXISTS", text, "this names a folder that is there", "give it a new name");
    const auto resolved = realPath(folder);
    if (!resolved)
        return Error{ErrorKind::System, "FOLDER", text, "its folder cannot be reached: " + std::string(std::strerror(errno)),
            "make the folder first, or name another one"};
    return (*resolved == "/" ? "" : *resolved) + "/" + name;
}

Result<void> refuseWorkspaceFile(std::string_view option, const std::string& path)
{
    static constexpr std::string_view magic("SQLite format 3\0", 16);
    struct stat entry = {};
    if (::stat(path.c_str(), &entry) != 0 || !S_ISREG(entry.st_mode))
        return {};
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return {};
    char begin[magic.size()];
    const bool found =
        ::read(file, begin, sizeof begin) == static_cast<ssize_t>(magic.size()) && std::string_view(begin, magic.size()) == magic;
    ::close(file);
    if (found)
        return rejected("WORKSPACE_FILE", path, std::string(option) + " would write into a workspace", "name another file");
    return {};
}

Result<WorkspacePtr> openForReading(const Context& context, const std::string& path, HeadNote note)
{
    return open(context, path, true, note);
}

Result<WorkspacePtr> openForWriting(const Context& context, const std::string& path)
{
    auto workspace = open(context, path, false, HeadNote::Say);
    if (!workspace)
        return workspace;
    if (const auto settled = reconcileReleases(**workspace); !settled)
        return settled.error();
    return workspace;
}

Result<WorkspacePtr> openForReleases(const Context& context, const std::string& path)
{
    auto reading = openForReading(context, path);
    if (!reading)
        return reading;
    const auto releases = (*reading)->releases();
    if (!releases)
        return releases.error();
    bool pending = false;
    for (const ReleaseRow& release : *releases)
        pending = pending || release.state == "reserved";
    if (!pending)
        return reading;
    if (auto writing = open(context, path, false, HeadNote::Leave); writing && reconcileReleases(**writing))
        return writing;
    return reading; // read-only or busy: what is pending stays unseen for now
}

Result<uint64_t> wholeNumber(std::string_view option, std::string_view text, uint64_t most)
{
    uint64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || failure != std::errc() || end != text.data() + text.size() || number > most)
        return usageError(std::string(option), "\"" + forTerminal(text, 60) + "\" is not a whole number it can take",
            most == UINT64_MAX ? "use digits only, as in 100" : "use a whole number from 0 to " + std::to_string(most));
    return number;
}

Result<std::optional<uint64_t>> optionalNumber(std::string_view option, const std::optional<std::string>& text, uint64_t most)
{
    if (!text)
        return std::optional<uint64_t>();
    const auto number = wholeNumber(option, *text, most);
    if (!number)
        return number.error();
    return std::optional<uint64_t>(*number);
}

Result<Moment> momentFrom(std::string_view option, const std::string& text)
{
    Moment moment;
    if (!text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); })) {
        const auto number = wholeNumber(option, text, INT64_MAX);
        if (!number)
            return number.error();
        moment.number = *number;
    } else if (const auto date = parseDate(text)) {
        moment.milliseconds = int64_t(*date) * 86400000;
        moment.wholeDay = true;
    } else if (const auto time = parseTime(text)) {
        moment.milliseconds = *time;
    } else {
        return usageError(std::string(option), "\"" + forTerminal(text, 60) + "\" is neither a change set nor a date",
            "write a number, or a date as 2026-01-31");
    }
    return moment;
}

std::vector<std::string> nameList(std::string_view text)
{
    std::vector<std::string> names;
    for (const std::string_view part : split(text, ','))
        if (const auto name = trimmed(part); !name.empty())
            names.emplace_back(name);
    return names;
}

Result<std::string> expressionText(const std::optional<std::string>& where)
{
    if (!where)
        return std::string();
    if (trimmed(*where).empty())
        return usageError("--where", "the expression is empty", "leave --where out to mean all, or say which, as in 'price > 100'");
    return *where;
}

ChangeSetHeader headerFor(std::string author, std::string label, Origin origin)
{
    ChangeSetHeader header;
    header.author = std::move(author);
    header.label = std::move(label);
    header.origin = origin;
    return header;
}

Json changesetJson(const std::optional<uint64_t>& number)
{
    return number ? Json::number(static_cast<int64_t>(*number)) : Json();
}

Json numbersJson(const std::vector<uint64_t>& numbers)
{
    Json list = Json::array();
    for (const uint64_t number : numbers)
        list.append(Json::number(static_cast<int64_t>(number)));
    return list;
}

std::string changesetText(const std::optional<uint64_t>& number)
{
    return number ? ", change set " + std::to_string(*number) : ", nothing to change";
}

std::string counted(uint64_t count, std::string_view one, std::string_view many)
{
    const std::string plural = many.empty() ? std::string(one) + "s" : std::string(many);
    return std::to_string(count) + " " + (count == 1 ? std::string(one) : plural);
}

Error unknownSku(Workspace& workspace, std::string_view sku)
{
    const auto near = sku.size() <= maxSkuBytes ? workspace.nearSkus(sku, 1) : Result<std::vector<std::string>>(std::vector<std::string>());
    const bool found = near && !near->empty();
    return rejected("UNKNOWN_SKU", std::string(sku), "there is no product with this SKU",
        found ? "did you mean " + near->front() + "?" : "list them with `shelfctl products`");
}

} // namespace shelf::cli
