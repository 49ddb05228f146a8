// attr.option-unknown: a value of a choice that is not among the options: those the family sets where it sets any, else the
// attribute's. An attribute without options takes any value. One finding per product, column and value.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr size_t mostChoices = 20; // options offered in a finding

bool contains(const std::vector<std::string>& options, std::string_view text)
{
    return std::find(options.begin(), options.end(), text) != options.end();
}

// The options of one attribute, and those of families that set their own.
class Options {
public:
    Options(const Definitions& definitions, const Attribute& attribute) : m_own(attribute.options)
    {
        for (const Thing* thing : definitions.all(ThingKind::Family)) {
            const Family* family = definitions.family(thing->key);
            const FamilyAttribute* use = family ? family->find(attribute.code) : nullptr;
            if (use && !use->options.empty())
                m_families.emplace_back(family->code, &use->options);
        }
    }
    bool any() const { return !m_own.empty() || !m_families.empty(); }
    bool okEverywhere(std::string_view text) const
    {
        if (!m_own.empty() && !contains(m_own, text))
            return false;
        return std::all_of(m_families.begin(), m_families.end(), [text](const auto& family) { return contains(*family.second, text); });
    }
    const std::vector<std::string>& of(std::string_view family) const
    {
        for (const auto& [code, options] : m_families)
            if (code == family)
                return *options;
        return m_own;
    }

private:
    const std::vector<std::string>& m_own;
    std::vector<std::pair<std::string_view, const std::vector<std::string>*>> m_families;
};

class OptionUnknown final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.option-unknown",
            .title = "A value is not one of the attribute's options",
            .why = "A misspelt option makes a filter value of its own: the product is missing where shoppers look for it.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .reads = {.fields = {"*", "name", "family", "parent"}},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: mount, label: Mount, type: choice, options: [Sony E, Nikon Z] } ]\n"
                         "products: [ { sku: LENS-35, name: Lens 35 mm, values: { mount: Sony EE } } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: mount, label: Mount, type: choice, options: [Sony E, Nikon Z] } ]\n"
                       "products: [ { sku: LENS-35, name: Lens 35 mm, values: { mount: Sony E } } ]\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: mount, label: Mount, type: choice, options: [Sony E, Nikon Z] } ]\n"
                    "families: [ { code: adapter, label: Adapters, attributes: [ { code: mount, options: [M42] } ] } ]\n"
                    "products: [ { sku: AD-1, name: Its family has options of its own, family: adapter, values: { mount: M42 } } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        for (const attr::ScannedColumn& named : attr::attributeColumns(run.catalog())) {
            const AttributeType type = named.attribute->type;
            if (type != AttributeType::Choice && type != AttributeType::MultiChoice)
                continue;
            const Options options(run.definitions(), *named.attribute);
            if (!options.any())
                continue;
            const Dictionary& values = named.column->values();
            const Dictionary& elements = values.elementValues();
            const auto isSuspect = [&](Code code) {
                for (const Code element : values.elements(code))
                    if (!options.okEverywhere(elements.text(element)))
                        return true;
                return false;
            };
            attr::scanOwn(run, named.column, isSuspect, [&](Row row, Code code) {
                const std::vector<std::string>& known = options.of(run.catalog().family(row));
                std::vector<std::string_view> told;
                for (const Code element : values.elements(code)) {
                    const std::string_view text = elements.text(element);
                    if (known.empty() || contains(known, text) || std::find(told.begin(), told.end(), text) != told.end())
                        continue;
                    told.push_back(text);
                    report(run, row, named, text, known, sink);
                }
            });
        }
    }

private:
    static void report(const RuleRun& run, Row row, const attr::ScannedColumn& named, std::string_view text,
        const std::vector<std::string>& known, FindingSink& sink)
    {
        const auto near = nearest(text, known);
        FindingSink::With with;
        const std::string detail = std::string(named.field).append("=").append(text);
        with.detail = detail;
        if (near)
            with.choices.push_back(*near);
        for (const std::string& option : known)
            if (with.choices.size() < mostChoices && !(near && option == *near))
                with.choices.push_back(option);
        std::vector<std::string> quoted;
        for (const std::string& option : known)
            quoted.push_back(forTerminal(option, 60));
        const std::string wayOut =
            near ? "; did you mean " + inQuotes(*near) + "?" : "; choose one of " + attr::listed(quoted) + ", or add it to the options";
        sink.product(row,
            attr::productLabel(run.catalog(), row) + ": " + attr::fieldLabel(run.definitions(), named.field) + " is " + inQuotes(text)
                + ", which is not one of its options" + wayOut,
            std::move(with));
    }
};

} // namespace

RulePtr attrOptionUnknown()
{
    return std::make_unique<OptionUnknown>();
}

} // namespace shelf
