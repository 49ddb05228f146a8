#include "governance/offers/ladder_figures.h"

#include "governance/offers/money.h"
#include "model/domain/decimal.h"
#include "model/domain/text.h"
#include "model/domain/value.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace shelf {

namespace {

constexpr std::array<std::string_view, 12> lessIsBetterCodes = {"aperture", "cas_latency", "energy_consumption", "first_word_latency",
    "latency", "noise", "noise_level", "power_consumption", "response_time", "tdp", "thickness", "weight"};

// A number, or a text that is one and nothing else.
std::optional<double> numberOf(const Dictionary& values, Code code)
{
    const double number = values.number(code);
    if (!std::isnan(number))
        return number;
    if (values.isList(code))
        return std::nullopt;
    const auto canonical = canonicalDecimal(values.text(code));
    return canonical ? toDouble(*canonical) : std::nullopt;
}

// Whether every element of `inner` is in `outer`.
bool holdsAll(std::span<const Code> outer, std::span<const Code> inner)
{
    return std::all_of(inner.begin(), inner.end(), [&](Code code) { return std::find(outer.begin(), outer.end(), code) != outer.end(); });
}

AttributeTurn turnOf(const Dictionary& values, Code before, Code after, bool lessIsBetter)
{
    if (!before || !after)
        return AttributeTurn::Unknown;
    if (before == after)
        return AttributeTurn::Same;
    const auto from = numberOf(values, before), to = numberOf(values, after);
    if (from && to) {
        if (*from == *to)
            return AttributeTurn::Same;
        return (*to > *from) != lessIsBetter ? AttributeTurn::Better : AttributeTurn::Worse;
    }
    if (values.isList(before) && values.isList(after)) {
        if (holdsAll(values.elements(after), values.elements(before)))
            return AttributeTurn::Better;
        return holdsAll(values.elements(before), values.elements(after)) ? AttributeTurn::Worse : AttributeTurn::Different;
    }
    return AttributeTurn::Different;
}

bool lessIsBetterFor(std::string_view attribute, const std::vector<std::string>& codes)
{
    const std::string_view plain = attribute.substr(0, attribute.find('@'));
    return std::any_of(codes.begin(), codes.end(), [plain](const std::string& code) { return std::string_view(code) == plain; });
}

class Figures {
public:
    Figures(const Snapshot& catalog, const Ladder& ladder, const LadderOptions& options)
        : m_catalog(catalog), m_ladder(ladder), m_options(options), m_prices(catalog)
    {
    }

    std::vector<StepFigures> all()
    {
        size_t last = StepFigures::npos;
        for (size_t i = 0; i < m_ladder.steps.size(); ++i) {
            StepFigures step = one(m_ladder.steps[i]);
            step.after = last;
            m_steps.push_back(std::move(step));
            if (last != StepFigures::npos)
                compare(m_steps[i], m_steps[last], m_ladder.steps[i]);
            if (!m_steps[i].retired)
                last = i;
        }
        return std::move(m_steps);
    }

private:
    StepFigures one(const LadderStep& step) const
    {
        StepFigures figures;
        figures.row = step.row;
        figures.bandMin = step.bandMin.value_or(m_ladder.bandMin.value_or(m_options.bandMin));
        figures.bandMax = step.bandMax.value_or(m_ladder.bandMax.value_or(m_options.bandMax));
        if (step.row == noRow || !m_catalog.exists(step.row))
            return figures;
        figures.retired = m_catalog.isRetired(step.row);
        figures.price = m_prices.price(step.row);
        if (figures.price)
            figures.currency = m_prices.currency(step.row);
        return figures;
    }

    void compare(StepFigures& step, const StepFigures& before, const LadderStep& content) const
    {
        if (step.price && before.price && *before.price > 0 && step.currency == before.currency)
            step.percent = (double(*step.price) / double(*before.price) - 1) * 100;
        if (step.row == noRow || before.row == noRow)
            return;
        for (const std::string& attribute : m_ladder.keyAttributes) {
            AttributeStep turn = attributeStep(m_catalog, attribute, before.row, step.row, m_options.lessIsBetter);
            if (turn.turn == AttributeTurn::Worse)
                step.worse.push_back(std::move(turn));
        }
        for (const std::string& attribute : content.evidence)
            step.evidence.push_back(attributeStep(m_catalog, attribute, before.row, step.row, m_options.lessIsBetter));
    }

    const Snapshot& m_catalog;
    const Ladder& m_ladder;
    const LadderOptions& m_options;
    Prices m_prices;
    std::vector<StepFigures> m_steps;
};

} // namespace

std::span<const std::string_view> lessIsBetterByDefault()
{
    return lessIsBetterCodes;
}

LadderOptions defaultLadderOptions()
{
    LadderOptions options;
    options.lessIsBetter.assign(lessIsBetterCodes.begin(), lessIsBetterCodes.end());
    return options;
}

AttributeComparer::AttributeComparer(
    const Snapshot& catalog, const std::vector<std::string>& attributes, const std::vector<std::string>& lessIsBetter)
    : m_catalog(catalog)
{
    for (const std::string& attribute : attributes)
        m_attributes.push_back({m_catalog.column(attribute), inheritsField(attribute), lessIsBetterFor(attribute, lessIsBetter)});
}

AttributeTurn AttributeComparer::turn(size_t attribute, Row before, Row after) const
{
    const Known& known = m_attributes[attribute];
    if (!known.column)
        return AttributeTurn::Unknown;
    return turnOf(known.column->values(), m_catalog.value(known.column, before, known.inherits),
        m_catalog.value(known.column, after, known.inherits), known.lessIsBetter);
}

bool AttributeComparer::anyWorse(Row before, Row after) const
{
    for (size_t i = 0; i < m_attributes.size(); ++i)
        if (turn(i, before, after) == AttributeTurn::Worse)
            return true;
    return false;
}

AttributeStep attributeStep(
    const Snapshot& catalog, std::string_view attribute, Row before, Row after, const std::vector<std::string>& lessIsBetter)
{
    AttributeStep step;
    step.attribute = attribute;
    const Column* column = catalog.column(attribute);
    if (!column)
        return step;
    const bool inherits = inheritsField(attribute);
    const Code from = catalog.value(column, before, inherits), to = catalog.value(column, after, inherits);
    step.turn = turnOf(column->values(), from, to, lessIsBetterFor(attribute, lessIsBetter));
    if (from)
        step.before = valueToText(column->values().json(from));
    if (to)
        step.after = valueToText(column->values().json(to));
    return step;
}

std::vector<StepFigures> ladderFigures(const Snapshot& catalog, const Entry& ladder, const LadderOptions& options)
{
    return Figures(catalog, ladder.ladder(), options).all();
}

std::vector<Row> nextSteps(const Snapshot& catalog, const Ladder& ladder, Row product)
{
    std::vector<Row> next;
    const auto here = std::find_if(ladder.steps.begin(), ladder.steps.end(), [product](const LadderStep& s) { return s.row == product; });
    if (here == ladder.steps.end())
        return next;
    for (auto step = here + 1; step != ladder.steps.end(); ++step)
        if (step->row != noRow && step->row != product && catalog.exists(step->row) && !catalog.isRetired(step->row))
            next.push_back(step->row);
    return next;
}

} // namespace shelf
