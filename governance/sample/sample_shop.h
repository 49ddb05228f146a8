// Makes the sample workspaces: a tidy camera shop with some 300 products, two people and a week behind it, or a small one in which
// every rule finds something. Every change is made by the ordinary operation, under a clock that stands where it happened; dates are
// relative to the day on which the sample is made.
#pragma once

#include "model/io/sample.h"
#include "model/store/workspace.h"

#include <string>

namespace shelf {

// Makes `path`, whole or not at all; never overwrites. The sample's release is built in a folder of its own that is removed
// again, as that of a shop whose serving system has taken it. Errors: Rejected EXISTS, System.
Result<void> makeSampleShop(const std::string& path, const Clock& clock, Sample sample = Sample::Tidy);

} // namespace shelf
