// attr.gtin-duplicate: two products have the same GTIN, however many zeros stand in front of it. One finding per product (detail: the
// number with 14 digits). Wrong numbers are attr.gtin-invalid's business.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/gtin.h"
#include "governance/rules/attributes/twins.h"

namespace shelf {

namespace {

class GtinDuplicate final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.gtin-duplicate",
            .title = "Two products have the same GTIN",
            .why = "A GTIN stands for one product and is never given twice: of two with the same one a marketplace lists one, with the "
                   "wrong picture or price.",
            .scope = RuleScope::Product,
            .unit = Unit::Catalog,
            .dimension = Dimension::Uniqueness,
            .severity = Severity::Error,
            .reads = {.fields = {"gtin", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one, gtin: \"4006381333931\" }\n"
                         "  - { sku: CAM-2, name: Camera two, gtin: \"4006381333931\" }\n",
            .passing = "shelfwright: 1\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera one, gtin: \"4006381333931\" }\n"
                       "  - { sku: CAM-2, name: Camera two, gtin: \"73513537\" }\n",
            .edge = "shelfwright: 1\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Twelve digits, gtin: \"036000291452\" }\n"
                    "  - { sku: CAM-2, name: The same with a zero in front, gtin: \"0036000291452\" }\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* gtin = catalog.column("gtin");
        if (!gtin)
            return;
        const auto keyOf = [&](Row row) { return attr::gtinKey(gtin->values().text(gtin->at(row))); };
        std::vector<uint64_t> hashes(size_t(gtin->valueCount()) + 1);
        std::vector<uint8_t> right(hashes.size());
        for (Code code = 1; code <= gtin->valueCount(); ++code) {
            const std::string key = attr::gtinKey(gtin->values().text(code));
            right[code] = !key.empty();
            hashes[code] = attr::hashOf(key);
        }
        std::vector<attr::HashedRow> rows;
        attr::eachMinded(run, *gtin, right, [&](Row row, Code code) { rows.push_back({hashes[code], row}); });
        for (const attr::Twins& twins : attr::twinsOf(catalog, rows, keyOf))
            for (const Row row : twins.rows)
                report(catalog, twins, row, gtin->values().text(gtin->at(row)), sink);
    }

private:
    static void report(const Snapshot& catalog, const attr::Twins& twins, Row row, std::string_view gtin, FindingSink& sink)
    {
        FindingSink::With with;
        with.detail = twins.key;
        sink.product(row,
            attr::productLabel(catalog, row) + " has the GTIN " + std::string(gtin) + " of " + attr::otherTwins(catalog, twins, row)
                + "; find out which is right, and correct the others",
            std::move(with));
    }
};

} // namespace

RulePtr attrGtinDuplicate()
{
    return std::make_unique<GtinDuplicate>();
}

} // namespace shelf
