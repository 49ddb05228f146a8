// The texts that a mapping shows to shoppers: its reason, the text of its template, the benefits of a ladder's steps; in one language or
// several. And the placeholders in them.
//
// A placeholder is {name}: letters, digits, '_', '-', '@' and '.' in braces. It stands for, in this order:
//   a member of the mapping's reason_arguments
//   source.FIELD, target.FIELD (in compatibility rules left.FIELD, right.FIELD as well): a core field or an attribute of that product
//   FIELD alone: of the target, and where that has none, of the source
//   in bundles and ladders also label, intent, price, saving, components, steps, level, benefit
// sku and category (the first of the categories) are fields too.
#pragma once

#include "governance/rules/governance/mapping_scan.h"
#include "governance/rules/rule.h"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shelf::copytext {

struct LocalText {
    std::string language; // empty: none is named
    std::string text;
};
std::vector<LocalText> localTexts(const Json& value); // a text, or {language: text}
std::vector<LocalText> textsOfTemplate(const Thing& definition);

struct ShownText {
    enum class From { Reason, Template, Benefit } from = From::Reason;
    std::string place; // "its reason", "template fits-mount", "the benefit of step 2"
    std::vector<LocalText> texts;
};
struct ShownTexts {
    std::vector<ShownText> parts;
    Json arguments; // reason_arguments
    std::vector<std::string> channels, audiences;
};
ShownTexts shownTexts(const Definitions& definitions, MappingKind kind, const FieldMap& content);
std::string placeIn(const ShownText& part, const LocalText& text); // "its reason in de"

// visit(name, begin, length) for each placeholder, with the braces.
template <typename Visit> void eachPlaceholder(std::string_view text, const Visit& visit)
{
    for (size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        size_t end = open + 1;
        const auto isPart = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '@'
                || c == '.';
        };
        while (end < text.size() && isPart(text[end]))
            ++end;
        if (end > open + 1 && end < text.size() && text[end] == '}')
            visit(text.substr(open + 1, end - open - 1), open, end + 1 - open);
    }
}

// Whether a placeholder is about whoever looks: {audience…}, {shopper…}, {bought…}. What the serving system knows fills it.
bool speaksOfShopper(std::string_view name);

// What a placeholder stands for, in one snapshot.
class Placeholders {
public:
    explicit Placeholders(const Snapshot& catalog) : m_catalog(catalog) { }
    bool isKnown(MappingKind kind, std::string_view name, const Json& arguments) const;
    // Its text for a link; empty where there is none.
    std::string valueFor(const Link& link, std::string_view name, const Json& arguments) const;

private:
    std::string valueOf(Row row, std::string_view field) const;
    const Snapshot& m_catalog;
};
size_t characters(std::string_view text); // Unicode code points

// A mapping under examination: one of the two is set.
struct Subject {
    const Link* link = nullptr;
    const Entry* entry = nullptr;
    std::string id(const Snapshot& catalog) const { return link ? catalog.linkId(*link) : entry->id; }
    MappingKind kind() const { return link ? MappingKind::Link : entry->kind; }
    Row row() const { return link ? link->source : noRow; } // whose settings hold
    void report(FindingSink& sink, std::string message, FindingSink::With with) const
    {
        link ? sink.link(*link, std::move(message), std::move(with)) : sink.entry(*entry, std::move(message), std::move(with));
    }
};

// The texts of links by their details: few of them differ, so that they are kept for a while.
class TextsOfLinks {
public:
    explicit TextsOfLinks(const Snapshot& catalog) : m_catalog(catalog) { }
    const ShownTexts& of(Code details);

private:
    static constexpr size_t mostKept = 50000;
    const Snapshot& m_catalog;
    std::unordered_map<Code, ShownTexts> m_kept;
};

// Whether a link's details have a reason or a template at all: a quick look that may say yes too often.
bool mayShowText(std::string_view details);

// visit(subject, texts) for every mapping in the run; links only where `isInteresting(details)` (canonical JSON) says so.
template <typename IsInteresting, typename Visit>
void eachMapping(const RuleRun& run, const IsInteresting& isInteresting, const Visit& visit)
{
    TextsOfLinks texts(run.catalog());
    mapping::ByDetails wanted(run, isInteresting);
    run.forEachLink([&](const Link& link) {
        if (wanted(link.details))
            visit(Subject{&link, nullptr}, texts.of(link.details));
    });
    mapping::eachEntry(run, [&](const Entry& entry) {
        visit(Subject{nullptr, &entry}, shownTexts(run.definitions(), entry.kind, entry.content));
    });
}

} // namespace shelf::copytext
