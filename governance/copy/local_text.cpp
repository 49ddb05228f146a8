#include "governance/copy/local_text.h"

#include <algorithm>

namespace shelf {

namespace {

const LocalText* exactly(const std::vector<LocalText>& texts, std::string_view language)
{
    const auto found = std::find_if(texts.begin(), texts.end(), [language](const LocalText& text) { return text.language == language; });
    return found == texts.end() ? nullptr : &*found;
}

std::string_view withoutRegion(std::string_view language)
{
    return language.substr(0, language.find('-'));
}

const LocalText* forReaders(const std::vector<LocalText>& texts, std::string_view language)
{
    if (const LocalText* text = exactly(texts, language))
        return text;
    if (const LocalText* forAll = exactly(texts, {}))
        return forAll;
    return exactly(texts, withoutRegion(language));
}

} // namespace

std::vector<LocalText> localTexts(const Json& value)
{
    std::vector<LocalText> texts;
    if (value.isString() && !value.text().empty())
        texts.push_back({{}, value.text()});
    for (const auto& [language, text] : value.members())
        if (text.isString() && !text.text().empty())
            texts.push_back({language, text.text()});
    return texts;
}

bool isThereIn(const std::vector<LocalText>& texts, std::string_view language)
{
    return !texts.empty() && (language.empty() || forReaders(texts, language));
}

const LocalText* textIn(const std::vector<LocalText>& texts, std::string_view asked, std::string_view workspaceLanguage)
{
    if (texts.empty())
        return nullptr;
    for (const std::string_view language : {asked, workspaceLanguage, std::string_view("en")})
        if (const LocalText* text = forReaders(texts, language))
            return text;
    return &*std::min_element(texts.begin(), texts.end(), [](const LocalText& a, const LocalText& b) { return a.language < b.language; });
}

size_t characters(std::string_view text)
{
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

} // namespace shelf
