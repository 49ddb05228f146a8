#include "model/domain/scenario_check.h"

#include "model/domain/definitions.h"
#include "model/domain/text.h"

#include <algorithm>
#include <charconv>
#include <span>

namespace shelf {

namespace {

// What can be expected; each expectation has exactly one of them.
const std::vector<std::string> verbs = {"shows", "hides", "first", "order", "never", "always", "at_least", "at_most"};
const std::vector<std::string> qualifiers = {"slot", "because", "of", "note"};

std::vector<std::string> allKeys()
{
    std::vector<std::string> keys = verbs;
    keys.insert(keys.end(), qualifiers.begin(), qualifiers.end());
    return keys;
}

bool isName(const Json& value)
{
    return value.isString() && !trimmed(value.text()).empty();
}

bool isNames(const Json& value)
{
    return value.isArray() && !value.items().empty() && std::all_of(value.items().begin(), value.items().end(), isName);
}

// What a key must hold where `value` is something else.
std::optional<std::string> misfitOf(const std::string& key, const Json& value)
{
    if (key == "shows" || key == "hides")
        return isName(value) || isNames(value) ? std::nullopt : std::optional<std::string>("a SKU, or a list of them");
    if (key == "order")
        return isNames(value) && value.items().size() > 1 ? std::nullopt : std::optional<std::string>("a list of two or more SKUs");
    if (key == "at_least" || key == "at_most")
        return value.isNumber() && value.toInteger(-1) >= 0 ? std::nullopt : std::optional<std::string>("a whole number from 0");
    if (key == "never" || key == "always" || key == "of")
        return isName(value) ? std::nullopt : std::optional<std::string>("an expression, as in target.mount != source.mount");
    return isName(value) ? std::nullopt : std::optional<std::string>("a text");
}

std::optional<Complaint> checkExpectation(const std::string& at, const Json& expectation)
{
    std::vector<std::string> said;
    for (const auto& [key, value] : expectation.members()) {
        const std::vector<std::string> known = allKeys();
        if (std::find(known.begin(), known.end(), key) == known.end())
            return Complaint{at + "." + key, "is not a known key", didYouMean(key, known, "use one of " + join(known, ", "))};
        if (const auto expected = misfitOf(key, value))
            return Complaint{at + "." + key, "is not " + *expected, "write " + *expected};
        if (std::find(verbs.begin(), verbs.end(), key) != verbs.end())
            said.push_back(key);
    }
    if (said.size() != 1)
        return Complaint{at, said.empty() ? "says nothing that can be expected" : "expects two things, " + said[0] + " and " + said[1],
            "use exactly one of " + join(verbs, ", ")};
    const std::string& verb = said.front();
    if (expectation.contains("because") && verb != "hides")
        return Complaint{at + ".because", "goes with hides only", "leave it out"};
    if (expectation.contains("of") && verb != "at_least" && verb != "at_most")
        return Complaint{at + ".of", "goes with at_least and at_most only", "leave it out"};
    const std::string& slot = expectation["slot"].text();
    if (const std::span<const std::string_view> slots = previewSlots();
        !slot.empty() && std::find(slots.begin(), slots.end(), slot) == slots.end()) {
        const std::vector<std::string> names(slots.begin(), slots.end());
        return Complaint{at + ".slot", inQuotes(slot) + " is no slot", didYouMean(slot, names, "use one of " + join(names, ", "))};
    }
    const std::string& because = expectation["because"].text();
    if (const std::span<const std::string_view> stages = removingStages();
        !because.empty() && std::find(stages.begin(), stages.end(), because) == stages.end()) {
        const std::vector<std::string> names(stages.begin(), stages.end());
        return Complaint{
            at + ".because", inQuotes(because) + " is no stage", didYouMean(because, names, "use one of " + join(names, ", "))};
    }
    return std::nullopt;
}

bool isReleaseState(std::string_view state)
{
    constexpr std::string_view prefix = "release:";
    if (!state.starts_with(prefix))
        return false;
    const std::string_view digits = state.substr(prefix.size());
    uint64_t number = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return !digits.empty() && failure == std::errc() && end == digits.data() + digits.size() && number > 0;
}

} // namespace

std::span<const std::string_view> previewSlots()
{
    static constexpr std::string_view slots[] = {"essentials", "accessories", "bundles", "upgrades", "services", "alternatives"};
    return slots;
}

std::span<const std::string_view> removingStages()
{
    static constexpr std::string_view stages[] = {
        "status", "eligible", "consent", "compatible", "owned", "price-guard", "substitute", "duplicates", "caps", "floor", "no-candidate"};
    return stages;
}

std::optional<Complaint> checkScenario(const FieldMap& fields)
{
    const Json anchors = fields.json("anchors"), expect = fields.json("expect");
    if (anchors.items().empty())
        return Complaint{"anchors", "names no product", "name the SKU that is looked at, or those in the basket"};
    if (expect.items().empty())
        return Complaint{"expect", "expects nothing", "say what is to be shown, as in expect: [ { first: SKU, slot: accessories } ]"};
    const std::string state = fields.text("state");
    if (!state.empty() && state != "draft" && state != "approved" && !isReleaseState(state))
        return Complaint{"state", inQuotes(state) + " is no state", "use draft, approved or release:N"};
    for (size_t index = 0; index < expect.items().size(); ++index)
        if (auto complaint = checkExpectation("expect[" + std::to_string(index + 1) + "]", expect.items()[index]))
            return complaint;
    return std::nullopt;
}

} // namespace shelf
