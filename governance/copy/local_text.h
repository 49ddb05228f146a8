// One text in one language or several: as definitions and mappings hold it, and which of them a shopper reads.
#pragma once

#include "model/domain/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct LocalText {
    std::string language; // empty: none is named, it is for all of them
    std::string text;
};
std::vector<LocalText> localTexts(const Json& value); // a text, or {language: text}

// Whether one of them is for readers of `language`: it says so, names no language, or names the language that a region stands behind
// ("de" for "de-AT"). Every text is for those who ask for none.
bool isThereIn(const std::vector<LocalText>& texts, std::string_view language);

// The text in the language asked for, else the one that names none, else the one of the language without its region, else the
// workspace's language's (policy `language`), else the English one, else the first. nullptr: there is none.
const LocalText* textIn(const std::vector<LocalText>& texts, std::string_view asked, std::string_view workspaceLanguage);

size_t characters(std::string_view text); // Unicode code points

} // namespace shelf
