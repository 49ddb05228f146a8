// Writing a file that a command makes or replaces: whoever reads it sees the old one or the new one, whole.
#pragma once

#include "model/domain/result.h"

#include <string>
#include <string_view>

namespace shelf::cli {

// Written beside its place, synced, then renamed. What is no regular file (a pipe, a terminal) is written to directly. Error: System OUT.
Result<void> writeWholeFile(const std::string& path, std::string_view text);

} // namespace shelf::cli
