#include "model/domain/formula_guard.h"

#include <algorithm>

namespace shelf {

bool looksLikeFormula(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" '"), text.size()));
    if (text.empty())
        return false;
    if (std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos)
        return true;
    if (text.front() != '\xEF')
        return false;
    for (const std::string_view wide : {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"})
        if (text.starts_with(wide))
            return true;
    return false;
}

} // namespace shelf
