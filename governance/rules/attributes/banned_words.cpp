// attr.banned-words: a text has a word or a phrase that shoppers are never to read. Whole words only. One written in small letters
// is found in any case, one with capitals only as it is written (so that a note to oneself is not taken for the Spanish word for "all").
#include "governance/copy/banned_words.h"
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

#include "model/domain/text.h"

namespace shelf {

namespace {

class BannedWordsRule final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.banned-words",
            .title = "A text has a word in it that must not be shown",
            .why = "Filler and notes to colleagues that reach the shop make it look unfinished; a claim that may not be made costs money.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .parameters = {{"words",
                "[\"lorem ipsum\", \"TO"
                "DO\", \"TBD\"]",
                "words and phrases; those in small letters are found in any case, others only as they are written"}},
            .reads = {.fields = {"*", "name", "brand", "parent"}},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: story, label: Story, type: text } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one, values: { story: Lorem ipsum dolor sit amet } } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: story, label: Story, type: text } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one, values: { story: Made for long days } } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: BAG-1, name: A bag for todo terreno } ]   # whole words, and capitals count\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const BannedWords words(run.texts("words"));
        if (!words.any())
            return;
        for (const attr::ScannedColumn& named : attr::textColumns(run.catalog())) {
            const Dictionary& values = named.column->values();
            const auto isBad = [&](Code code) { return words.findIn(values.text(code)) != nullptr; };
            attr::scanOwn(run, named.column, isBad, [&](Row row, Code code) {
                const std::string_view text = values.text(code);
                FindingSink::With with;
                with.detail = named.field;
                sink.product(row,
                    attr::productLabel(run.catalog(), row) + ": " + attr::fieldLabel(run.definitions(), named.field) + " has "
                        + inQuotes(*words.findIn(text)) + " in it: " + inQuotes(text, 120) + "; write something else",
                    std::move(with));
            });
        }
    }
};

} // namespace

RulePtr attrBannedWords()
{
    return std::make_unique<BannedWordsRule>();
}

} // namespace shelf
