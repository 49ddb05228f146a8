// When a link is shown: by its own dates or its season's.
#pragma once

#include "governance/rules/rule.h"

#include <optional>
#include <string>

namespace shelf {

struct LinkWindow {
    std::optional<Days> from, to; // its own days or its season's, inclusive
    bool recurs = false; // every year
    std::string season; // its code, where it has one
    bool endless() const { return !to && !recurs; }
};

// `details` is the content of a link as Links::details() has it.
LinkWindow windowOf(const Definitions& definitions, std::string_view details);
// Its last day; where it has none, a day that never comes.
inline constexpr Days noEnd = 0x7fffffff;
Days lastDayOf(const Definitions& definitions, std::string_view details);

} // namespace shelf
