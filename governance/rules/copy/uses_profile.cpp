// copy.uses-profile: a shopper who opted out of personal recommendations is shown a text that was made from a profile. That is so, and
// only so, where
//   a text has a placeholder that speaks of the shopper ({audience…}, {shopper…}, {bought…}), and the mapping has no audiences (it is
//   shown to everybody) or names a channel whose shoppers are all opted out (opt_out);
//   or a mapping with audiences and a text names such a channel: there nobody belongs to an audience.
// A template whose fallback does not speak of the shopper has been thought of: who opted out reads that. So has a variant for an
// audience, which nobody is shown who opted out.
#include "governance/rules/copy/copy_rules.h"
#include "governance/rules/copy/shown_texts.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

class UsesProfile final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "copy.uses-profile",
            .title = "A text from a profile is shown to shoppers who opted out",
            .why = "Who said no to being profiled and reads \"because you bought\" knows that nobody listened: that costs trust, and is "
                   "against the law in many places.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Validity,
            .severity = Severity::Blocker,
            .reads = {.links = true, .entries = true},
            .violating = "shelfwright: 1\n"
                         "templates: [ { code: again, text: \"Because you bought {bought.name}\" } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, template: again } ]   # for everybody\n",
            .passing = "shelfwright: 1\n"
                       "audiences: [ { code: regular, label: Regular customers, ladder: purchases, step: 2 } ]\n"
                       "templates: [ { code: again, text: \"Because you bought {bought.name}\" } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, template: again, audiences: [regular] } ]\n",
            .edge = "shelfwright: 1\n"
                    "channels: [ { code: kiosk, label: Kiosk in the store, opt_out: true } ]\n"
                    "audiences: [ { code: regular, label: Regular customers, ladder: purchases, step: 2 } ]\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, reason: For our regulars, audiences: [regular], "
                    "channels: [kiosk] } ]\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        std::vector<std::string> optedOut;
        for (const Thing* channel : run.definitions().all(ThingKind::Channel))
            if (channel->fields.boolean("opt_out"))
                optedOut.push_back(channel->key);
        const auto mayShowProfile = [&](std::string_view details) {
            const bool forAudiences = !optedOut.empty() && details.find("\"audiences\":") != std::string_view::npos;
            const bool mayHavePlaceholder =
                details.find("\"template\":") != std::string_view::npos || details.find('{', 1) != std::string_view::npos;
            return copytext::mayShowText(details) && (forAudiences || mayHavePlaceholder);
        };
        const CopyTemplates templates(run.definitions());
        copytext::eachMapping(run, templates, mayShowProfile, [&](const copytext::Subject& subject, const copytext::ShownTexts& texts) {
            std::string_view channel;
            for (const std::string& named : texts.channels)
                if (channel.empty() && std::find(optedOut.begin(), optedOut.end(), named) != optedOut.end())
                    channel = named;
            if ((channel.empty() && !texts.audiences.empty()) || texts.parts.empty())
                return;
            if (const std::string because = problem(texts, channel); !because.empty()) {
                FindingSink::With with;
                with.channel = channel;
                subject.report(sink, subject.id(run.catalog()) + because, std::move(with));
            }
        });
    }

private:
    static bool hasPlainFallback(const copytext::ShownTexts& texts)
    {
        return std::any_of(texts.parts.begin(), texts.parts.end(), [](const copytext::ShownText& part) {
            return part.from == copytext::ShownText::From::Fallback
                && std::all_of(
                    part.texts.begin(), part.texts.end(), [](const LocalText& text) { return shopperWordIn(text.text).empty(); });
        });
    }

    static std::string problem(const copytext::ShownTexts& texts, std::string_view channel)
    {
        const std::string to = channel.empty()
            ? " is shown to shoppers who opted out, too; give the mapping audiences, or another text"
            : " is shown in " + forTerminal(channel, 80) + ", where all shoppers have opted out; take the channel out, or use another text";
        for (const copytext::ShownText& part : texts.parts) {
            if (!part.audience.empty() || !texts.shownIn(part)
                || (part.from == copytext::ShownText::From::Template && hasPlainFallback(texts)))
                continue;
            for (const LocalText& text : part.texts)
                if (const std::string found = shopperWordIn(text.text); !found.empty())
                    return ": " + copytext::placeIn(part, text) + " speaks of the shopper ({" + found + "}) and" + to;
        }
        if (texts.audiences.empty())
            return {};
        return ": " + texts.parts.front().place + " is meant for " + join(texts.audiences, ", ") + " and" + to;
    }
};

} // namespace

RulePtr copyUsesProfile()
{
    return std::make_unique<UsesProfile>();
}

} // namespace shelf
