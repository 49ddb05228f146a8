// Words and phrases that shoppers are never to read. Whole words only. One written in small letters is found in any case, one with
// capitals only as it is written (so that a note to oneself is not taken for the Spanish word for "all").
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// Looks for all of them in one walk over a text.
class BannedWords {
public:
    explicit BannedWords(const std::vector<std::string>& words);
    bool any() const { return !m_words.empty(); }
    const std::string* findIn(std::string_view text) const; // the first; nullptr: there is none

private:
    struct Word {
        std::string text;
        bool anyCase = false;
    };
    const std::string* walk(std::string_view text) const;
    static bool isAt(const Word& word, std::string_view text, size_t at);

    std::vector<Word> m_words;
    std::array<bool, 256> m_first{};
    bool m_foreign = false; // letters beyond ASCII in a word that is found in any case
};

} // namespace shelf
