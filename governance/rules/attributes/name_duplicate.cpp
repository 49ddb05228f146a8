// attr.name-duplicate: two products of one family have the same name but for case, accents, punctuation and the order of words. One
// finding per product (detail: the name's key). Retired products do not count, nor do variants of one parent among themselves.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/spelling.h"
#include "governance/rules/attributes/twins.h"

#include <unordered_map>

namespace shelf {

namespace {

class NameDuplicate final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.name-duplicate",
            .title = "Two products of a family have the same name",
            .why = "Shoppers, and colleagues who draw links, cannot tell the two apart; often it is one product that came in twice.",
            .scope = RuleScope::Product,
            .unit = Unit::Catalog,
            .dimension = Dimension::Uniqueness,
            .severity = Severity::Warning,
            .reads = {.fields = {"name", "family", "lifecycle", "parent"}},
            .violating = "shelfwright: 1\n"
                         "families: [ { code: bag, label: Bags } ]\n"
                         "products:\n"
                         "  - { sku: BAG-1, name: \"Camera bag, red\", family: bag }\n"
                         "  - { sku: BAG-7, name: Red Camera Bag, family: bag }\n",
            .passing = "shelfwright: 1\n"
                       "families: [ { code: bag, label: Bags } ]\n"
                       "products:\n"
                       "  - { sku: BAG-1, name: \"Camera bag, red\", family: bag }\n"
                       "  - { sku: BAG-7, name: \"Camera bag, blue\", family: bag }\n",
            .edge = "shelfwright: 1\n"
                    "families: [ { code: bag, label: Bags } ]\n"
                    "products:\n"
                    "  - { sku: BAG-1, name: Camera bag, family: bag }\n"
                    "  - { sku: BAG-1-RED, name: Camera bag, parent: BAG-1 }   # variants may share a name\n"
                    "  - { sku: BAG-1-BLUE, name: Camera bag, parent: BAG-1 }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* name = catalog.column("name");
        const Column* family = catalog.column("family");
        if (!name)
            return;
        std::vector<uint8_t> any(size_t(name->valueCount()) + 1, 1);
        any[0] = 0;
        std::vector<uint64_t> hashes(any.size());
        for (Code code = 1; code <= name->valueCount(); ++code) {
            if (code % attr::pollEvery == 0 && run.cancelled())
                return;
            hashes[code] = attr::nameHash(name->values().text(code));
        }
        std::vector<attr::HashedRow> rows;
        rows.reserve(catalog.productCount());
        attr::eachMinded(run, *name, any, [&](Row row, Code code) {
            rows.push_back({attr::mixed(hashes[code] + catalog.value(family, row)), row});
        });
        const auto keyOf = [&](Row row) {
            if (catalog.isRetired(row))
                return std::string();
            const std::string key = attr::nameKey(name->values().text(name->at(row)));
            return key.empty() ? key : std::string(catalog.family(row)).append("\n").append(key);
        };
        for (const attr::Twins& twins : attr::twinsOf(catalog, rows, keyOf))
            reportGroup(catalog, twins, sink);
    }

private:
    static Row rootOf(const Snapshot& catalog, Row row)
    {
        const Row parent = catalog.parent(row);
        return parent == noRow ? row : parent;
    }

    // Twins are those that do not hang on one parent; each finding shows the first of some of the others.
    static void reportGroup(const Snapshot& catalog, const attr::Twins& twins, FindingSink& sink)
    {
        std::unordered_map<Row, size_t> sizes; // of what hangs on one root
        std::vector<Row> firsts;
        for (const Row row : twins.rows)
            if (++sizes[rootOf(catalog, row)] == 1 && firsts.size() <= attr::shownTwins)
                firsts.push_back(row);
        if (sizes.size() < 2)
            return;
        for (const Row row : twins.rows) {
            const Row root = rootOf(catalog, row);
            std::vector<Row> shown;
            for (const Row first : firsts)
                if (shown.size() < attr::shownTwins && rootOf(catalog, first) != root)
                    shown.push_back(first);
            report(catalog, twins.key, row, attr::namedTwins(catalog, shown, twins.rows.size() - sizes[root]), sink);
        }
    }

    static void report(const Snapshot& catalog, std::string_view key, Row row, const std::string& others, FindingSink& sink)
    {
        const std::string_view family = catalog.family(row);
        const std::string in = family.empty() ? std::string() : " in the family " + forTerminal(family, 80);
        FindingSink::With with;
        with.detail = key.substr(key.find('\n') + 1);
        sink.product(row,
            attr::productLabel(catalog, row) + " has the name of " + others + in
                + "; say in the names what tells them apart, or retire one",
            std::move(with));
    }
};

} // namespace

RulePtr attrNameDuplicate()
{
    return std::make_unique<NameDuplicate>();
}

} // namespace shelf
