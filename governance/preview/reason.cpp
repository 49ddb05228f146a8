// Stage 13: what the shopper is told.
#include "governance/preview/pipeline.h"

namespace shelf {

namespace {

std::string nameOf(const Snapshot& catalog, Row row)
{
    const std::string_view name = catalog.text("name", row);
    return std::string(name.empty() ? catalog.sku(row) : name);
}

} // namespace

void fillReason(const PreviewRun& run, const Candidate& candidate, PreviewItem& item)
{
    const PreviewCore& core = run.core;
    const PreviewRequest& request = run.context->request;
    const CopyContext asked{request.language, request.channel, request.optedOut ? std::string() : request.audience, request.optedOut};
    // What the shopper looks at is the anchor; of what was pulled in, the product that needs it.
    Row source = candidate.anchor;
    if (candidate.pulled && candidate.link)
        source = candidate.link->source;
    FieldMap content;
    if (candidate.entry)
        content = candidate.entry->content;
    else if (auto details = FieldMap::fromJson(core.catalog.links().details().json(candidate.link->details)))
        content = *std::move(details);
    const bool typed = candidate.link || candidate.entry->kind == MappingKind::LinkRule;
    const MappingKind kind = candidate.link ? MappingKind::Link : candidate.entry->kind;
    const ReasonText reason = core.copy.reason(
        kind, typed ? std::string_view(core.types[candidate.type].code) : std::string_view(), content, source, candidate.target, asked);
    item.reason = reason.text;
    item.reasonNote = reason.fellBack ? reason.why : std::string();
    if (candidate.replaced == noRow)
        return;
    const std::string& language = reason.language.empty() ? request.language : reason.language;
    const std::string instead = (language.starts_with("de") ? "statt " : "instead of ") + nameOf(core.catalog, candidate.replaced);
    item.reason += item.reason.empty() ? instead : " (" + instead + ")";
}

} // namespace shelf
