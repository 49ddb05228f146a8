// HTML in texts that are meant to be plain.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shelf::attr {

// The first tag, comment or entity in a text ("<br>", "&amp;"); empty where there is none. Tags are those of HTML alone: "<3" and
// "<unknown>" are text, and so is a '&' that no known name and ';' follow.
std::string_view firstMarkup(std::string_view text);

// The text without markup: tags of style taken off, those that end a line replaced by `lineEnd`, entities by their characters.
// nullopt where something could be lost (links, images, tables, scripts, comments), or where markup is left over ("&lt;b&gt;").
std::optional<std::string> withoutMarkup(std::string_view text, std::string_view lineEnd);

} // namespace shelf::attr
