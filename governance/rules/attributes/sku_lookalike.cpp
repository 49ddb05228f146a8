// attr.sku-lookalike: two SKUs differ in nothing but case, spaces or Unicode form (full-width letters, combined accents). One finding
// per product (detail: the folded SKU).
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/twins.h"

namespace shelf {

namespace {

constexpr size_t maxPlain = 255; // bytes of a SKU

std::string keyOf(std::string_view sku)
{
    std::string key = folded(sku); // NFKC: a no-break space is a space
    std::erase(key, ' ');
    return key;
}

// hashOf(keyOf(sku)), without making the key where all is ASCII.
uint64_t hashOfKey(std::string_view sku)
{
    char key[maxPlain];
    size_t size = 0;
    for (const char c : sku) {
        if (static_cast<unsigned char>(c) >= 0x80 || size == sizeof key)
            return attr::hashOf(keyOf(sku));
        if (c != ' ')
            key[size++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return attr::hashOf(std::string_view(key, size));
}

class SkuLookalike final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.sku-lookalike",
            .title = "Two SKUs look alike",
            .why = "cam-1 beside CAM-1 is mostly one product that came in twice: stock, links and prices end up on the wrong one.",
            .scope = RuleScope::Product,
            .unit = Unit::Catalog,
            .dimension = Dimension::Uniqueness,
            .severity = Severity::Warning,
            .reads = {.fields = {"sku", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one }\n"
                         "  - { sku: cam-1, name: Camera one again }\n",
            .passing = "shelfwright: 1\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera one }\n"
                       "  - { sku: CAM-2, name: Camera two }\n",
            .edge = "shelfwright: 1\n"
                    "products:\n"
                    "  - { sku: CAM 1, name: With a space }\n"
                    "  - { sku: CAM１, name: With a full-width figure }\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        std::vector<attr::HashedRow> rows;
        rows.reserve(catalog.productCount());
        for (Row row = 0; row < catalog.rows(); ++row) {
            if (row % attr::pollEvery == 0 && run.cancelled())
                return;
            if (catalog.exists(row))
                rows.push_back({hashOfKey(catalog.sku(row)), row});
        }
        for (const attr::Twins& twins : attr::twinsOf(catalog, rows, [&](Row row) { return keyOf(catalog.sku(row)); }))
            for (const Row row : twins.rows)
                report(catalog, twins, row, sink);
    }

private:
    static void report(const Snapshot& catalog, const attr::Twins& twins, Row row, FindingSink& sink)
    {
        FindingSink::With with;
        with.detail = twins.key;
        sink.product(row,
            attr::productLabel(catalog, row) + " has nearly the SKU of " + attr::otherTwins(catalog, twins, row)
                + "; if they are one product, keep one and retire the other",
            std::move(with));
    }
};

} // namespace

RulePtr attrSkuLookalike()
{
    return std::make_unique<SkuLookalike>();
}

} // namespace shelf
