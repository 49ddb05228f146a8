// The policies of a workspace: names, defaults, and what each may be.
#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/definitions.h"
#include "model/domain/preview_policies.h"
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

Result<void> checkWords(std::string_view name, std::string_view value)
{
    if (value.empty())
        return {};
    for (const std::string_view word : split(value, ','))
        if (trimmed(word).empty())
            return bad(name, value, "a list of words", "write them with one comma between two");
    return {};
}

} // namespace

std::vector<PolicyInfo> policyInfos()
{
    std::vector<PolicyInfo> infos = {
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
    };
    for (const PolicyInfo& info : previewPolicies())
        infos.push_back(info);
    return infos;
}

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
    if (auto result = checkPreviewPolicy(name, value))
        return *std::move(result);
    std::vector<std::string> names;
    for (const PolicyInfo& info : policyInfos())
        names.emplace_back(info.name);
    return Error{ErrorKind::Rejected, "POLICY", "policy " + forTerminal(name, 60), "there is no such policy",
        didYouMean(name, names, "use one of " + join(names, ", "))};
}

} // namespace shelf
