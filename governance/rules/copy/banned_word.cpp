// copy.banned-word: a text for shoppers has a word or a phrase in it that the policy `banned-words` lists. One written in small letters
// is found in any case, one with capitals only as it is written; whole words only. Texts count as they are written: what products put
// into a template is the business of attr.banned-words. One finding per mapping, text and language, or per text of a template.
#include "governance/copy/banned_words.h"
#include "governance/rules/copy/copy_rules.h"
#include "governance/rules/copy/shown_texts.h"

#include "model/domain/text.h"

namespace shelf {

namespace {

class BannedWord final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "copy.banned-word",
            .title = "A text for shoppers has a word in it that the shop does not use",
            .why =
                "A claim that may not be made costs money, a tone that is not the shop's costs trust; the policy `banned-words` says what "
                "nobody is to write.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Validity,
            .severity = Severity::Warning,
            .reads = {.links = true, .entries = true},
            .violating = "shelfwright: 1\n"
                         "policies: { banned-words: \"cheap, best in class\" }\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, reason: A cheap bag for two lenses } ]\n",
            .passing = "shelfwright: 1\n"
                       "policies: { banned-words: \"cheap, best in class\" }\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, reason: Room for two lenses } ]\n",
            .edge =
                "shelfwright: 1\n"
                "policies: { banned-words: \"cheap, best in class\" }\n"
                "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, reason: Cheaper than two bags } ]   # whole words\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        std::vector<std::string> words;
        const std::string listed = run.definitions().policy("banned-words");
        for (const std::string_view word : split(listed, ','))
            words.emplace_back(word);
        const BannedWords banned(words);
        if (!banned.any())
            return;
        const CopyTemplates templates(run.definitions());
        if (run.everything())
            for (const auto& [code, one] : templates.all())
                for (const copytext::ShownText& part : copytext::textsOf(one))
                    judge(banned, part, [&sink, &code = code](const std::string& message, std::string_view detail) {
                        sink.definition(ThingKind::Template, code, message, {.detail = detail});
                    });
        copytext::eachMapping(
            run, templates, copytext::mayShowText, [&](const copytext::Subject& subject, const copytext::ShownTexts& texts) {
                for (const copytext::ShownText& part : texts.parts)
                    if (!part.isFilled()) // those are said of the template
                        judge(banned, part, [&](const std::string& message, std::string_view detail) {
                            subject.report(sink, subject.id(run.catalog()) + ": " + message, {.detail = detail});
                        });
            });
    }

private:
    template <typename Report> static void judge(const BannedWords& banned, const copytext::ShownText& part, const Report& report)
    {
        for (const LocalText& text : part.texts)
            if (const std::string* word = banned.findIn(text.text)) {
                const std::string place = copytext::placeIn(part, text);
                report(place + " has " + inQuotes(*word) + " in it, which the policy banned-words lists; write something else", place);
            }
    }
};

} // namespace

RulePtr copyBannedWord()
{
    return std::make_unique<BannedWord>();
}

} // namespace shelf
