#include "model/store/head_record.h"

#include "model/domain/hash.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf {

namespace {

constexpr size_t hashLength = 64;

std::string fileFor(const std::string& folder, const std::string& workspaceId, const std::string& path)
{
    return folder + "/" + workspaceId + "-" + sha256Hex(path).substr(0, 16);
}

bool isHash(std::string_view text)
{
    return text.size() == hashLength && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace

std::string userHeadFolder()
{
    const auto absolute = [](const char* name) {
        const char* value = std::getenv(name);
        return value && *value == '/' ? std::string(value) : std::string();
    };
    if (const auto state = absolute("XDG_STATE_HOME"); !state.empty())
        return state + "/shelfwright/heads";
    // A home that is not there is not made: services and containers run with such ones.
    std::error_code ignored;
    if (const auto home = absolute("HOME"); !home.empty() && std::filesystem::is_directory(home, ignored))
        return home + "/.local/state/shelfwright/heads";
    return {};
}

std::optional<HeadRecord> readHead(const std::string& folder, const std::string& workspaceId, const std::string& path)
{
    if (folder.empty())
        return std::nullopt;
    const int file = open(fileFor(folder, workspaceId, path).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return std::nullopt;
    char buffer[128];
    const ssize_t got = read(file, buffer, sizeof buffer);
    close(file);
    std::string_view text(buffer, got > 0 ? static_cast<size_t>(got) : 0);
    const auto space = text.find(' ');
    if (space == std::string_view::npos || text.back() != '\n')
        return std::nullopt;
    HeadRecord head;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + space, head.number);
    head.hash = text.substr(space + 1, text.size() - space - 2);
    if (failure != std::errc() || end != text.data() + space || !isHash(head.hash))
        return std::nullopt;
    return head;
}

void writeHead(const std::string& folder, const std::string& workspaceId, const std::string& path, const HeadRecord& head)
{
    if (folder.empty())
        return;
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    const std::string place = fileFor(folder, workspaceId, path), scratch = place + "." + randomName(4);
    const int file = open(scratch.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return;
    const std::string text = std::to_string(head.number) + " " + head.hash + "\n";
    const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    close(file);
    if (!written || rename(scratch.c_str(), place.c_str()) != 0)
        unlink(scratch.c_str());
}

} // namespace shelf
