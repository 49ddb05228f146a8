// Keys named on the command line, and the passphrases of those that are encrypted: from the terminal or a descriptor, never from
// the arguments or the environment, which others can read.
#pragma once

#include "app/shelfctl/command_tree.h"
#include "governance/release/signature.h"

#include <optional>
#include <string>
#include <vector>

namespace shelf::cli {

struct SigningOptions {
    std::vector<std::string> keyFiles;
    std::optional<std::string> passphraseDescriptor;
};
void addSigning(CommandBuilder& command, SigningOptions& options);

// In the order given; none where none is named. Errors: Usage, Rejected KEY, Cancelled.
Result<std::vector<SigningKey>> loadKeys(const Context& context, const SigningOptions& options, const std::string& workspace);

} // namespace shelf::cli
