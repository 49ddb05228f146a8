#include "model/io/sync_folder.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace shelf {

int syncFolder(const std::string& path)
{
    const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return errno;
    const int error = ::fsync(folder) == 0 ? 0 : errno;
    ::close(folder);
    return error;
}

} // namespace shelf
