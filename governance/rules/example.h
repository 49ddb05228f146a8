// How a rule's example becomes a workspace: its text is definitions (mappings.md). Lines in front of them that begin with "#!" say
// what else happens:
//   #! days-ago N        everything so far was done N days before today (the default is 1)
//   #! approve           what was applied is submitted by its author "ann" and approved by "ben", at that time
//   #! solo              the policy four-eyes is solo, and ann approves her own
//   #! csv FAMILY        the lines after "#! csv FAMILY" up to "#! end" are imported as a CSV file into that family
//   #! waive RULE SUBJECT N   somebody's findings of a rule are waived from that day on for N days; ann asks, ben grants
//   #! then              a second part begins: what stands above is done first, then what stands below, by "ann", now
// An example can have several parts; each is directives first, then YAML.
#pragma once

#include "model/domain/result.h"
#include "model/store/workspace.h"

#include <memory>
#include <string>
#include <string_view>

namespace shelf {

// Makes a workspace at `path` (must not exist) in which the example is so, as of the day `now` (milliseconds) is in.
Result<std::unique_ptr<Workspace>> makeExample(const std::string& path, std::string_view example, int64_t now);

} // namespace shelf
