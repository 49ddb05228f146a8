// The policies of a workspace: names, defaults, and what each may be.
#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/definitions.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"

#include <QByteArray>
#include <QTimeZone>

#include <algorithm>

namespace shelf {

namespace {

// The active currencies of ISO 4217 (list one, 2024), without funds, metals and test codes.
constexpr std::string_view currencies =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP "
    "CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY "
    "KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
    "NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
    "TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL";

Error bad(std::string_view name, std::string_view value, std::string_view what, std::string tryThis)
{
    std::string message = inQuotes(value).append(" is not ").append(what);
    return {ErrorKind::Rejected, "POLICY", std::string("policy ").append(name), std::move(message), std::move(tryThis)};
}

Result<void> checkOneOf(std::string_view name, std::string_view value, const std::vector<std::string>& allowed)
{
    for (const std::string& one : allowed)
        if (one == value)
            return {};
    return bad(name, value, "one of its values", "use " + join(allowed, " or "));
}

Result<void> checkPercent(std::string_view name, std::string_view value)
{
    const auto canonical = canonicalDecimal(value);
    const double percent = canonical ? toDouble(*canonical).value_or(-1) : -1;
    if (percent < 0 || percent > 100)
        return bad(name, value, "a percentage", "use a number from 0 to 100, without a sign");
    return {};
}

Result<void> checkDays(std::string_view name, std::string_view value)
{
    const auto canonical = canonicalDecimal(value);
    const int64_t days = canonical ? toInteger(*canonical).value_or(0) : 0;
    if (days < 1 || days > 3650)
        return bad(name, value, "a number of days", "use a whole number from 1 to 3650");
    return {};
}

Result<void> checkTimeZone(std::string_view name, std::string_view value)
{
    if (value == "UTC" || QTimeZone::isTimeZoneIdAvailable(QByteArray(value.data(), static_cast<qsizetype>(value.size()))))
        return {};
    std::vector<std::string> known;
    for (const QByteArray& id : QTimeZone::availableTimeZoneIds())
        known.push_back(id.toStdString());
    return bad(
        name, value, "a time zone that this machine knows", didYouMean(value, known, "use an IANA name such as Europe/Berlin, or UTC"));
}

Result<void> checkCurrency(std::string_view name, std::string_view value)
{
    for (const std::string_view code : split(currencies, ' '))
        if (code == value)
            return {};
    return bad(name, value, "a currency of ISO 4217", "use a code such as EUR");
}

// The shape of BCP 47: a language of two or three letters, and parts of letters and digits behind it.
Result<void> checkLanguage(std::string_view name, std::string_view value)
{
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    bool first = true;
    for (const std::string_view part : value.empty() ? std::vector<std::string_view>() : split(value, '-')) {
        const bool fits = std::all_of(part.begin(), part.end(), [&](char c) { return isLetter(c) || (!first && c >= '0' && c <= '9'); });
        if (!fits || part.size() < (first ? 2u : 1u) || part.size() > (first ? 3u : 8u))
            return bad(name, value, "a language", "use a code such as en, de or de-AT");
        first = false;
    }
    return {};
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

Result<void> checkWords(std::string_view name, std::string_view value)
{
    if (value.empty())
        return {};
    for (const std::string_view word : split(value, ','))
        if (trimmed(word).empty())
            return bad(name, value, "a list of words", "write them with one comma between two");
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
    return checkAssignments(name, value, parts, "a number from 0 to 1000", [](std::string_view text) {
        const auto weight = numberOf(text);
        return weight && *weight >= 0 && *weight <= 1000;
    });
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

Result<void> checkPreview(std::string_view name, std::string_view value)
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

std::vector<PolicyInfo> policyInfos()
{
    return {
        {"four-eyes", "strict", "strict: nobody approves their own change; solo: allowed, and marked as such"},
        {"blast-radius", "20", "percent of mappings that may change or go in one release without a reason being given"},
        {"release-expires", "30", "days after which a serving system that has seen no newer release should ask"},
        {"gate", "new", "new: only errors that are new since the last release close the gate; all: every error does"},
        {"time-zone", "UTC", "IANA name of the time zone in which dates of windows begin and end"},
        {"currency", "EUR", "currency (ISO 4217) of prices that come without one"},
        {"prices", "gross", "gross: prices hold value added tax; net: they do not. Costs never do"},
        {"vat", "0", "percent of value added tax in gross prices, where a category names no rate of its own"},
        {"review-cadence", "180", "days after which a mapping is due for another review, where its link type names none"},
        {"language", "",
            "language of texts where none is asked for, as in de or de-AT; empty: the text that names none, else the English one"},
        {"banned-words", "", "words and phrases that no text for shoppers may have, with commas between them"},
        {"reach-drift", "5", "percent by which the reach of a computed mapping may drift before it needs a new review"},
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

namespace {

bool isPolicy(std::string_view name)
{
    const std::vector<PolicyInfo> infos = policyInfos();
    return std::any_of(infos.begin(), infos.end(), [name](const PolicyInfo& info) { return info.name == name; });
}

} // namespace

Result<void> checkPolicy(std::string_view name, std::string_view value)
{
    if (name == "four-eyes")
        return checkOneOf(name, value, {"strict", "solo"});
    if (name == "gate")
        return checkOneOf(name, value, {"new", "all"});
    if (name == "prices")
        return checkOneOf(name, value, {"gross", "net"});
    if (name == "vat" || name == "blast-radius" || name == "reach-drift")
        return checkPercent(name, value);
    if (name == "review-cadence" || name == "release-expires")
        return checkDays(name, value);
    if (name == "time-zone")
        return checkTimeZone(name, value);
    if (name == "currency")
        return checkCurrency(name, value);
    if (name == "language")
        return checkLanguage(name, value);
    if (name == "banned-words")
        return checkWords(name, value);
    if (name == "default-channel")
        return {}; // the codes of channels are the workspace's
    if (name.starts_with("preview-") && isPolicy(name))
        return checkPreview(name, value);
    std::vector<std::string> names;
    for (const PolicyInfo& info : policyInfos())
        names.emplace_back(info.name);
    return Error{ErrorKind::Rejected, "POLICY", "policy " + forTerminal(name, 60), "there is no such policy",
        didYouMean(name, names, "use one of " + join(names, ", "))};
}

} // namespace shelf
