// The engine that runs the stages over one basket.
#include "governance/preview/pipeline.h"

#include <algorithm>
#include <limits>

namespace shelf {

namespace {

bool isDearer(const ProductFacts& a, const ProductFacts& b)
{
    return a.currency == b.currency && a.price > b.price;
}

} // namespace

void PreviewRun::perform(const Context& asked, std::span<const Row> rows, const Overlay* assumed, const PreparedFacts* facts)
{
    context = &asked;
    overlay = assumed;
    prepared = facts;
    anchors.clear();
    candidates.clear();
    order.clear();
    pullers.clear();
    leftOut = {};
    anyWeaker = false;
    m_known.clear();
    m_knownCount = 0;
    for (const Row row : rows)
        anchors.push_back({row, product(row)});
    gatherCandidates(*this);
    eachEffect(Effect::Kind::Create, [this](const Effect& effect) {
        Candidate created;
        created.link = static_cast<const Link*>(effect.mapping);
        created.anchor = effect.row;
        created.target = effect.other;
        created.type = effect.type;
        created.slot = core.types[effect.type].slot;
        created.inverse = created.link->source != effect.row;
        if (created.slot != noSlot)
            add(created, true);
    });
    for (uint32_t i = 0; i < candidates.size(); ++i) { // it grows while it is walked
        evaluate(i);
        if (candidates[i].alive())
            pullInRequired(*this, i);
        else
            replaceUnsellable(*this, i);
    }
    for (Candidate& candidate : candidates)
        if (candidate.alive())
            scoreCandidate(*this, candidate);
    takeOutDuplicates(*this);
    takeOutOverCaps(*this);
    ranked = order;
    for (const uint32_t i : order)
        if (candidates[i].alive())
            candidates[i].causes |= floorCauses(*this, candidates[i]);
    order.erase(std::remove_if(order.begin(), order.end(), [this](uint32_t i) { return !candidates[i].alive(); }), order.end());
    uint32_t place = 0;
    for (size_t i = 0; i < order.size(); ++i) {
        place = i && candidates[order[i]].slot == candidates[order[i - 1]].slot ? place + 1 : 1;
        candidates[order[i]].place = place;
    }
}

void PreviewRun::evaluate(uint32_t index)
{
    Candidate& candidate = candidates[index];
    candidate.mapping = factsOf(candidate);
    if (candidate.isBundle()) {
        const auto known = prepared ? prepared->bundles.find(candidate.entry) : decltype(prepared->bundles.end()){};
        candidate.product = prepared && known != prepared->bundles.end() ? known->second : core.products.bundle(*context, *candidate.entry);
    } else {
        candidate.product = product(candidate.target);
    }
    assume(candidate);
    if (overlay && candidate.isBundle())
        assumeParts(candidate);
    constexpr uint32_t goesOn = unsellableCauses | OutOfStock; // another may stand for it
    for (const CandidateStage& stage : candidateStages()) {
        candidate.causes |= stage.causes(*this, candidate);
        if (!explaining && (candidate.causes & ~goesOn))
            return;
    }
    const auto isAbout = [&candidate](const Effect& effect) { return effect.mapping == mappingOf(candidate); };
    eachEffect(Effect::Kind::MappingCauses, [&](const Effect& effect) { candidate.causes &= ~(isAbout(effect) ? effect.mask : 0u); });
    eachEffect(Effect::Kind::TakeOut, [&](const Effect& effect) { candidate.causes |= isAbout(effect) ? TakenOut : 0u; });
}

uint32_t PreviewRun::add(const Candidate& candidate, bool mayRepeat)
{
    if (mayRepeat) {
        for (; m_knownCount < candidates.size(); ++m_knownCount)
            m_known.emplace(Key{mappingOf(candidates[m_knownCount]), candidates[m_knownCount].target}, static_cast<uint32_t>(m_knownCount));
        const auto [known, isNew] = m_known.emplace(Key{mappingOf(candidate), candidate.target}, static_cast<uint32_t>(candidates.size()));
        if (!isNew) {
            Candidate& first = candidates[known->second];
            if (candidate.replaced != noRow && first.replaced != noRow
                && core.catalog.sku(candidate.replaced) < core.catalog.sku(first.replaced)) { // whichever came first
                first.replaced = candidate.replaced;
                first.rank = candidate.rank;
            }
            if (candidate.pulled && first.pulled)
                first.depth = std::min(first.depth, candidate.depth);
            if (candidate.anchor != first.anchor && !candidate.pulled && !first.pulled
                && isDearer(anchorOf(candidate.anchor).product, anchorOf(first.anchor).product)) {
                first.anchor = candidate.anchor;
                first.inverse = candidate.inverse;
                first.rank = candidate.rank;
            }
            return known->second;
        }
        ++m_knownCount;
    }
    candidates.push_back(candidate);
    return static_cast<uint32_t>(candidates.size() - 1);
}

const AnchorFacts& PreviewRun::anchorOf(Row row) const
{
    for (const AnchorFacts& anchor : anchors)
        if (anchor.row == row)
            return anchor;
    return anchors.front();
}

ProductFacts PreviewRun::product(Row row) const
{
    ProductFacts facts = prepared ? prepared->products[row] : core.products.product(*context, row);
    if (overlay)
        for (const Effect& effect : overlay->effects) {
            if (effect.row != row)
                continue;
            if (effect.kind == Effect::Kind::ProductCauses)
                facts.causes &= ~effect.mask;
            else if (effect.kind == Effect::Kind::Stock)
                facts.stock = static_cast<int64_t>(effect.value);
        }
    return facts;
}

MappingFacts PreviewRun::factsOf(const Candidate& candidate)
{
    const size_t rememberedCount = explaining ? 128 : 16384; // for one preview, for very many
    if (m_rememberedFor != context->id) {
        m_remembered.assign(rememberedCount, {});
        m_isRemembered.assign(rememberedCount, 0);
        m_rememberedFor = context->id;
    }
    const Code details = candidate.link ? candidate.link->details : 0;
    if (candidate.link && !details)
        return {};
    const size_t place = (candidate.link ? details : std::hash<const void*>()(candidate.entry) >> 6) % rememberedCount;
    Remembered& known = m_remembered[place];
    if (m_isRemembered[place] && known.entry == candidate.entry && known.details == details)
        return known.facts;
    known.entry = candidate.entry;
    known.details = details;
    known.facts = candidate.link ? mappingFacts(*context, core.catalog.links().details().json(details))
                                 : mappingFacts(*context, candidate.entry->content, candidate.entry->kind == MappingKind::Compat);
    m_isRemembered[place] = 1;
    return known.facts;
}

void PreviewRun::assume(Candidate& candidate) const
{
    if (!overlay)
        return;
    for (const Effect& effect : overlay->effects) {
        if (effect.mapping != mappingOf(candidate))
            continue;
        MappingFacts& facts = candidate.mapping;
        switch (effect.kind) {
        case Effect::Kind::Untimed:
            facts.timed &= static_cast<uint8_t>(~effect.mask);
            break;
        case Effect::Kind::Pin:
            facts.pinned = true;
            break;
        case Effect::Kind::Boost:
            facts.boost = effect.value;
            break;
        default:
            break;
        }
    }
}

// As ProductFactsReader::bundle and BundleCalculator have it, with what is assumed of the parts.
void PreviewRun::assumeParts(Candidate& candidate) const
{
    const auto& names = candidate.entry->names;
    const auto isPart = [&names](const Effect& effect) { return std::binary_search(names.begin(), names.end(), effect.row); };
    if (std::none_of(overlay->effects.begin(), overlay->effects.end(), isPart))
        return;
    candidate.product.causes &= ~static_cast<uint32_t>(PartUnsellable);
    int64_t sets = std::numeric_limits<int64_t>::max();
    const auto limit = [&sets](int64_t stock, int64_t quantity) { sets = std::min(sets, std::max<int64_t>(stock, 0) / quantity); };
    const auto isSold = [this](Row row) { return row != noRow && core.catalog.exists(row) && !(product(row).causes & unsellableCauses); };
    for (const BundlePart& part : candidate.entry->bundle().parts) {
        if (!part.required)
            continue;
        candidate.product.causes |= isSold(part.row) ? 0u : PartUnsellable;
        if (part.row != noRow)
            limit(product(part.row).stock, part.quantity);
    }
    for (const BundleGroup& group : candidate.entry->bundle().groups) {
        if (std::count_if(group.of.begin(), group.of.end(), isSold) < group.min)
            candidate.product.causes |= PartUnsellable;
        std::vector<int64_t> stocks;
        for (const Row row : group.of)
            stocks.push_back(row == noRow ? 0 : product(row).stock);
        std::sort(stocks.rbegin(), stocks.rend());
        if (group.min > 0 && !stocks.empty())
            limit(stocks[std::min(static_cast<size_t>(group.min), stocks.size()) - 1], 1);
    }
    if (candidate.product.stock != unknownStock)
        candidate.product.stock = sets;
}

std::string PreviewRun::mappingId(const Candidate& candidate) const
{
    if (!candidate.link)
        return candidate.entry->id;
    if (candidate.link->type < core.catalog.links().typeCount())
        return core.catalog.linkId(*candidate.link);
    // One that is only assumed, of a type that no link has yet.
    const Snapshot& catalog = core.catalog;
    return LinkId{std::string(catalog.sku(candidate.link->source)), core.types[candidate.type].code,
        std::string(catalog.sku(candidate.link->target)), {}}
        .text();
}

std::string_view PreviewRun::targetId(const Candidate& candidate) const
{
    return candidate.isBundle() ? std::string_view(candidate.entry->id) : core.catalog.sku(candidate.target);
}

} // namespace shelf
