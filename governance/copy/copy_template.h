// Templates of texts as the workspace keeps them (ThingKind::Template), taken apart.
//
// Keys: label, owner; text (in one language or several); variants: [{channel, audience, text}], of which at least one of channel and
// audience is named; link_types: those whose mappings it is for where they name no template and have no reason (a code, the name of an
// inverse, or bundle, upgrade, compat; of several templates the first by code); max_length: the most characters that its texts may have
// once they are filled; fallback: what stands for it where it cannot be filled.
#pragma once

#include "governance/copy/local_text.h"
#include "model/domain/definitions.h"
#include "model/domain/mapping.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct CopyVariant {
    std::string channel, audience; // both empty: the text for everybody
    std::vector<LocalText> texts;
};

struct CopyTemplate {
    std::string code;
    std::vector<std::string> types;
    std::vector<CopyVariant> variants; // the most specific first: audience and channel, audience, channel, everybody
    std::vector<LocalText> fallback;
    size_t maxLength = 0; // 0: no limit
};
CopyTemplate copyTemplate(const Thing& definition);

// The type by which a template may be one's default: a link's or link rule's own, else "bundle", "upgrade", "compat".
std::string_view copyType(MappingKind kind, std::string_view linkType);

class CopyTemplates {
public:
    explicit CopyTemplates(const Definitions& definitions);
    const CopyTemplate* find(std::string_view code) const; // nullptr: there is none
    const CopyTemplate* defaultOf(std::string_view type) const; // nullptr: it has none
    // The one that a mapping names, else, where it has no reason of its own, its type's.
    const CopyTemplate* of(std::string_view type, const FieldMap& content) const;
    const std::map<std::string, CopyTemplate, std::less<>>& all() const { return m_templates; }

private:
    std::map<std::string, CopyTemplate, std::less<>> m_templates;
    std::map<std::string, const CopyTemplate*, std::less<>> m_defaults;
};

// Of the channel's key `max_length`: the most characters that a text has there; 0: no limit.
size_t channelTextLimit(const Thing& channel);

} // namespace shelf
