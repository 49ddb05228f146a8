// What is said of a product that is shown and of which nothing else can be said: a sentence that is true of every mapping of its type.
#pragma once

#include "governance/copy/local_text.h"
#include "model/domain/definitions.h"

#include <string_view>
#include <vector>

namespace shelf {

// In English and German. `type`: a link type's code, or the name of its inverse, or "bundle", "upgrade", "compat". A type of the
// workspace's own has the words of its slot; seen from its other end a type says no more than that the two go together.
std::vector<LocalText> neutralWords(const Definitions& definitions, std::string_view type);

} // namespace shelf
