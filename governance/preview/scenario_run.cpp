// Whether a preview is what a scenario expects, and what is so instead.
#include "governance/preview/scenario.h"
#include "model/domain/mapping.h"
#include "model/domain/text.h"
#include "model/expression/expression.h"
#include "model/expression/snapshot_row.h"

#include <algorithm>
#include <functional>

namespace shelf {

namespace {

constexpr size_t mostNamed = 3;

// An item shown beside its anchor, as an expression asks for it: source.FIELD, target.FIELD, and what the preview says of it.
class ShownRow : public ExpressionRow {
public:
    explicit ShownRow(const Snapshot& catalog) : m_source(catalog), m_target(catalog) { }
    void bind(const PreviewItem& item, Row source)
    {
        m_item = &item;
        m_source.bind(source);
        m_target.bind(item.target);
    }
    // Names that mean something here, besides those of the two products.
    static bool knows(std::string_view name)
    {
        return name.starts_with(sourcePrefix) || name.starts_with(targetPrefix) || name == "slot" || name == "rank" || name == "type"
            || name == "reason";
    }

    std::string_view sku() const override { return m_item->id; }
    std::string_view field(std::string_view name) const override
    {
        if (name.starts_with(sourcePrefix))
            return productField(m_source, name.substr(sourcePrefix.size()), m_sourceSku);
        if (name.starts_with(targetPrefix))
            return productField(m_target, name.substr(targetPrefix.size()), m_targetSku);
        if (name == "rank")
            return m_rank = std::to_string(m_item->rank);
        if (name == "slot")
            return m_slot = jsonString(m_item->slot);
        if (name == "reason")
            return m_reason = jsonString(m_item->reason);
        const auto link = name == "type" ? LinkId::parse(m_item->mapping) : std::nullopt;
        return link ? std::string_view(m_type = jsonString(link->type)) : std::string_view();
    }
    double completeness(std::string_view) const override { return 0; }
    int64_t linkCount(std::string_view) const override { return 0; }
    int64_t mappingCount(std::string_view) const override { return 0; }

private:
    static constexpr std::string_view sourcePrefix = "source.", targetPrefix = "target.";

    static std::string_view productField(const SnapshotRow& product, std::string_view name, std::string& sku)
    {
        return name == "sku" ? std::string_view(sku = jsonString(product.sku())) : product.field(name);
    }

    const PreviewItem* m_item = nullptr;
    SnapshotRow m_source, m_target;
    mutable std::string m_rank, m_slot, m_type, m_reason, m_sourceSku, m_targetSku;
};

// One scenario's preview under examination.
class Examination {
public:
    Examination(const PreviewEngine& engine, PreviewRequest request, const Preview& preview)
        : m_engine(engine), m_request(std::move(request)), m_preview(preview), m_row(engine.catalog())
    {
    }

    std::optional<ScenarioFailure> failureOf(const Expectation& expectation)
    {
        m_flip.clear();
        const std::string because = whatFails(expectation);
        if (because.empty())
            return std::nullopt;
        return ScenarioFailure{expectation.text(), because, std::move(m_flip), expectation.note};
    }

private:
    using Verb = Expectation::Verb;

    std::string whatFails(const Expectation& expectation)
    {
        std::vector<const PreviewItem*> there;
        for (const PreviewItem& item : m_preview.shown)
            if (expectation.slot.empty() || item.slot == expectation.slot)
                there.push_back(&item);
        switch (expectation.verb) {
        case Verb::Shows:
            return whatIsMissing(expectation, there);
        case Verb::Hides:
            return whatIsThere(expectation, there);
        case Verb::First:
            return whatIsFirst(expectation, there);
        case Verb::Order:
            return whatIsOutOfOrder(expectation, there);
        case Verb::Never:
        case Verb::Always:
        case Verb::AtLeast:
        case Verb::AtMost:
            break;
        }
        return whatIsCounted(expectation, there);
    }

    static const PreviewItem* find(const std::vector<const PreviewItem*>& items, const std::string& id)
    {
        const auto found = std::find_if(items.begin(), items.end(), [&id](const PreviewItem* item) { return item->id == id; });
        return found == items.end() ? nullptr : *found;
    }

    static std::string place(const PreviewItem& item) { return item.slot + " " + std::to_string(item.rank); }

    // Why something is not shown (where asked for): in another slot, taken out, or named by nothing.
    std::string whyNot(const std::string& id)
    {
        for (const PreviewItem& item : m_preview.shown)
            if (item.id == id)
                return id + " is shown as " + place(item);
        if (id.starts_with("bundle:")) {
            for (const PreviewItem& item : m_preview.excluded)
                if (item.id == id && !item.objections.empty()) {
                    m_flip = item.flip;
                    return id + " is not shown: " + item.objections.front().because;
                }
            return id + " is not shown: no approved or drafted bundle of that code holds what is looked at";
        }
        const auto why = m_engine.why(m_request, id);
        if (!why)
            return id + " is not shown: " + why.error().what;
        m_flip = why->flip;
        return id + " is not shown: " + why->because;
    }

    std::string whatIsMissing(const Expectation& expectation, const std::vector<const PreviewItem*>& there)
    {
        for (const std::string& id : expectation.ids)
            if (!find(there, id))
                return whyNot(id);
        return {};
    }

    bool isThere(const std::string& id) const
    {
        const Snapshot& catalog = m_engine.catalog();
        return catalog.find(id) != noRow
            || (id.starts_with("bundle:") && (catalog.entry(id, View::Working) || catalog.entry(id, View::Approved)));
    }

    std::string whatIsThere(const Expectation& expectation, const std::vector<const PreviewItem*>& there)
    {
        for (const std::string& id : expectation.ids) {
            if (const PreviewItem* item = find(there, id))
                return id + " is shown as " + place(*item) + " by " + item->mapping;
            if (!isThere(id))
                return id + " does not exist: it is hidden whatever happens";
            if (expectation.because.empty())
                continue;
            std::string first = "no-candidate";
            std::string because = "nothing names it";
            for (const PreviewItem& item : m_preview.excluded)
                if (item.id == id && !item.objections.empty()) {
                    const std::string_view stage = stageName(item.objections.front().stage);
                    if (stage == expectation.because)
                        return {};
                    first = stage;
                    because = item.objections.front().because;
                }
            if (first != expectation.because)
                return id + " is not shown because of " + first + ": " + because;
        }
        return {};
    }

    std::string whatIsFirst(const Expectation& expectation, const std::vector<const PreviewItem*>& there)
    {
        const std::string& id = expectation.ids.front();
        const PreviewItem* item = find(there, id);
        if (!item)
            return whyNot(id);
        if (item->rank == 1)
            return {};
        for (const PreviewItem* other : there)
            if (other->slot == item->slot && other->rank == 1)
                return other->id + " is first in " + other->slot + " by " + other->mapping + " (" + std::string(tierName(other->tier))
                    + ", " + Json::number(other->score).text() + "), " + id + " is number " + std::to_string(item->rank) + " ("
                    + std::string(tierName(item->tier)) + ", " + Json::number(item->score).text() + ")";
        return id + " is number " + std::to_string(item->rank) + " in " + item->slot;
    }

    std::string whatIsOutOfOrder(const Expectation& expectation, const std::vector<const PreviewItem*>& there)
    {
        if (std::string missing = whatIsMissing(expectation, there); !missing.empty())
            return missing;
        for (size_t i = 1; i < expectation.ids.size(); ++i) {
            const PreviewItem *before = find(there, expectation.ids[i - 1]), *after = find(there, expectation.ids[i]);
            if (before >= after) // places in the list of what is shown, by slot and rank
                return after->id + " (" + place(*after) + ") stands before " + before->id + " (" + place(*before) + ")";
        }
        return {};
    }

    std::string whatIsCounted(const Expectation& expectation, const std::vector<const PreviewItem*>& there)
    {
        std::vector<const PreviewItem*> matching, others;
        if (expectation.expression.empty()) {
            matching = there;
        } else {
            const auto parsed = expressionOf(expectation);
            if (!parsed)
                return parsed.error().where + ": " + parsed.error().what + "; " + parsed.error().tryThis;
            for (const PreviewItem* item : there) {
                if (item->target == noRow)
                    continue; // a bundle has no attributes
                m_row.bind(*item, m_engine.catalog().find(item->anchor));
                (parsed->matches(m_row) ? matching : others).push_back(item);
            }
        }
        const auto found = static_cast<int64_t>(matching.size());
        const bool never = expectation.verb == Verb::Never, always = expectation.verb == Verb::Always;
        if (never && found > 0)
            return named(matching) + (found == 1 ? " is shown" : " are shown");
        if (always && !others.empty())
            return "it does not hold for " + named(others);
        if (expectation.verb == Verb::AtLeast && found < expectation.count)
            return (found ? "only " + named(matching) + (found == 1 ? " is" : " are") : std::string("nothing of that is")) + " shown";
        if (expectation.verb == Verb::AtMost && found > expectation.count)
            return std::to_string(found) + " are shown: " + named(matching);
        return {};
    }

    Result<Expression> expressionOf(const Expectation& expectation) const
    {
        const Days day = parseDate(std::string_view(m_request.on).substr(0, 10)).value_or(0);
        auto parsed = Expression::parse(expectation.expression, m_engine.catalog().definitions(), day, ExpressionScope::Link);
        if (!parsed)
            return parsed;
        for (const std::string& name : parsed->fieldsRead())
            if (!ShownRow::knows(name))
                return Error{ErrorKind::Rejected, "EXPRESSION", expectation.expression, inQuotes(name) + " is not known of what is shown",
                    "use source.FIELD, target.FIELD, slot, rank, type or reason"};
        return parsed;
    }

    static std::string named(const std::vector<const PreviewItem*>& items)
    {
        std::string text;
        for (size_t i = 0; i < items.size() && i < mostNamed; ++i)
            text += (i ? ", " : "") + items[i]->id + " (" + place(*items[i]) + ", " + items[i]->mapping + ")";
        return items.size() > mostNamed ? text + ", …" : text;
    }

    const PreviewEngine& m_engine;
    const PreviewRequest m_request;
    const Preview& m_preview;
    ShownRow m_row;
    std::vector<FlipStep> m_flip;
};

} // namespace

std::vector<ScenarioFailure> runScenario(const Scenario& scenario, const PreviewEngine& engine, const std::string& on)
{
    PreviewRequest request = scenario.request;
    if (request.on.empty())
        request.on = on;
    const auto preview = engine.preview(request);
    if (!preview)
        return {{{}, preview.error().where + ": " + preview.error().what + "; " + preview.error().tryThis, {}, {}}};
    Examination examination(engine, std::move(request), *preview);
    std::vector<ScenarioFailure> failures;
    for (const Expectation& expectation : scenario.expect)
        if (auto failure = examination.failureOf(expectation))
            failures.push_back(std::move(*failure));
    return failures;
}

} // namespace shelf
