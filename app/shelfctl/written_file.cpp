#include "app/shelfctl/written_file.h"

#include "app/shelfctl/output.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf::cli {

namespace {

Error writeError(const std::string& path, int reason)
{
    return {ErrorKind::System, "OUT", path, std::string("it could not be written: ") + std::strerror(reason),
        "check the folder and the disk, or name another file"};
}

// Closes the descriptor. 0, or the system's error.
int writeAll(int descriptor, std::string_view text, bool sync)
{
    Output output = Output::toDescriptor(descriptor);
    output.write(std::string(text));
    int reason = output.flush() ? 0 : output.systemError();
    if (!reason && sync && ::fsync(descriptor) != 0)
        reason = errno;
    if (::close(descriptor) != 0 && !reason)
        reason = errno;
    return reason;
}

Result<void> writeDirectly(const std::string& path, std::string_view text)
{
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK);
    const int reason = descriptor < 0 ? errno : writeAll(descriptor, text, false);
    return reason ? Result<void>(writeError(path, reason)) : Result<void>();
}

} // namespace

Result<void> writeWholeFile(const std::string& path, std::string_view text)
{
    struct stat entry = {};
    const bool isThere = ::stat(path.c_str(), &entry) == 0;
    if (isThere && !S_ISREG(entry.st_mode))
        return writeDirectly(path, text);
    // A link's file is replaced, not the link; permissions stay as they were.
    std::string target = path;
    if (char* resolved = isThere ? ::realpath(path.c_str(), nullptr) : nullptr) {
        target = resolved;
        ::free(resolved);
    }
    const mode_t mask = ::umask(0);
    ::umask(mask);
    std::string part = target + ".XXXXXX";
    const int descriptor = ::mkostemp(part.data(), O_CLOEXEC);
    if (descriptor < 0)
        return writeError(path, errno);
    int reason = ::fchmod(descriptor, isThere ? entry.st_mode & 07777 : 0666 & ~mask) == 0 ? 0 : errno;
    const int written = writeAll(descriptor, text, true);
    reason = reason ? reason : written;
    if (!reason && ::rename(part.c_str(), target.c_str()) != 0)
        reason = errno;
    if (!reason)
        return {};
    ::unlink(part.c_str());
    return writeError(path, reason);
}

} // namespace shelf::cli
