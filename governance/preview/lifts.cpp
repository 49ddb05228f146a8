// The changes that lift what a stage holds against one candidate.
#include "governance/preview/flips.h"

#include "model/domain/decimal.h"
#include "model/domain/mapping.h"
#include "model/domain/text.h"
#include "model/domain/value.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace shelf {

namespace {

Effect ofRow(Effect::Kind kind, Row row, uint32_t mask, double value = 0)
{
    Effect effect;
    effect.kind = kind;
    effect.row = row;
    effect.mask = mask;
    effect.value = value;
    return effect;
}

Effect ofMappingOf(const Candidate& candidate, Effect::Kind kind, uint32_t mask, double value = 0)
{
    Effect effect;
    effect.kind = kind;
    effect.mapping = mappingOf(candidate);
    effect.mask = mask;
    effect.value = value;
    return effect;
}

std::string joinedWith(const std::string& list, const std::string& element)
{
    return list.empty() ? joinList({element}) : list + "|" + joinList({element});
}

std::string commas(const std::vector<std::string>& items)
{
    return join(items, ",");
}

} // namespace

Lifts LiftFinder::of(const Candidate& candidate, uint32_t causes) const
{
    Lifts lifts;
    const auto add = [&lifts](Lifts more) {
        for (Lift& lift : more)
            lifts.push_back(std::move(lift));
    };
    if (causes & Replaced) // what was replaced comes back where the product can be sold
        causes |= eligibleCauses(m_run, candidate) & (unsellableCauses | OutOfStock);
    constexpr uint32_t sold = unsellableCauses | NeverRecommend | OutOfStock | PartUnsellable;
    for (uint32_t left = causes & ~(relativeCauses | Replaced | sold); left; left &= left - 1) {
        const uint32_t cause = 1u << std::countr_zero(left);
        if (cause == DoesNotFit)
            add(fits(candidate));
        else if (cause == InBasket)
            lifts.push_back(basket(candidate));
        else if (cause == IsOwned)
            lifts.push_back(owned(candidate));
        else if (cause & causesOf(Stage::PriceGuard))
            lifts.push_back(dearer(candidate, cause));
        else
            add(ofMapping(candidate, cause));
    }
    if (causes & sold)
        add(candidate.isBundle() ? ofBundle(candidate, causes & sold) : ofProduct(candidate.target, causes & sold));
    return lifts;
}

Lifts LiftFinder::ofProduct(Row row, uint32_t causes) const
{
    Lifts lifts;
    const std::string sku(m_core.catalog.sku(row));
    const std::string day = formatDate(m_run.context->on.day);
    const auto change = [&](uint32_t mask, std::string_view field, const std::string& to) {
        const Column* column = m_core.catalog.column(field);
        const Code code = m_core.catalog.value(field, row);
        const std::string from = column && code ? valueToText(column->values().json(code)) : std::string();
        lifts.push_back({{sku, std::string(field), from, to.empty() ? joinedWith(from, m_run.context->request.channel) : to},
            {ofRow(Effect::Kind::ProductCauses, row, mask)}});
    };
    if (causes & (Retired | Planned))
        change(Retired | Planned, "lifecycle", "active");
    if (causes & LaunchAhead)
        change(LaunchAhead, "launch", day);
    if (causes & Ended)
        change(Ended, "end_of_life", day);
    if (causes & NotSoldHere)
        change(NotSoldHere, "channels", {});
    if (causes & NeverRecommend)
        change(NeverRecommend, "never_recommend", "false");
    if (causes & OutOfStock)
        lifts.push_back(stock(row));
    return lifts;
}

// Of a parent whose stock is that of its variants: the first of them.
Lift LiftFinder::stock(Row row) const
{
    const Column* column = m_core.catalog.column("stock");
    Row which = row;
    if (column && !column->at(row))
        for (const Row variant : m_core.catalog.variants(row))
            if (which == row || m_core.catalog.sku(variant) < m_core.catalog.sku(which))
                which = variant;
    const Code code = column ? column->at(which) : 0;
    Lift lift{{std::string(m_core.catalog.sku(which)), "stock", code ? valueToText(column->values().json(code)) : std::string(), "1"},
        {ofRow(Effect::Kind::Stock, row, 0, 1)}};
    if (which != row)
        lift.effects.push_back(ofRow(Effect::Kind::Stock, which, 0, 1));
    return lift;
}

Lifts LiftFinder::ofBundle(const Candidate& candidate, uint32_t causes) const
{
    Lifts lifts;
    const Bundle& bundle = candidate.entry->bundle();
    const auto isThere = [this](Row row) { return row != noRow && m_core.catalog.exists(row); };
    const auto wants = [&](Row row, int64_t quantity) {
        const ProductFacts facts = m_run.product(row);
        const bool few = (causes & OutOfStock) && facts.stock != unknownStock && facts.stock < quantity;
        return ((causes & PartUnsellable) ? facts.causes & unsellableCauses : 0u) | (few ? OutOfStock : 0u);
    };
    const auto take = [&](Row row, int64_t quantity) {
        const uint32_t wanted = wants(row, quantity);
        for (Lift& lift : ofProduct(row, wanted & unsellableCauses))
            lifts.push_back(std::move(lift));
        if (!(wanted & OutOfStock))
            return;
        Lift more = stock(row);
        more.step.to = std::to_string(quantity);
        for (Effect& effect : more.effects)
            effect.value = static_cast<double>(quantity);
        lifts.push_back(std::move(more));
    };
    for (const BundlePart& part : bundle.parts)
        if (part.required && isThere(part.row))
            take(part.row, part.quantity);
    for (const BundleGroup& group : bundle.groups) {
        int64_t missingOnes = group.min;
        for (const Row row : group.of)
            missingOnes -= isThere(row) && !wants(row, 1);
        for (const Row row : group.of)
            if (missingOnes > 0 && isThere(row) && wants(row, 1)) {
                take(row, 1);
                --missingOnes;
            }
    }
    return lifts;
}

Lift LiftFinder::mapping(const Candidate& candidate, std::string_view field, std::string to, std::vector<Effect> effects) const
{
    return {{m_run.mappingId(candidate), std::string(field), contentText(m_run, candidate, field), std::move(to)}, std::move(effects)};
}

// Named beside the others; where nobody is asked for, the mapping is for all.
Lift LiftFinder::listed(const Candidate& candidate, std::string_view key, const std::string& asked, uint32_t cause) const
{
    const std::string now = contentText(m_run, candidate, key);
    return mapping(candidate, key, asked.empty() ? std::string() : joinedWith(now, asked),
        {ofMappingOf(candidate, Effect::Kind::MappingCauses, cause)});
}

Lift LiftFinder::status(const Candidate& candidate) const
{
    const MappingStatus now = candidate.link ? candidate.link->mappingStatus() : candidate.entry->status;
    const uint8_t flags = candidate.link ? candidate.link->flags : candidate.entry->flags;
    const bool goes = m_core.view == View::Working && now != MappingStatus::Retired && (flags & HasDraft); // its draft retires it
    return {{m_run.mappingId(candidate), "status", goes ? "retired" : std::string(statusName(now)), newStatus()},
        {ofMappingOf(candidate, Effect::Kind::MappingCauses, NotInState)}};
}

Lifts LiftFinder::ofMapping(const Candidate& candidate, uint32_t cause) const
{
    const PreviewRequest& request = m_run.context->request;
    const bool rule = candidate.entry && candidate.entry->kind == MappingKind::Compat;
    const std::string day = formatDate(m_run.context->on.day);
    const auto lifted = [&](uint32_t timed = 0) {
        std::vector<Effect> effects = {ofMappingOf(candidate, Effect::Kind::MappingCauses, cause)};
        if (timed)
            effects.push_back(ofMappingOf(candidate, Effect::Kind::Untimed, timed));
        return effects;
    };
    switch (cause) {
    case NotInState:
        return {status(candidate)};
    case HeldBack:
        return {{{m_run.mappingId(candidate), "hold", "held", {}}, lifted()}};
    case Parked:
        return {mapping(candidate, "parked", "false", lifted())};
    case BeforeWindow:
        return {mapping(candidate, rule ? "valid_from" : "from", day, lifted())};
    case AfterWindow:
        return {mapping(candidate, rule ? "valid_to" : "to", day, lifted())};
    case OutOfYear:
        return {mapping(candidate, "every", {}, lifted(TimedByYear))};
    case SeasonClosed:
        return {mapping(candidate, "season", {}, lifted(TimedBySeason))};
    case OtherChannel:
        return {listed(candidate, "channels", request.channel, cause)};
    case OtherAudience:
        return {listed(candidate, "audiences", request.audience, cause)};
    case OtherIntent:
        return {listed(candidate, "intents", request.intent, cause)};
    case OtherTrigger:
        return {listed(candidate, "triggers", request.trigger, cause)};
    case ForAudience:
        return {listed(candidate, "audiences", {}, cause)};
    case ForTrigger:
        return {listed(candidate, "triggers", {}, cause)};
    default:
        return {};
    }
}

Lifts LiftFinder::fits(const Candidate& candidate) const
{
    Lifts lifts;
    for (const AnchorFacts& anchor : m_run.anchors) {
        if (!candidate.isBundle()) {
            addFit(anchor.row, candidate.target, lifts);
            continue;
        }
        for (const BundlePart& part : candidate.entry->bundle().parts)
            if (part.required && part.row != noRow)
                addFit(anchor.row, part.row, lifts);
    }
    return lifts;
}

void LiftFinder::addFit(Row anchor, Row target, Lifts& lifts) const
{
    if (m_run.fitWith(anchor, target) != Fit::Incompatible)
        return;
    Lifts steps;
    const PairAnswer answer = m_core.compatibility.explain(anchor, target);
    for (const std::string& id : answer.exceptions) {
        const auto parts = LinkId::parse(id);
        if (parts && parts->type == "incompatible")
            steps.push_back({{id, "status", newStatus(), "retired"}});
    }
    Fit then = m_core.compatibility.fitByRules(anchor, target);
    if (then == Fit::Incompatible) {
        steps.push_back(created(anchor, target, "compatible"));
        then = Fit::Compatible;
    }
    for (size_t i = 0; i < steps.size(); ++i) {
        Effect fit = ofRow(Effect::Kind::Fits, anchor, 1u << i, static_cast<double>((1u << steps.size()) - 1));
        fit.other = target;
        fit.value2 = static_cast<double>(then);
        steps[i].effects.push_back(fit);
        lifts.push_back(std::move(steps[i]));
    }
}

Lift LiftFinder::created(Row anchor, Row target, std::string_view type) const
{
    const Snapshot& catalog = m_core.catalog;
    const LinkType* known = catalog.definitions().linkType(type);
    const bool turn = known && known->symmetric && catalog.sku(target) < catalog.sku(anchor);
    const Row source = turn ? target : anchor, end = turn ? anchor : target;
    const std::string id = LinkId{std::string(catalog.sku(source)), std::string(type), std::string(catalog.sku(end)), {}}.text();
    Lift lift{{id, "status", {}, newStatus()}};
    const uint16_t code = catalog.links().typeOf(type);
    for (const Link& link : catalog.links().from(source))
        if (link.type == code && link.target == end && !link.in(m_core.view)) { // it is there, in the other state
            lift.step.from = std::string(statusName(link.mappingStatus()));
            Effect effect;
            effect.kind = Effect::Kind::MappingCauses;
            effect.mapping = &link;
            effect.mask = NotInState;
            lift.effects.push_back(effect);
            return lift;
        }
    Link made;
    made.source = source;
    made.target = end;
    made.type = code;
    made.flags = InWorking | InApproved | InLeaving;
    m_made.push_back(made);
    Effect effect;
    effect.kind = Effect::Kind::Create;
    effect.mapping = &m_made.back();
    effect.row = anchor;
    effect.other = target;
    effect.type = m_core.typeOf(type);
    if (effect.type != 0xffff)
        lift.effects.push_back(effect);
    return lift;
}

// Another basket: without what is in the way; where nothing else is in it, the product that the mapping was made for.
Lift LiftFinder::basket(const Candidate& candidate) const
{
    PreviewRequest request = m_run.context->request;
    const std::string before = commas(request.anchors);
    std::vector<std::string> rest;
    for (const std::string& sku : request.anchors) {
        const Row row = m_core.catalog.find(sku);
        bool inTheWay = false;
        Row up = row;
        for (int depth = 0; up != noRow && !inTheWay && depth < deepestParents; ++depth, up = m_core.catalog.parent(up))
            inTheWay = up == candidate.target; // parents may go round in a catalog that is wrong
        if (!inTheWay)
            rest.push_back(sku);
    }
    if (rest.empty()) {
        const Row source = candidate.link ? (candidate.inverse ? candidate.link->target : candidate.link->source) : noRow;
        const Row parent = source != noRow && source != candidate.anchor ? source : m_core.catalog.parent(candidate.anchor);
        if (parent != noRow)
            rest.emplace_back(m_core.catalog.sku(parent));
    }
    request.anchors = rest;
    return {{"context", "anchors", before, commas(rest)}, {}, rest.empty() ? std::nullopt : std::optional(request)};
}

Lift LiftFinder::owned(const Candidate& candidate) const
{
    PreviewRequest request = m_run.context->request;
    const std::string before = commas(request.owned);
    request.owned.clear();
    for (const OwnedProduct& owned : m_run.context->owned) {
        bool inTheWay = false;
        int depth = 0;
        for (Row up = owned.row; up != noRow && depth < 8; up = m_core.catalog.parent(up), ++depth)
            inTheWay = inTheWay || up == candidate.target;
        if (!inTheWay)
            request.owned.push_back(owned.text);
    }
    return {{"context", "owned", before, commas(request.owned)}, {}, request};
}

Lift LiftFinder::dearer(const Candidate& candidate, uint32_t cause) const
{
    const ProductFacts& anchor = m_run.anchorOf(candidate.anchor).product;
    const double percent = 100 * static_cast<double>(candidate.product.price) / static_cast<double>(anchor.price);
    const TypeInfo& type = m_core.types[candidate.type];
    Effect effect;
    effect.type = candidate.type;
    if (cause == TooDear) {
        effect.kind = Effect::Kind::Guard;
        effect.value = std::ceil(percent);
        return {{"link_type:" + type.code, "guard", shortestDecimal(type.guard), shortestDecimal(effect.value)}, {effect}};
    }
    const auto [low, high] = m_run.upSellBand();
    effect.kind = Effect::Kind::Band;
    effect.value = std::min(low, std::floor(percent - 100));
    effect.value2 = std::max(high, std::ceil(percent - 100));
    const auto text = [](double from, double to) { return shortestDecimal(from) + ".." + shortestDecimal(to); };
    return {{"policy:preview-band", "value", text(low, high), text(effect.value, effect.value2)}, {effect}};
}

} // namespace shelf
