// attr.text-too-long: a name or a description has more characters (Unicode code points) than its limit. One finding per product and
// column; where a limit is set for a channel, one for each channel that the product is sold in (detail: "name", "name in web").
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"
#include "governance/rules/attributes/placed_number.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"

namespace shelf {

namespace {

size_t characters(std::string_view text)
{
    size_t count = 0;
    for (const char c : text)
        count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

bool hasSuffix(std::string_view field, std::string_view suffix)
{
    const std::string marked = std::string(field).append("@");
    return marked.find(std::string("@").append(suffix).append("@")) != std::string::npos;
}

// The channels of which this column holds the text: those its name ends in, else all.
std::vector<std::string_view> channelsOf(const Definitions& definitions, std::string_view field)
{
    std::vector<std::string_view> all, named;
    for (const Thing* channel : definitions.all(ThingKind::Channel)) {
        all.push_back(channel->key);
        if (hasSuffix(field, channel->key))
            named.push_back(channel->key);
    }
    return named.empty() ? all : named;
}

class TextTooLong final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.text-too-long",
            .title = "A name or description is longer than its channel shows",
            .why = "What is too long is cut off in the middle of a word, or the product is turned down (Google takes names of at most 150 "
                   "characters and descriptions of at most 5000).",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Warning,
            .parameters = {{"name", "150", "characters of a name; can be set per channel"},
                {"description", "5000", "characters of a description; can be set per channel"},
                {"attribute", "\"description\"", "the attribute that holds the description"}},
            .reads = {.fields = {"*", "name", "family", "categories", "channels", "parent"}},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: \"Camera one with a name that goes on and on, with everything that could be said "
                         "about a camera and its lens and its battery and its strap and its bag and its two years of warranty\" } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one } ]\n",
            .edge = "shelfwright: 1\n"
                    "channels: [ { code: display, label: Shelf display } ]\n"
                    "products: [ { sku: CAM-1, name: Too long for the display alone } ]\n"
                    "rules: [ { id: attr.text-too-long, channels: [display], parameters: { name: 20 } } ]\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const std::string description = run.text("attribute");
        for (const std::string_view field : run.catalog().fields()) {
            const std::string_view base = field.substr(0, field.find('@'));
            if (base == "name")
                checkField(run, field, "name", sink);
            else if (base == description)
                checkField(run, field, "description", sink);
        }
    }

private:
    static void checkField(const RuleRun& run, std::string_view field, std::string_view parameter, FindingSink& sink)
    {
        PlacedNumber limit(run, parameter);
        const Column* column = run.catalog().column(field);
        if (!limit.varies()) {
            const auto isBad = [&](Code code) {
                const std::string_view text = column->values().text(code);
                return static_cast<double>(text.size()) > limit.value() && static_cast<double>(characters(text)) > limit.value();
            };
            attr::scanOwn(run, column, isBad,
                [&](Row row, Code code) { report(run, row, field, {}, characters(column->values().text(code)), limit.value(), sink); });
            return;
        }
        const auto channels = channelsOf(run.definitions(), field);
        const auto any = [](Code) { return true; };
        attr::scanOwn(run, column, any, [&](Row row, Code code) {
            const size_t count = characters(column->values().text(code));
            const double usual = limit.at(row);
            bool told = false; // of the limit that several channels have
            for (const std::string_view channel : channels) {
                const double most = limit.at(row, channel);
                if (static_cast<double>(count) <= most || (most == usual && told) || !run.catalog().soldIn(row, channel))
                    continue;
                told = told || most == usual;
                report(run, row, field, most == usual ? std::string_view() : channel, count, most, sink);
            }
        });
    }

    static void report(
        const RuleRun& run, Row row, std::string_view field, std::string_view channel, size_t count, double limit, FindingSink& sink)
    {
        std::string detail(field);
        std::string where;
        if (!channel.empty()) {
            detail.append(" in ").append(channel);
            where = " in " + attr::channelLabel(run.definitions(), channel);
        }
        FindingSink::With with;
        with.detail = detail;
        with.channel = channel;
        sink.product(row,
            attr::productLabel(run.catalog(), row) + ": " + attr::fieldLabel(run.definitions(), field) + " has " + std::to_string(count)
                + " characters, and at most " + shortestDecimal(limit) + " are shown" + where + "; shorten it",
            std::move(with));
    }
};

} // namespace

RulePtr attrTextTooLong()
{
    return std::make_unique<TextTooLong>();
}

} // namespace shelf
