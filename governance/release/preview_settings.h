// The settings that decide what a preview shows, as one hash: a manifest names it, so that a receiver can tell that only they
// changed.
#pragma once

#include "model/domain/definitions.h"

#include <string>

namespace shelf {

std::string previewSettingsSha256(const Definitions& definitions);

} // namespace shelf
