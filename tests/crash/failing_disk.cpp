// Preloaded into a program under test: the Nth file operation below a folder fails, or is the program's last.
//
// DISK_FOLDER   what is watched; DISK_AT  N, from 1 (0: only count); DISK_DOES  kill | kill-after | ENOSPC | EIO | short;
// DISK_STAYS    1: every operation from N on fails; DISK_COUNT  a file that receives the number of operations as text at exit.
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

struct Plan {
    std::string folder, does, count;
    long at = 0;
    bool stays = false;
};

const Plan& plan()
{
    static const Plan* const made = [] { // never destroyed: it is read until the very end
        const auto text = [](const char* name) {
            const char* value = getenv(name);
            return std::string(value ? value : "");
        };
        return new Plan{
            text("DISK_FOLDER"), text("DISK_DOES"), text("DISK_COUNT"), atol(text("DISK_AT").c_str()), text("DISK_STAYS") == "1"};
    }();
    return *made;
}

long operations = 0;

bool watched(const char* path)
{
    const auto& folder = plan().folder;
    return path && !folder.empty() && strncmp(path, folder.c_str(), folder.size()) == 0 && !strstr(path, "-shm");
}

bool watched(int fd)
{
    char link[64];
    char path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const auto length = syscall(SYS_readlink, link, path, sizeof path - 1);
    if (length < 0)
        return false;
    path[length] = 0;
    return watched(path);
}

enum class Verdict { Go, Fail, Short, Last };

Verdict verdict()
{
    ++operations;
    const auto& p = plan();
    if (p.at == 0 || (p.stays ? operations < p.at : operations != p.at))
        return Verdict::Go;
    if (p.does == "kill")
        syscall(SYS_kill, getpid(), SIGKILL);
    if (p.does == "kill-after")
        return Verdict::Last;
    if (p.does == "short")
        return Verdict::Short;
    errno = p.does == "EIO" ? EIO : ENOSPC;
    return Verdict::Fail;
}

template <typename Call> long perform(bool counts, Call call)
{
    const Verdict now = counts ? verdict() : Verdict::Go;
    if (now == Verdict::Fail)
        return -1;
    const long result = call(now == Verdict::Short);
    if (now == Verdict::Last)
        syscall(SYS_kill, getpid(), SIGKILL);
    return result;
}

struct AtExit {
    ~AtExit()
    {
        if (plan().count.empty())
            return;
        const int fd = static_cast<int>(syscall(SYS_openat, AT_FDCWD, plan().count.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600));
        const std::string text = std::to_string(operations);
        if (syscall(SYS_write, fd, text.data(), text.size()) < 0)
            _exit(99);
        syscall(SYS_close, fd);
    }
} atExit;

} // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size)
{
    return perform(fd > 2 && watched(fd), [&](bool cut) { return syscall(SYS_write, fd, bytes, cut && size > 1 ? size / 2 : size); });
}
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset)
{
    return perform(watched(fd), [&](bool cut) { return syscall(SYS_pwrite64, fd, bytes, cut && size > 1 ? size / 2 : size, offset); });
}
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset)
{
    return pwrite64(fd, bytes, size, offset);
}
int fsync(int fd)
{
    return static_cast<int>(perform(watched(fd), [&](bool) { return syscall(SYS_fsync, fd); }));
}
int fdatasync(int fd)
{
    return static_cast<int>(perform(watched(fd), [&](bool) { return syscall(SYS_fdatasync, fd); }));
}
int ftruncate64(int fd, off64_t size)
{
    return static_cast<int>(perform(watched(fd), [&](bool) { return syscall(SYS_ftruncate, fd, size); }));
}
int ftruncate(int fd, off_t size)
{
    return ftruncate64(fd, size);
}
int renameat2(int from, const char* old, int to, const char* name, unsigned flags)
{
    return static_cast<int>(perform(watched(name), [&](bool) { return syscall(SYS_renameat2, from, old, to, name, flags); }));
}
int unlink(const char* path)
{
    return static_cast<int>(perform(false, [&](bool) { return syscall(SYS_unlinkat, AT_FDCWD, path, 0); }));
}

static int openWatched(const char* path, int flags, mode_t mode)
{
    struct stat status;
    const bool makes = (flags & O_CREAT) && syscall(SYS_newfstatat, AT_FDCWD, path, &status, 0) != 0;
    return static_cast<int>(perform(makes && watched(path), [&](bool) { return syscall(SYS_openat, AT_FDCWD, path, flags, mode); }));
}
int open(const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return openWatched(path, flags, mode);
}
int open64(const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return openWatched(path, flags, mode);
}
}
