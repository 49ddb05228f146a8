// attr.personal-data: a text that shoppers read has somebody's e-mail address, telephone, bank account or card number in it
// (personal_data_scan.h says what counts as one). Not looked at: addresses of pages (type url). What was found is never repeated in full.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"
#include "governance/rules/attributes/personal_data_scan.h"

namespace shelf {

namespace {

class PersonalDataRule final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.personal-data",
            .title = "A text has personal data in it",
            .why =
                "What is in the catalog goes out with every release and to every channel. Somebody's address or number must not be among "
                "it, and is hard to call back.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .parameters = {{"allowed", "[\"info@\", \"support@\", \"service@\", \"sales@\", \"contact@\"]",
                "beginnings or ends of addresses and numbers that may be shown, such as @example.com or +49 800"}},
            .reads = {.fields = {"*", "name", "brand", "parent"}},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: note, label: Note, type: text } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one, values: { note: \"returned by jane.doe@example.com\" } } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: note, label: Note, type: text } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one, values: { note: \"returned once, as good as new\" } } ]\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: note, label: Note, type: text } ]\n"
                    "products: [ { sku: CAM-1, name: Nobody in particular, values: { note: \"support@example.com, model 4006381333931, "
                    "-10 to +40\" } } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const std::vector<std::string> allowed = run.texts("allowed");
        for (const attr::ScannedColumn& named : attr::textColumns(run.catalog())) {
            const Dictionary& values = named.column->values();
            const auto isBad = [&](Code code) { return attr::personalDataIn(values.text(code), allowed).has_value(); };
            attr::scanOwn(run, named.column, isBad, [&](Row row, Code code) {
                const auto found = attr::personalDataIn(values.text(code), allowed);
                if (!found)
                    return;
                FindingSink::With with;
                with.detail = named.field;
                // Without the name of the product, which may be where it stands.
                sink.product(row,
                    std::string(run.catalog().sku(row)) + ": " + attr::fieldLabel(run.definitions(), named.field) + " has "
                        + std::string(found->what) + " in it (" + attr::masked(*found) + "); take it out",
                    std::move(with));
            });
        }
    }
};

} // namespace

RulePtr attrPersonalData()
{
    return std::make_unique<PersonalDataRule>();
}

} // namespace shelf
