// The texts that a mapping shows to shoppers: its reason, the texts of its template, the benefits of a ladder's steps; in one language
// or several. Which placeholders there are says governance/copy/placeholders.h.
#pragma once

#include "governance/copy/copy_template.h"
#include "governance/copy/placeholders.h"
#include "governance/rules/governance/mapping_scan.h"
#include "governance/rules/rule.h"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shelf::copytext {

struct ShownText {
    enum class From { Reason, Template, Fallback /* of a template */, Benefit } from = From::Reason;
    std::string place; // "its reason", "template fits-mount", "template fits-mount for kiosk", "the benefit of step 2"
    std::vector<LocalText> texts;
    std::string channel, audience; // of a template's variant: who alone is shown it
    size_t maxLength = 0; // of a template's texts; 0: no limit of its own
    bool isFilled() const { return from == From::Template || from == From::Fallback; }
};
struct ShownTexts {
    std::vector<ShownText> parts;
    Json arguments; // reason_arguments
    std::vector<std::string> channels, audiences;
    bool shownIn(const ShownText& part) const; // false: a variant for a channel that the mapping is not in
};
// The texts of one template: each variant, then its fallback.
std::vector<ShownText> textsOf(const CopyTemplate& one);
// `linkType` as in copyType. A mapping without template and reason has the texts of its type's template.
ShownTexts shownTexts(const CopyTemplates& templates, MappingKind kind, std::string_view linkType, const FieldMap& content);
std::string placeIn(const ShownText& part, const LocalText& text); // "its reason in de"

// A mapping under examination: one of the two is set.
struct Subject {
    const Link* link = nullptr;
    const Entry* entry = nullptr;
    CopyEnds ends() const
    {
        return link ? CopyEnds{MappingKind::Link, link->source, link->target, nullptr}
                    : CopyEnds{entry->kind, noRow, noRow, &entry->content};
    }
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
    TextsOfLinks(const Snapshot& catalog, const CopyTemplates& templates);
    const ShownTexts& of(const Link& link);
    bool hasDefault(const Link& link) const { return m_defaults[link.type]; } // its type has a template

private:
    static constexpr size_t mostKept = 50000;
    const Snapshot& m_catalog;
    const CopyTemplates& m_templates;
    std::vector<bool> m_defaults; // by Link::type
    std::unordered_map<uint64_t, ShownTexts> m_kept;
};

// Whether a link's details have a reason or a template at all: a quick look that may say yes too often.
bool mayShowText(std::string_view details);

// visit(subject, texts) for every mapping in the run; links only where `isInteresting(details)` (canonical JSON) says so, or where their
// type has a template.
template <typename IsInteresting, typename Visit>
void eachMapping(const RuleRun& run, const CopyTemplates& templates, const IsInteresting& isInteresting, const Visit& visit)
{
    TextsOfLinks texts(run.catalog(), templates);
    mapping::ByDetails wanted(run, isInteresting);
    run.forEachLink([&](const Link& link) {
        if (wanted(link.details) || texts.hasDefault(link))
            visit(Subject{&link, nullptr}, texts.of(link));
    });
    mapping::eachEntry(run, [&](const Entry& entry) {
        const std::string linkType = entry.kind == MappingKind::LinkRule ? entry.linkRule().type : std::string();
        visit(Subject{nullptr, &entry}, shownTexts(templates, entry.kind, linkType, entry.content));
    });
}

} // namespace shelf::copytext
