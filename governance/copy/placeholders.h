// Placeholders in texts, and what stands for them.
//
// A placeholder is {name} or {name:format}: letters, digits, '_', '-', '@' and '.' in braces. Its name stands for, in this order:
//   a member of the mapping's reason_arguments
//   source.FIELD, target.FIELD (in compatibility rules left.FIELD, right.FIELD as well): a core field or an attribute of that product
//   FIELD alone: of the target, and where that has none, of the source
//   in bundles and ladders also label, intent, price, saving, components, steps, level, benefit
// sku and category (the first of the categories) are fields too. `source` is what the shopper looks at, `target` what is shown; a bundle
// has no target.
//
// Values are written in the language of the text (value_words.h): numbers with the attribute's unit, money with its currency, yes and no,
// lists joined, dates; a family or category by its label, a reference by the product's name. A value of its own for the language
// ("name@de") or the channel ("warranty@web") goes first. The format is `bare` (no unit, no currency) or a digit (how many behind the
// decimal sign).
#pragma once

#include "governance/copy/value_words.h"
#include "model/catalog/snapshot.h"

#include <string>
#include <string_view>

namespace shelf {

struct Placeholder {
    std::string_view name, format;
    size_t begin = 0, length = 0; // in its text, with the braces
};

// visit(placeholder) for each.
template <typename Visit> void eachPlaceholder(std::string_view text, const Visit& visit)
{
    const auto isPart = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '@' || c == '.';
    };
    for (size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        size_t end = open + 1;
        while (end < text.size() && isPart(text[end]))
            ++end;
        const size_t nameEnd = end;
        if (end > open + 1 && end < text.size() && text[end] == ':')
            for (++end; end < text.size() && isPart(text[end]);)
                ++end;
        if (nameEnd == open + 1 || end >= text.size() || text[end] != '}')
            continue;
        const bool hasFormat = end > nameEnd;
        visit(Placeholder{text.substr(open + 1, nameEnd - open - 1),
            hasFormat ? text.substr(nameEnd + 1, end - nameEnd - 1) : std::string_view(), open, end + 1 - open});
    }
}

// Whether a placeholder is about whoever looks: {audience…}, {shopper…}, {bought…}. What the serving system knows fills it.
bool speaksOfShopper(std::string_view name);
std::string shopperWordIn(std::string_view text); // the first of those; empty: there is none

// What a text is about.
struct CopyEnds {
    MappingKind kind = MappingKind::Link;
    Row source = noRow, target = noRow;
    const FieldMap* content = nullptr; // the mapping's; may be absent for links
};
struct CopyPlace {
    std::string_view language, channel; // empty: none
};

// What a placeholder stands for, in one snapshot.
class Placeholders {
public:
    explicit Placeholders(const Snapshot& catalog) : m_catalog(catalog) { }
    bool isKnown(MappingKind kind, std::string_view name, const Json& arguments) const;
    // Its text; empty where there is none.
    std::string valueFor(const CopyEnds& ends, const Placeholder& placeholder, const Json& arguments, const CopyPlace& place) const;

private:
    std::string valueOf(Row row, std::string_view field, const ValueFormat& format, const CopyPlace& place) const;
    std::string attributeWords(const Attribute& attribute, const Json& value, const ValueFormat& format, std::string_view language) const;
    std::string offerWords(const CopyEnds& ends, std::string_view field, const ValueFormat& format, const CopyPlace& place) const;
    std::string nameOf(std::string_view sku, std::string_view language) const;
    std::string currencyOf(Row row) const;
    bool isOnSide(Row row, std::string_view side) const;
    const Snapshot& m_catalog;
};

} // namespace shelf
