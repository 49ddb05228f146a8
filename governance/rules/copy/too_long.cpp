// copy.too-long: a text that shoppers see has more characters (Unicode code points) than is shown of it: than the rule's limit, which
// may differ by channel, than the channel's key max_length, or than its template's. For links a template counts as it is filled for
// their products; for rules, bundles and ladders with its placeholders as they stand. One finding per mapping, text and language; where a
// limit is one of a channel, one for each channel of the mapping that is too small (detail: "its reason in de", "its reason in de, web").
#include "governance/rules/attributes/placed_number.h"
#include "governance/rules/copy/copy_rules.h"
#include "governance/rules/copy/shown_texts.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>
#include <map>

namespace shelf {

namespace {

class TooLong final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "copy.too-long",
            .title = "A text is longer than its channel shows",
            .why = "What does not fit is cut off, mostly where it becomes interesting; one short sentence is read, a paragraph is not.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Validity,
            .severity = Severity::Warning,
            .parameters = {{"max", "120",
                "characters of one reason, template or benefit; can be set per channel, where the channel's max_length counts too"}},
            .reads = {.fields = {"*", "sku", "name", "family", "categories", "price", "cost", "currency", "brand", "gtin", "stock",
                          "stock_since", "launch", "end_of_life", "lifecycle", "channels", "image", "aliases", "never_recommend", "parent"},
                .links = true,
                .entries = true},
            .violating =
                "shelfwright: 1\n"
                "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                "links:\n"
                "  - { source: CAM-1, type: accessory, target: BAG-1, owner: mia, reason: \"A bag that was made for this camera by "
                "people who know it well, with room for two lenses, a charger, a strap and a spare battery\" }\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, reason: Room for two lenses } ]\n",
            .edge = "shelfwright: 1\n"
                    "channels: [ { code: display, label: Shelf display, max_length: 10 } ]\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, reason: Too long for the display, channels: "
                    "[web] } ]   # not shown there\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        Limits limits(run);
        const CopyTemplates templates(run.definitions());
        const Placeholders placeholders(run.catalog());
        const auto mayBeTooLong = [&](std::string_view details) {
            return copytext::mayShowText(details)
                && (limits.varies || static_cast<double>(details.size()) > limits.rule.value()
                    || details.find("\"template\":") != std::string_view::npos);
        };
        copytext::eachMapping(run, templates, mayBeTooLong, [&](const copytext::Subject& subject, const copytext::ShownTexts& texts) {
            for (const copytext::ShownText& part : texts.parts)
                for (const LocalText& text : part.texts) {
                    if (!texts.shownIn(part))
                        continue;
                    const Measured measured{subject, copytext::placeIn(part, text), lengthOf(placeholders, subject, part, text, texts)};
                    if (part.maxLength && measured.length > part.maxLength)
                        report(run, measured, {}, static_cast<double>(part.maxLength), sink);
                    else if (limits.varies)
                        judgeChannels(run, measured, channelsOf(part, texts, limits), limits, sink);
                    else if (static_cast<double>(measured.length) > limits.rule.value())
                        report(run, measured, {}, limits.rule.value(), sink);
                }
        });
    }

private:
    // The rule's own and those of channels.
    struct Limits {
        explicit Limits(const RuleRun& run) : rule(run, "max"), varies(rule.varies())
        {
            for (const Thing* channel : run.definitions().all(ThingKind::Channel)) {
                channels.push_back(channel->key);
                if (const size_t most = channelTextLimit(*channel)) {
                    ofChannels.emplace(channel->key, static_cast<double>(most));
                    varies = true;
                }
            }
        }
        double at(Row row, const std::string& channel)
        {
            const auto own = ofChannels.find(channel);
            const double most = rule.at(row, channel);
            return own == ofChannels.end() ? most : std::min(most, own->second);
        }
        PlacedNumber rule;
        bool varies; // by subject or channel
        std::vector<std::string> channels; // every one
        std::map<std::string, double> ofChannels;
    };

    struct Measured {
        const copytext::Subject& subject;
        std::string place;
        size_t length;
    };

    static std::vector<std::string> channelsOf(const copytext::ShownText& part, const copytext::ShownTexts& texts, const Limits& limits)
    {
        if (!part.channel.empty())
            return {part.channel};
        return texts.channels.empty() ? limits.channels : texts.channels;
    }

    static void judgeChannels(
        const RuleRun& run, const Measured& measured, const std::vector<std::string>& channels, Limits& limits, FindingSink& sink)
    {
        const double usual = limits.rule.at(measured.subject.row());
        bool told = false; // of the limit that several channels have
        for (const std::string& channel : channels) {
            const double most = limits.at(measured.subject.row(), channel);
            if (static_cast<double>(measured.length) <= most || (most == usual && told))
                continue;
            told = told || most == usual;
            report(run, measured, most == usual ? std::string_view() : std::string_view(channel), most, sink);
        }
    }

    static size_t lengthOf(const Placeholders& placeholders, const copytext::Subject& subject, const copytext::ShownText& part,
        const LocalText& text, const copytext::ShownTexts& texts)
    {
        size_t length = characters(text.text);
        if (subject.link && part.isFilled())
            eachPlaceholder(text.text, [&](const Placeholder& placeholder) {
                const CopyPlace place{text.language, part.channel};
                length =
                    length - placeholder.length + characters(placeholders.valueFor(subject.ends(), placeholder, texts.arguments, place));
            });
        return length;
    }

    static void report(const RuleRun& run, const Measured& measured, std::string_view channel, double most, FindingSink& sink)
    {
        std::string detail = measured.place;
        if (!channel.empty())
            detail.append(", ").append(channel);
        const std::string where = channel.empty() ? std::string() : " in " + forTerminal(channel, 80);
        FindingSink::With with;
        with.detail = detail;
        with.channel = channel;
        measured.subject.report(sink,
            measured.subject.id(run.catalog()) + ": " + measured.place + " has " + std::to_string(measured.length)
                + " characters, and at most " + shortestDecimal(most) + " are shown" + where + "; shorten it",
            std::move(with));
    }
};

} // namespace

RulePtr copyTooLong()
{
    return std::make_unique<TooLong>();
}

} // namespace shelf
