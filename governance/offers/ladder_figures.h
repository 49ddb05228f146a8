// What follows from an upgrade path's steps and today's values: how much dearer each is, what gets better, what gets worse.
// (mappings.md, "Upgrade paths".)
#pragma once

#include "model/catalog/snapshot.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// Attributes of which less is better where nothing else is said: weight, noise_level, aperture …
std::span<const std::string_view> lessIsBetterByDefault();

// How an attribute's value changes from one product to another. Numbers: more is better, or less where the attribute is one of those;
// texts that are numbers too. Booleans: true is better. Lists: all of before and more is better. Other texts are the same or different.
enum class AttributeTurn : uint8_t { Unknown, Same, Different, Better, Worse };
struct AttributeStep {
    std::string attribute;
    AttributeTurn turn = AttributeTurn::Unknown; // Unknown: one of the values is missing
    std::string before, after; // as texts
};

struct LadderOptions {
    double bandMin = 5, bandMax = 50; // percent, where neither step nor ladder says
    std::vector<std::string> lessIsBetter = {}; // attribute codes
};
LadderOptions defaultLadderOptions();

AttributeStep attributeStep(
    const Snapshot& catalog, std::string_view attribute, Row before, Row after, const std::vector<std::string>& lessIsBetter);

// The same for many pairs, without texts.
class AttributeComparer {
public:
    AttributeComparer(const Snapshot& catalog, const std::vector<std::string>& attributes, const std::vector<std::string>& lessIsBetter);
    size_t size() const { return m_attributes.size(); }
    AttributeTurn turn(size_t attribute, Row before, Row after) const;
    bool anyWorse(Row before, Row after) const;

private:
    struct Known {
        const Column* column = nullptr;
        bool inherits = true, lessIsBetter = false;
    };
    Snapshot m_catalog;
    std::vector<Known> m_attributes;
};

struct StepFigures {
    Row row = noRow;
    bool retired = false;
    // The step it follows: the nearest one before it that is not retired (retired steps are bridged). npos: none.
    size_t after = npos;
    std::optional<int64_t> price; // millionths
    std::string currency;
    std::optional<double> percent; // how much dearer than `after`, where both have a price in one currency
    double bandMin = 0, bandMax = 0;
    std::vector<AttributeStep> worse; // key attributes that get worse
    std::vector<AttributeStep> evidence; // what its benefit names
    static constexpr size_t npos = ~size_t(0);
};
std::vector<StepFigures> ladderFigures(const Snapshot& catalog, const Entry& ladder, const LadderOptions& options);

// The steps above a product in order, without retired ones; the first is its upgrade. Empty where it is the last or not on it.
std::vector<Row> nextSteps(const Snapshot& catalog, const Ladder& ladder, Row product);

} // namespace shelf
