#include "model/store/sqlite_error.h"

#include <sqlite3.h>

#include <cstring>

namespace shelf {

Error sqliteError(int extendedCode, std::string_view path)
{
    const std::string where(path);
    switch (extendedCode & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorKind::Workspace, "LOCKED", where, "another program is changing this workspace", "try again in a moment"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_SCHEMA:
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
        return {
            ErrorKind::Workspace, "DAMAGED", where, "the workspace is damaged", "restore a backup, or look at it with `shelfctl check`"};
    case SQLITE_INTERRUPT:
        return {ErrorKind::Cancelled, "CANCELLED", where, "cancelled; nothing was changed", "start it again when you like"};
    case SQLITE_CONSTRAINT:
        return {ErrorKind::Rejected, "CONSTRAINT", where, "the change contradicts what is stored",
            "look at the workspace with `shelfctl check`"};
    case SQLITE_TOOBIG:
        return {ErrorKind::Rejected, "TOO_BIG", where, "a value is larger than a workspace can hold", "keep values under 1 MiB"};
    case SQLITE_FULL:
        return {ErrorKind::System, "DISK_FULL", where, "the disk is full; nothing was saved", "make room and try again"};
    case SQLITE_READONLY:
        return {ErrorKind::System, "READ_ONLY", where, "the file or its folder is read-only", "make it writable, or work on a copy"};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return {ErrorKind::System, "CANNOT_OPEN", where, "the system does not let the workspace be opened here",
            "check the permissions of the file and its folder"};
    case SQLITE_NOMEM:
        return {ErrorKind::System, "MEMORY", where, "there is not enough memory", "close other programs and try again"};
    default:
        return {
            ErrorKind::System, "DISK", where, "the disk could not be read or written; nothing was saved", "check the disk and try again"};
    }
}

Error systemError(int errnoValue, std::string_view path, std::string_view doing)
{
    char buffer[128];
    const char* said = strerror_r(errnoValue, buffer, sizeof buffer);
    return {ErrorKind::System, "SYSTEM", std::string(path), std::string(doing) + " failed: " + said,
        "check the path, its permissions and the free space"};
}

} // namespace shelf
