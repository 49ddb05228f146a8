// copy.placeholder-unresolved: a text has a placeholder that nothing fills. In templates: one that names no argument, attribute or
// field, and, for links, one whose products have no value there. In reasons and benefits, which nothing fills: any placeholder, since
// shoppers would read the braces. Which placeholders there are says governance/copy/placeholders.h. For rules, bundles and ladders names
// alone are looked at: their products differ from case to case. A fallback that fills the gap is what shoppers read meanwhile; it mends
// nothing. One finding per mapping and placeholder (detail: its name).
#include "governance/rules/copy/copy_rules.h"
#include "governance/rules/copy/shown_texts.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

class PlaceholderUnresolved final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "copy.placeholder-unresolved",
            .title = "A text has a gap that nothing fills",
            .why = "\"Fits the {mount} mount\" is what shoppers would read; where a template falls back, the reason they see says less "
                   "than it "
                   "should.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Completeness,
            .severity = Severity::Error,
            .reads = {.fields = {"*", "sku", "name", "family", "categories", "price", "cost", "currency", "brand", "gtin", "stock",
                          "stock_since", "launch", "end_of_life", "lifecycle", "channels", "image", "aliases", "never_recommend", "parent"},
                .links = true,
                .entries = true},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: mount, label: Mount, type: text } ]\n"
                         "templates: [ { code: fits-mount, text: \"Fits the {mount} mount of your {source.name}\" } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: LENS-1, name: Lens without a mount } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: LENS-1, template: fits-mount, owner: mia } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: mount, label: Mount, type: text } ]\n"
                       "templates: [ { code: fits-mount, text: \"Fits the {mount} mount of your {source.name}\" } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: LENS-1, name: Lens one, values: { mount: E } } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: LENS-1, template: fits-mount, owner: mia } ]\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: mount, label: Mount, type: text } ]\n"
                    "templates:   # shoppers read the fallback, and the gap is still one\n"
                    "  - { code: fits-mount, text: \"Fits the {mount} mount\", fallback: Fits your camera, link_types: [accessory] }\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: LENS-1, name: Lens without a mount } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: LENS-1, owner: mia } ]\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const CopyTemplates templates(run.definitions());
        const Placeholders placeholders(run.catalog());
        const auto mayHaveAny = [](std::string_view details) {
            return details.find("\"template\":") != std::string_view::npos
                || (details.find('{', 1) != std::string_view::npos && copytext::mayShowText(details));
        };
        copytext::eachMapping(run, templates, mayHaveAny, [&](const copytext::Subject& subject, const copytext::ShownTexts& texts) {
            std::vector<std::string> told;
            for (const copytext::ShownText& part : texts.parts)
                for (const LocalText& text : part.texts)
                    eachPlaceholder(text.text, [&](const Placeholder& placeholder) {
                        if (!texts.shownIn(part) || std::find(told.begin(), told.end(), placeholder.name) != told.end())
                            return;
                        const CopyPlace place{text.language, part.channel};
                        const std::string because = problem(placeholders, subject, part, placeholder, texts.arguments, place);
                        if (because.empty())
                            return;
                        told.emplace_back(placeholder.name);
                        FindingSink::With with;
                        with.detail = placeholder.name;
                        subject.report(sink,
                            subject.id(run.catalog()) + ": {" + std::string(placeholder.name) + "} in " + copytext::placeIn(part, text)
                                + because,
                            std::move(with));
                    });
        });
    }

private:
    // Why nothing fills it, and what to do; empty where something does.
    static std::string problem(const Placeholders& placeholders, const copytext::Subject& subject, const copytext::ShownText& part,
        const Placeholder& placeholder, const Json& arguments, const CopyPlace& place)
    {
        if (!part.isFilled())
            return " is shown as it stands, since only templates are filled; write the value, or make the text a template";
        if (speaksOfShopper(placeholder.name))
            return {};
        if (!ValueFormat::parse(placeholder.format))
            return " has the format " + inQuotes(placeholder.format) + ", which there is not; write `bare` or a number of digits";
        if (!placeholders.isKnown(subject.kind(), placeholder.name, arguments))
            return " names no argument, attribute or field; correct the name in the template";
        if (subject.link && placeholders.valueFor(subject.ends(), placeholder, arguments, place).empty())
            return " has no value for these products; fill it in there, or use another template";
        return {};
    }
};

} // namespace

RulePtr copyPlaceholderUnresolved()
{
    return std::make_unique<PlaceholderUnresolved>();
}

} // namespace shelf
