// attr.banned-words: a text has a word or a phrase that shoppers are never to read. Whole words only. One written in small letters
// is found in any case, one with capitals only as it is written (so that a note to oneself is not taken for the Spanish word for "all").
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

#include "model/domain/text.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

struct BannedWord {
    std::string text;
    bool anyCase = false;
};

// Looks for all of them in one walk over a text.
class BannedWords {
public:
    explicit BannedWords(const std::vector<std::string>& words)
    {
        for (const std::string& word : words) {
            const std::string_view text = trimmed(word);
            if (text.empty())
                continue;
            const bool anyCase = folded(text) == text;
            m_words.push_back({std::string(text), anyCase});
            m_first[static_cast<unsigned char>(text[0])] = true;
            if (anyCase && text[0] >= 'a' && text[0] <= 'z')
                m_first[static_cast<unsigned char>(text[0] - 'a' + 'A')] = true;
            m_foreign = m_foreign || (anyCase && std::any_of(text.begin(), text.end(), isBeyondAscii));
        }
    }
    bool any() const { return !m_words.empty(); }

    const std::string* findIn(std::string_view text) const
    {
        const std::string* found = walk(text);
        // Letters beyond ASCII have cases that only folding knows.
        return found || !m_foreign || std::none_of(text.begin(), text.end(), isBeyondAscii) ? found : walk(folded(text));
    }

private:
    static bool isBeyondAscii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

    const std::string* walk(std::string_view text) const
    {
        for (size_t at = 0; at < text.size(); ++at) {
            if (!m_first[static_cast<unsigned char>(text[at])] || (at > 0 && isWordByte(text[at - 1]) && isWordByte(text[at])))
                continue;
            for (const BannedWord& word : m_words)
                if (isAt(word, text, at))
                    return &word.text;
        }
        return nullptr;
    }

    static bool isAt(const BannedWord& word, std::string_view text, size_t at)
    {
        const size_t end = at + word.text.size();
        if (end > text.size() || (end < text.size() && isWordByte(text[end]) && isWordByte(word.text.back())))
            return false;
        const std::string_view there = text.substr(at, word.text.size());
        return std::equal(there.begin(), there.end(), word.text.begin(),
            [&word](char c, char wanted) { return (word.anyCase ? lowered(c) : c) == wanted; });
    }

    std::vector<BannedWord> m_words;
    std::array<bool, 256> m_first{};
    bool m_foreign = false;
};

class BannedWordsRule final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.banned-words",
            .title = "A text has a word in it that must not be shown",
            .why = "Filler and notes to colleagues that reach the shop make it look unfinished; a claim that may not be made costs money.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .parameters = {{"words",
                "[\"lorem ipsum\", \"TO"
                "DO\", \"TBD\"]",
                "words and phrases; those in small letters are found in any case, others only as they are written"}},
            .reads = {.fields = {"*", "name", "brand", "parent"}},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: story, label: Story, type: text } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one, values: { story: Lorem ipsum dolor sit amet } } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: story, label: Story, type: text } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one, values: { story: Made for long days } } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: BAG-1, name: A bag for todo terreno } ]   # whole words, and capitals count\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const BannedWords words(run.texts("words"));
        if (!words.any())
            return;
        for (const attr::ScannedColumn& named : attr::textColumns(run.catalog())) {
            const Dictionary& values = named.column->values();
            const auto isBad = [&](Code code) { return words.findIn(values.text(code)) != nullptr; };
            attr::scanOwn(run, named.column, isBad, [&](Row row, Code code) {
                const std::string_view text = values.text(code);
                FindingSink::With with;
                with.detail = named.field;
                sink.product(row,
                    attr::productLabel(run.catalog(), row) + ": " + attr::fieldLabel(run.definitions(), named.field) + " has "
                        + inQuotes(*words.findIn(text)) + " in it: " + inQuotes(text, 120) + "; write something else",
                    std::move(with));
            });
        }
    }
};

} // namespace

RulePtr attrBannedWords()
{
    return std::make_unique<BannedWordsRule>();
}

} // namespace shelf
