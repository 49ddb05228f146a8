// copy.too-long: a text that shoppers see has more characters (Unicode code points) than a channel shows. For links a template counts
// as it is filled for their products; for rules, bundles and ladders with its placeholders as they stand. One finding per mapping,
// text and language; where a limit is set for a channel, one for each channel of the mapping that is too small (detail:
// "its reason in de", "its reason in de, web").
#include "governance/rules/attributes/placed_number.h"
#include "governance/rules/copy/copy_rules.h"
#include "governance/rules/copy/shown_texts.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"

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
            .parameters = {{"max", "120", "characters of one reason, template or benefit; can be set per channel"}},
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
                    "channels: [ { code: display, label: Shelf display } ]\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, reason: Too long for the display, channels: "
                    "[web] } ]   # not shown there\n"
                    "rules: [ { id: copy.too-long, channels: [display], parameters: { max: 10 } } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        PlacedNumber limit(run, "max");
        const bool varies = limit.varies();
        const copytext::Placeholders placeholders(run.catalog());
        const auto mayBeTooLong = [&](std::string_view details) {
            return copytext::mayShowText(details)
                && (varies || static_cast<double>(details.size()) > limit.value()
                    || details.find("\"template\":") != std::string_view::npos);
        };
        std::vector<std::string> everyChannel;
        for (const Thing* channel : run.definitions().all(ThingKind::Channel))
            everyChannel.push_back(channel->key);
        copytext::eachMapping(run, mayBeTooLong, [&](const copytext::Subject& subject, const copytext::ShownTexts& texts) {
            for (const copytext::ShownText& part : texts.parts)
                for (const copytext::LocalText& text : part.texts) {
                    const Measured measured{subject, copytext::placeIn(part, text), lengthOf(placeholders, subject, part, text, texts)};
                    if (!varies) {
                        if (static_cast<double>(measured.length) > limit.value())
                            report(run, measured, {}, limit.value(), sink);
                        continue;
                    }
                    judgeChannels(run, measured, texts.channels.empty() ? everyChannel : texts.channels, limit, sink);
                }
        });
    }

private:
    struct Measured {
        const copytext::Subject& subject;
        std::string place;
        size_t length;
    };

    static void judgeChannels(
        const RuleRun& run, const Measured& measured, const std::vector<std::string>& channels, PlacedNumber& limit, FindingSink& sink)
    {
        const double usual = limit.at(measured.subject.row());
        bool told = false; // of the limit that several channels have
        for (const std::string& channel : channels) {
            const double most = limit.at(measured.subject.row(), channel);
            if (static_cast<double>(measured.length) <= most || (most == usual && told))
                continue;
            told = told || most == usual;
            report(run, measured, most == usual ? std::string_view() : std::string_view(channel), most, sink);
        }
    }

    static size_t lengthOf(const copytext::Placeholders& placeholders, const copytext::Subject& subject, const copytext::ShownText& part,
        const copytext::LocalText& text, const copytext::ShownTexts& texts)
    {
        size_t length = copytext::characters(text.text);
        if (subject.link && part.from == copytext::ShownText::From::Template)
            copytext::eachPlaceholder(text.text, [&](std::string_view name, size_t, size_t written) {
                const std::string value = placeholders.valueFor(*subject.link, name, texts.arguments);
                length = length - written + copytext::characters(value);
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
