// What callers see: whole previews with everything explained, and very many without.
#include "governance/preview/flips.h"
#include "governance/preview/pipeline.h"

#include <algorithm>

namespace shelf {

struct PreviewEngine::Impl {
    Impl(Snapshot catalog, View view) : core(std::move(catalog), view) { }
    const PreviewCore core;
};

class PreviewEngine::Prepared {
public:
    Context context;
    PreparedFacts facts;
};

class PreviewEngine::Scratch {
public:
    explicit Scratch(const PreviewCore& core) : run(core, false) { }
    PreviewRun run;
};

PreviewEngine::PreviewEngine(Snapshot catalog, View view) : m_impl(std::make_unique<Impl>(std::move(catalog), view)) { }

PreviewEngine::~PreviewEngine() = default;

const PreviewSettings& PreviewEngine::settings() const
{
    return m_impl->core.settings;
}

const Snapshot& PreviewEngine::catalog() const
{
    return m_impl->core.catalog;
}

Result<Preview> PreviewEngine::preview(const PreviewRequest& request) const
{
    const PreviewCore& core = m_impl->core;
    const auto context = contextOf(core.catalog, core.settings, request);
    if (!context)
        return context.error();
    const auto anchors = anchorsOf(core.catalog, request);
    if (!anchors)
        return anchors.error();
    PreviewRun run(core, true);
    run.perform(*context, *anchors, nullptr, nullptr);
    Preview preview;
    preview.request = context->request;
    preview.state = core.view == View::Working ? "draft" : "approved";
    preview.incompatible = run.leftOut.incompatible;
    preview.unknown = run.leftOut.unknown;
    for (const uint32_t index : run.order)
        preview.shown.push_back(itemOf(run, index));
    FlipFinder flips(run, *anchors);
    for (uint32_t index = 0; index < run.candidates.size(); ++index) {
        if (run.candidates[index].alive())
            continue;
        PreviewItem item = itemOf(run, index);
        Flip flip = flips.of(index);
        item.flip = std::move(flip.steps);
        item.flipLeadsTo = std::move(flip.leadsTo);
        preview.excluded.push_back(std::move(item));
    }
    std::sort(preview.excluded.begin(), preview.excluded.end(),
        [](const PreviewItem& a, const PreviewItem& b) { return a.id != b.id ? a.id < b.id : a.mapping < b.mapping; });
    return preview;
}

Result<std::shared_ptr<const PreviewEngine::Prepared>> PreviewEngine::prepare(const PreviewRequest& request) const
{
    const PreviewCore& core = m_impl->core;
    auto context = contextOf(core.catalog, core.settings, request);
    if (!context)
        return context.error();
    auto prepared = std::make_shared<Prepared>();
    prepared->context = *std::move(context);
    PreparedFacts& facts = prepared->facts;
    const Row rows = core.catalog.rows();
    facts.products.resize(rows);
    facts.hasIncoming.resize(rows);
    for (Row row = 0; row < rows; ++row) {
        if (!core.catalog.exists(row))
            continue;
        facts.products[row] = core.products.product(prepared->context, row);
        for (const Link& link : core.catalog.links().from(row)) {
            const uint16_t type = core.linkTypes[link.type];
            if (type != 0xffff && link.in(core.view) && (core.types[type].symmetric || core.types[type].inverseSlot != noSlot))
                facts.hasIncoming[link.target] = true;
        }
    }
    for (const EntryPtr& bundle : core.catalog.entriesOf(MappingKind::Bundle))
        if (bundle->in(core.view))
            facts.bundles.emplace(bundle.get(), core.products.bundle(prepared->context, *bundle));
    core.ruleLinks(prepared->context.on.day);
    return std::shared_ptr<const Prepared>(std::move(prepared));
}

void PreviewEngine::ScratchDeleter::operator()(Scratch* scratch) const
{
    delete scratch;
}

PreviewEngine::ScratchPtr PreviewEngine::scratch() const
{
    return ScratchPtr(new Scratch(m_impl->core));
}

void PreviewEngine::shown(const Prepared& prepared, Row anchor, Scratch& scratch, std::vector<ShownItem>& shown) const
{
    shown.clear();
    PreviewRun& run = scratch.run;
    run.perform(prepared.context, {&anchor, 1}, nullptr, &prepared.facts);
    for (const uint32_t index : run.order) {
        const Candidate& candidate = run.candidates[index];
        shown.push_back({candidate.target, candidate.slot, candidate.place, candidate.link, candidate.link ? nullptr : candidate.entry});
    }
}

std::string PreviewEngine::reason(const Scratch& scratch, size_t place) const
{
    const PreviewRun& run = scratch.run;
    PreviewItem item;
    fillReason(run, run.candidates[run.order[place]], item);
    return item.reason;
}

const std::vector<std::string>& PreviewEngine::slotNames() const
{
    return m_impl->core.slots;
}

} // namespace shelf
