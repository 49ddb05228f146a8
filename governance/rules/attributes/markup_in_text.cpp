// attr.markup-in-text: tags or entities of HTML in a name, a brand or an attribute of type text.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"
#include "governance/rules/attributes/markup.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

class MarkupInText final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.markup-in-text",
            .title = "A text has markup in it",
            .why =
                "Where texts are shown as they are, shoppers read <b> and &amp;; where they are not, a shop's page can be broken by one.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Warning,
            .parameters = {{"except", "[]", "attributes that may have markup, by code"}},
            .reads = {.fields = {"*", "name", "brand", "parent"}},
            .fix =
                "Takes tags of style off, makes line ends of tags that end a line, and characters of entities. Texts with links, images, "
                "tables or scripts are left to a person.",
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: \"Camera <b>one</b> &amp; lens\" } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one & lens } ]\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: note, label: Note, type: text } ]\n"
                    "products: [ { sku: CAM-1, name: Signs are no markup, values: { note: \"weight < 500 g & size > A6; AT&T; we <3 it\" } "
                    "} ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const std::vector<std::string> except = run.texts("except");
        for (const attr::ScannedColumn& named : attr::textColumns(run.catalog())) {
            const std::string_view base = named.field.substr(0, named.field.find('@'));
            if (std::find(except.begin(), except.end(), base) != except.end())
                continue;
            const Dictionary& values = named.column->values();
            const auto isBad = [&values](Code code) { return !attr::firstMarkup(values.text(code)).empty(); };
            attr::scanOwn(run, named.column, isBad, [&](Row row, Code code) { report(run, row, named.field, values.text(code), sink); });
        }
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const attr::Place place = attr::placeOf(run.catalog(), finding, finding.detail);
        if (!place.code || attr::firstMarkup(place.column->values().text(place.code)).empty())
            return {};
        const auto mended = attr::withoutMarkup(place.column->values().text(place.code), lineEndOf(finding.detail));
        if (!mended)
            return {};
        return {attr::setField(finding.subject, finding.detail, jsonString(*mended))};
    }

private:
    static std::string_view lineEndOf(std::string_view field) // names are one line
    {
        const std::string_view base = field.substr(0, field.find('@'));
        return base == "name" || base == "brand" ? " " : "\n";
    }

    static void report(const RuleRun& run, Row row, std::string_view field, std::string_view text, FindingSink& sink)
    {
        const std::string label = attr::fieldLabel(run.definitions(), field);
        const auto mended = attr::withoutMarkup(text, lineEndOf(field));
        FindingSink::With with;
        with.detail = field;
        if (mended)
            with.fix = "Set " + label + " of " + std::string(run.catalog().sku(row)) + " to " + inQuotes(*mended);
        sink.product(row,
            attr::productLabel(run.catalog(), row) + ": " + label + " has markup in it: " + inQuotes(attr::firstMarkup(text), 40)
                + "; write plain text",
            std::move(with));
    }
};

} // namespace

RulePtr attrMarkupInText()
{
    return std::make_unique<MarkupInText>();
}

} // namespace shelf
