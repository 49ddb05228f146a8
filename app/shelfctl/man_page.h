// The manual page, from the same definitions as the parser.
#pragma once

#include "app/shelfctl/command_tree.h"

#include <string>

namespace shelf::cli {

std::string manPage(const CommandTree& tree); // roff, for the macros of man(7)

} // namespace shelf::cli
