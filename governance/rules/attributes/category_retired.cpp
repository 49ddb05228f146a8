// attr.category-retired: a product that is not retired stands in a category that is, or below one. One finding per product and
// category.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

#include "model/domain/text.h"

namespace shelf {

namespace {

// The retired category that makes this one so: itself or one above it; empty where there is none.
std::string_view retiredAbove(const Definitions& definitions, std::string_view category)
{
    for (size_t end = category.size(); end != std::string_view::npos; end = category.rfind('/', end - 1)) {
        const Thing* thing = definitions.find(ThingKind::Category, category.substr(0, end));
        if (thing && thing->fields.boolean("retired"))
            return thing->key;
        if (end == 0)
            break;
    }
    return {};
}

class CategoryRetired final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.category-retired",
            .title = "A product is in a category that is retired",
            .why = "The category is no longer shown, and with it the product disappears from the shop's menus.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .reads = {.fields = {"categories", "lifecycle", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "categories: [ { code: film, label: Film, retired: true } ]\n"
                         "products: [ { sku: FILM-1, name: Film roll, category: film } ]\n",
            .passing = "shelfwright: 1\n"
                       "categories: [ { code: film, label: Film } ]\n"
                       "products: [ { sku: FILM-1, name: Film roll, category: film } ]\n",
            .edge = "shelfwright: 1\n"
                    "categories: [ { code: film, label: Film, retired: true }, { code: film/colour, label: Colour film } ]\n"
                    "products: [ { sku: FILM-1, name: What is below a retired one is retired too, category: film/colour } ]\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* categories = catalog.column("categories");
        if (!categories)
            return;
        const Dictionary& values = categories->values();
        const Dictionary& elements = values.elementValues();
        const auto isBad = [&](Code code) {
            for (const Code element : values.elements(code))
                if (!retiredAbove(run.definitions(), elements.text(element)).empty())
                    return true;
            return false;
        };
        attr::scanOwn(run, categories, isBad, [&](Row row, Code code) {
            if (!catalog.isRetired(row))
                for (const Code element : values.elements(code))
                    report(run, row, elements.text(element), sink);
        });
    }

private:
    static void report(const RuleRun& run, Row row, std::string_view category, FindingSink& sink)
    {
        const std::string_view retired = retiredAbove(run.definitions(), category);
        if (retired.empty())
            return;
        FindingSink::With with;
        with.detail = category;
        const std::string because = retired == category ? " is retired" : " is below " + forTerminal(retired, 120) + ", which is retired";
        sink.product(row,
            attr::productLabel(run.catalog(), row) + ": its category " + forTerminal(category, 120) + because
                + "; move the product to another category, or retire it too",
            std::move(with));
    }
};

} // namespace

RulePtr attrCategoryRetired()
{
    return std::make_unique<CategoryRetired>();
}

} // namespace shelf
