// What each stage says of a candidate that it takes out: one sentence with the values.
#include "governance/offers/labels.h"
#include "governance/preview/pipeline.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"
#include "model/domain/value.h"

#include <bit>

namespace shelf {

namespace {

class Sentences {
public:
    Sentences(const PreviewRun& run, const Candidate& candidate) : m_run(run), m_core(run.core), m_candidate(candidate) { }

    std::string about(uint32_t cause) const
    {
        if (cause & causesOf(Stage::Status))
            return status(cause);
        if (cause & (unsellableCauses | NeverRecommend | OutOfStock | Parked | PartUnsellable))
            return product(cause);
        if (cause & causesOf(Stage::Eligible))
            return mapping(cause);
        if (cause & causesOf(Stage::Consent))
            return "it is for " + std::string(cause == ForAudience ? "audience " : "trigger ")
                + content(cause == ForAudience ? "audiences" : "triggers") + ", and nothing is known of who has opted out";
        if (cause == DoesNotFit)
            return doesNotFit();
        if (cause & causesOf(Stage::Owned))
            return cause == InBasket ? target() + " is in the basket" : target() + " is owned already" + interval();
        if (cause & causesOf(Stage::PriceGuard))
            return price(cause);
        return other(cause);
    }

private:
    std::string target() const { return std::string(m_run.targetId(m_candidate)); }
    std::string content(std::string_view key) const { return contentText(m_run, m_candidate, key); }
    std::string value(std::string_view field) const { return std::string(m_core.catalog.text(field, m_candidate.target)); }
    std::string on() const { return m_run.context->request.on; }

    std::string status(uint32_t cause) const
    {
        if (cause == TakenOut)
            return "it is taken out";
        if (cause == HeldBack)
            return m_run.mappingId(m_candidate) + " is held back from releases";
        const MappingStatus status = m_candidate.link ? m_candidate.link->mappingStatus() : m_candidate.entry->status;
        const uint8_t flags = m_candidate.link ? m_candidate.link->flags : m_candidate.entry->flags;
        if (m_core.view == View::Working && (flags & (HasApproved | HasDraft)) == (HasApproved | HasDraft))
            return m_run.mappingId(m_candidate) + " is to be retired by its draft";
        return m_run.mappingId(m_candidate)
            + (status == MappingStatus::Retired ? " is retired" : " has no approved version, it is " + statusText(status));
    }

    static std::string statusText(MappingStatus status)
    {
        return status == MappingStatus::InReview ? "in review"
                                                 : "a " + std::string(status == MappingStatus::Draft ? "draft" : "rejected draft");
    }

    std::string product(uint32_t cause) const
    {
        switch (cause) {
        case Retired:
            return target() + " is retired";
        case Planned:
            return target() + " is planned and has no launch date";
        case LaunchAhead:
            return target() + " launches " + value("launch");
        case Ended:
            return target() + " reached its end of life on " + value("end_of_life");
        case NotSoldHere:
            return target() + " is not sold in channel " + m_run.context->request.channel + ", only in "
                + valueToText(m_core.catalog.column("channels")->values().json(m_core.catalog.value("channels", m_candidate.target)));
        case NeverRecommend:
            return target() + " is never to be recommended";
        case Parked:
            return target() + " is parked";
        case PartUnsellable:
            return target() + " has parts that are not sold in channel " + m_run.context->request.channel + " on " + on();
        default:
            return target() + " has a stock of " + std::to_string(m_candidate.product.stock);
        }
    }

    std::string mapping(uint32_t cause) const
    {
        const bool rule = m_candidate.entry && m_candidate.entry->kind == MappingKind::Compat;
        switch (cause) {
        case BeforeWindow:
            return "its window starts " + content(rule ? "valid_from" : "from") + ", after " + on();
        case AfterWindow:
            return "its window ended " + content(rule ? "valid_to" : "to") + ", before " + on();
        case OutOfYear:
            return "it is shown " + content("every") + " of each year, and " + on() + " is not in it";
        case SeasonClosed:
            return "its season " + content("season") + " does not contain " + on();
        case OtherChannel:
            return "it is for channel " + content("channels") + ", not " + m_run.context->request.channel;
        case OtherAudience:
            return "it is for audience " + content("audiences") + named(m_run.context->request.audience);
        case OtherIntent:
            return "it is for intent " + content("intents") + named(m_run.context->request.intent);
        default:
            return "it is for trigger " + content("triggers") + named(m_run.context->request.trigger);
        }
    }

    static std::string named(const std::string& asked) { return asked.empty() ? ", and none is asked for" : ", not " + asked; }

    std::string doesNotFit() const
    {
        for (const AnchorFacts& anchor : m_run.anchors) {
            if (!m_candidate.isBundle()) {
                if (m_run.fitWith(anchor.row, m_candidate.target) == Fit::Incompatible)
                    return target() + " does not go with " + std::string(m_core.catalog.sku(anchor.row)) + ": "
                        + m_core.compatibility.explain(anchor.row, m_candidate.target).because;
                continue;
            }
            for (const BundlePart& part : m_candidate.entry->bundle().parts)
                if (part.required && part.row != noRow && m_run.fitWith(anchor.row, part.row) == Fit::Incompatible)
                    return std::string(m_core.catalog.sku(part.row)) + " in it does not go with "
                        + std::string(m_core.catalog.sku(anchor.row)) + ": " + m_core.compatibility.explain(anchor.row, part.row).because;
        }
        return target() + " does not go with the basket";
    }

    std::string interval() const
    {
        if (!m_candidate.mapping.intervalDays)
            return {};
        return "; it comes back " + std::to_string(m_candidate.mapping.intervalDays) + " days after the day on which it was bought";
    }

    std::string price(uint32_t cause) const
    {
        const ProductFacts& anchor = m_run.anchorOf(m_candidate.anchor).product;
        const std::string currency = m_core.products.currencyText(anchor.currency);
        const double percent = 100 * static_cast<double>(m_candidate.product.price) / static_cast<double>(anchor.price);
        const std::string prices = target() + " costs " + moneyText(m_candidate.product.price, currency) + ", "
            + std::string(m_core.catalog.sku(m_candidate.anchor)) + " " + moneyText(anchor.price, currency) + ": ";
        if (cause == TooDear)
            return prices + percentText(percent) + " of it, and " + m_core.types[m_candidate.type].code + " may be at most "
                + percentText(m_core.types[m_candidate.type].guard);
        return prices + percentText(percent - 100) + " dearer, outside the band of " + shortestDecimal(m_core.settings.bandMin) + " to "
            + percentText(m_core.settings.bandMax);
    }

    std::string other(uint32_t cause) const
    {
        switch (cause) {
        case Replaced: {
            const Candidate& stand = m_run.candidates[m_candidate.stand];
            return std::string(m_run.targetId(stand)) + " stands for " + target() + ", which cannot be sold here and now";
        }
        case Weaker: {
            const Candidate& strongest = m_run.candidates[m_candidate.strongest];
            return target() + " is there already by " + m_run.mappingId(strongest) + ", which is stronger ("
                + std::string(tierName(strongest.tier)) + ", " + fromMillionths(strongest.score) + " against "
                + std::string(tierName(m_candidate.tier)) + ", " + fromMillionths(m_candidate.score) + ")";
        }
        case OverCap:
            return "slot " + m_core.slots[m_candidate.slot]
                + " is full: better ones take the places of its cap, of the type's or the brand's";
        case PullerGone:
            return "nothing that needs " + target() + " is shown";
        default:
            return "its score " + fromMillionths(m_candidate.score) + " is below the floor of " + shortestDecimal(m_core.settings.floor);
        }
    }

    const PreviewRun& m_run;
    const PreviewCore& m_core;
    const Candidate& m_candidate;
};

Stage stageOf(uint32_t cause)
{
    for (int stage = 0; stage <= static_cast<int>(Stage::Reason); ++stage)
        if (causesOf(static_cast<Stage>(stage)) & cause)
            return static_cast<Stage>(stage);
    return Stage::Candidates;
}

} // namespace

std::vector<Objection> objectionsOf(const PreviewRun& run, const Candidate& candidate)
{
    std::vector<Objection> objections;
    const Sentences sentences(run, candidate);
    for (uint32_t left = candidate.causes; left; left &= left - 1) {
        const uint32_t cause = 1u << std::countr_zero(left);
        objections.push_back({stageOf(cause), sentences.about(cause)});
    }
    return objections;
}

std::string mappingContent(const PreviewRun& run, const Candidate& candidate, std::string_view key)
{
    if (candidate.entry)
        return std::string(candidate.entry->content.get(key));
    const auto details = FieldMap::fromJson(run.core.catalog.links().details().json(candidate.link->details));
    return details ? std::string(details->get(key)) : std::string();
}

std::string contentText(const PreviewRun& run, const Candidate& candidate, std::string_view key)
{
    return valueToText(mappingContent(run, candidate, key));
}

} // namespace shelf
