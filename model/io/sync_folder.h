// Makes what was renamed or made in a folder last.
#pragma once

#include <string>

namespace shelf {

// 0, or errno.
int syncFolder(const std::string& path);

} // namespace shelf
