// What a shell completes for shelfctl, from the same definitions as the parser: commands, options, the values they may have,
// workspaces, files and folders.
#pragma once

#include "app/shelfctl/command_tree.h"

#include <string>

namespace shelf::cli {

std::string bashCompletion(const CommandTree& tree); // a script to source; needs nothing but bash 4
std::string zshCompletion(const CommandTree& tree); // the file _shelfctl, for a folder in fpath

} // namespace shelf::cli
