// The policies that decide what previews show: names, defaults, and what each may be.
#include "model/domain/preview_policies.h"

#include "model/domain/decimal.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

Error bad(std::string_view name, std::string_view value, std::string_view what, std::string tryThis)
{
    std::string message = inQuotes(value).append(" is not ").append(what);
    return {ErrorKind::Rejected, "POLICY", std::string("policy ").append(name), std::move(message), std::move(tryThis)};
}

// "rank=3,price_fit=2": each of the names at most once. `fits` checks a value.
template <typename Fits> Result<void> checkAssignments(
    std::string_view name, std::string_view value, const std::vector<std::string>& names, const std::string& values, Fits&& fits)
{
    std::vector<std::string> seen;
    for (const std::string_view item : split(value, ',')) {
        const size_t sign = item.find('=');
        const std::string key(trimmed(item.substr(0, sign)));
        if (sign == std::string_view::npos || std::find(names.begin(), names.end(), key) == names.end())
            return bad(
                name, value, "a list of NAME=VALUE: " + inQuotes(item) + " is none", didYouMean(key, names, "name " + join(names, ", ")));
        if (std::find(seen.begin(), seen.end(), key) != seen.end())
            return bad(name, value, "clear: " + key + " is there twice", "leave one out");
        if (!fits(trimmed(item.substr(sign + 1))))
            return bad(name, value, "right: the value of " + key + " is none of its values", "use " + values);
        seen.push_back(key);
    }
    return {};
}

std::optional<double> numberOf(std::string_view text)
{
    const auto canonical = canonicalDecimal(trimmed(text));
    return canonical ? toDouble(*canonical) : std::nullopt;
}

bool isCount(std::string_view text)
{
    const auto canonical = canonicalDecimal(trimmed(text));
    const auto count = canonical ? toInteger(*canonical) : std::nullopt;
    return count && *count >= 0 && *count <= 1'000'000;
}

Result<void> checkWeights(std::string_view name, std::string_view value)
{
    const std::vector<std::string> parts = {"rank", "price_fit", "stock", "margin", "evidence", "intent_fit", "season"};
    bool anyWeight = false;
    auto good = checkAssignments(name, value, parts, "a number from 0 to 1000", [&anyWeight](std::string_view text) {
        const auto weight = numberOf(text);
        anyWeight = anyWeight || (weight && *weight > 0);
        return weight && *weight >= 0 && *weight <= 1000;
    });
    if (good && !anyWeight)
        return bad(name, value, "a weight of anything: nothing would tell products apart", "give one part a weight above 0");
    return good;
}

Result<void> checkTiers(std::string_view name, std::string_view value)
{
    const std::vector<std::string> tiers = {"pinned", "essential", "curated-compatibility", "curated-commercial", "rule", "mined"};
    std::vector<std::string> seen;
    for (const std::string_view item : split(value, ',')) {
        const std::string tier(trimmed(item));
        if (std::find(tiers.begin(), tiers.end(), tier) == tiers.end())
            return bad(
                name, value, "an order of tiers: there is no tier " + inQuotes(tier), didYouMean(tier, tiers, "use " + join(tiers, ",")));
        if (std::find(seen.begin(), seen.end(), tier) != seen.end())
            return bad(name, value, "an order of tiers: " + tier + " is there twice", "leave one out");
        seen.push_back(tier);
    }
    return {};
}

Result<void> checkShare(std::string_view name, std::string_view value)
{
    const auto share = numberOf(value);
    return share && *share >= 0 && *share <= 1 ? Result<void>() : bad(name, value, "a share", "use a number from 0 to 1, as in 0.2");
}

Result<void> checkCount(std::string_view name, std::string_view value)
{
    return isCount(value) ? Result<void>() : bad(name, value, "a number of things", "use a whole number from 0; 0 is no limit");
}

Result<void> checkBand(std::string_view name, std::string_view value)
{
    const size_t dots = value.find("..");
    const auto low = numberOf(value.substr(0, dots));
    const auto high = dots == std::string_view::npos ? std::nullopt : numberOf(value.substr(dots + 2));
    return low && high && *low >= -100 && *low <= *high
        ? Result<void>()
        : bad(name, value, "a range of percent", "write the least and the most, as in 5..50");
}

Result<void> checkOf(std::string_view name, std::string_view value)
{
    const std::vector<std::string> kinds = {"bundle", "upgrade", "compat"};
    if (name == "preview-weights")
        return checkWeights(name, value);
    if (name == "preview-tiers")
        return checkTiers(name, value);
    if (name == "preview-floor")
        return checkShare(name, value);
    if (name == "preview-band")
        return checkBand(name, value);
    if (name == "preview-kind-caps")
        return checkAssignments(name, value, kinds, "a whole number from 0; 0 is no limit", isCount);
    if (name == "preview-kind-stock")
        return checkAssignments(name, value, kinds, "drop, keep or substitute",
            [](std::string_view text) { return text == "drop" || text == "keep" || text == "substitute"; });
    return checkCount(name, value);
}

} // namespace

std::vector<PolicyInfo> previewPolicies()
{
    return {
        {"default-channel", "", "channel of previews that name none; where this is empty, web, else the first"},
        {"preview-weights", "rank=3,price_fit=2,stock=1,margin=1,evidence=2,intent_fit=2,season=1",
            "weight of each part of a preview's score; a part that is left out has none"},
        {"preview-tiers", "pinned,essential,curated-compatibility,curated-commercial,rule,mined",
            "what a preview shows first, whatever the score; tiers that are left out come last, in this order"},
        {"preview-floor", "0", "score (0 to 1) below which a preview shows nothing"},
        {"preview-cap", "4", "most in one slot of a preview; 0: no limit. A channel's cap goes before it"},
        {"preview-brand-cap", "0", "most of one brand in one slot of a preview; 0: no limit"},
        {"preview-band", "5..50", "percent by which an up-sell must and may be dearer"},
        {"preview-kind-caps", "bundle=4,upgrade=4,compat=4", "most bundles, upgrades and compatible products in their slot; 0: no limit"},
        {"preview-kind-stock", "bundle=drop,upgrade=drop,compat=drop",
            "what becomes of bundles, upgrades and compatible products that are out of stock: drop, keep, substitute"},
    };
}

std::optional<Result<void>> checkPreviewPolicy(std::string_view name, std::string_view value)
{
    const std::vector<PolicyInfo> infos = previewPolicies();
    if (std::none_of(infos.begin(), infos.end(), [name](const PolicyInfo& info) { return info.name == name; }))
        return std::nullopt;
    return name == "default-channel" ? Result<void>() : checkOf(name, value); // the codes of channels are the workspace's
}

} // namespace shelf
