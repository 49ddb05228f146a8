// What a shopper is told: the reason of a mapping in one language, channel and audience, with its placeholders filled from attributes
// of both ends. (mappings.md, "Every mapping has"; preview.md, stage 13.)
#pragma once

#include "model/catalog/snapshot.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct CopyContext {
    std::string language; // empty: the workspace's policy `language`
    std::string channel, audience; // empty: none is named; then texts for one channel or audience do not fit
    bool optedOut = false; // texts that speak of the shopper do not fit
};

struct ReasonText {
    std::string text; // empty: there is nothing to say
    std::string language; // of the text; empty: it is given without one
    std::string templateCode; // whose text it is; empty: the mapping's own reason, or the link type's words
    bool fellBack = false; // the template could not be filled, and something plainer stands for it
    std::vector<std::string> missing; // placeholders that nothing filled, in their order
    std::string why; // one sentence for the trace, where it fell back
};

// Reads one snapshot; any thread. Templates are taken apart once.
class CopyWriter {
public:
    explicit CopyWriter(Snapshot catalog);
    ~CopyWriter();
    CopyWriter(CopyWriter&&) noexcept;
    CopyWriter& operator=(CopyWriter&&) noexcept;

    // `linkType`: of links and link rules, else empty. `content`: the mapping's, whole or (links) its details. `source`: what the shopper
    // looks at; `target`: what is shown, noRow for bundles.
    ReasonText reason(
        MappingKind kind, std::string_view linkType, const FieldMap& content, Row source, Row target, const CopyContext& context) const;
    ReasonText reason(const Link& link, const CopyContext& context) const; // as seen from its source

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace shelf
