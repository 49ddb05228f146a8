// What an edit can have affected: see Unit in governance/rules/rule.h.
#include "governance/findings/validator.h"
#include "model/domain/shape.h"

#include <algorithm>
#include <unordered_set>

namespace shelf {

namespace {

// Gathers subjects of the catalog as it is after the edit; what stood near before it counts, too.
class Gathering {
public:
    Gathering(const Snapshot& before, const Snapshot& after) : m_before(before), m_after(after) { }

    void product(std::string_view sku)
    {
        for (const Snapshot* catalog : {&m_before, &m_after})
            if (const Row row = catalog->find(sku); row != noRow)
                withVariants(*catalog, row, 0);
    }

    void mapping(const std::string& id)
    {
        if (const auto link = LinkId::parse(id)) {
            ends(link->source);
            ends(link->target);
            return;
        }
        for (const Snapshot* catalog : {&m_before, &m_after})
            for (const View view : {View::Working, View::Approved})
                if (const EntryPtr entry = catalog->entry(id, view)) {
                    this->entry(id);
                    for (const Row row : entry->names)
                        near(m_after, row);
                }
    }

    Subjects subjects()
    {
        Subjects subjects;
        subjects.everything = false;
        subjects.products.assign(m_products.begin(), m_products.end());
        std::sort(subjects.products.begin(), subjects.products.end());
        for (const Row row : m_linked)
            for (const Link& link : m_after.links().from(row))
                keep(subjects.links, link);
        for (const Row row : m_linked)
            m_after.links().into(row, [&](const Link& link) {
                if (!m_linked.contains(link.source))
                    keep(subjects.links, link);
            });
        for (const std::string& id : m_entries) {
            const EntryPtr working = m_after.entry(id, View::Working), approved = m_after.entry(id, View::Approved);
            if (working)
                subjects.entries.push_back(working);
            if (approved && approved != working)
                subjects.entries.push_back(approved);
        }
        return subjects;
    }

private:
    static constexpr int deepest = 16; // of variants of variants

    static void keep(std::vector<Link>& links, const Link& link) { links.push_back(link); }

    void withVariants(const Snapshot& catalog, Row row, int depth)
    {
        near(catalog, row);
        if (depth < deepest)
            for (const Row variant : catalog.variants(row))
                withVariants(catalog, variant, depth + 1);
    }

    // A product, what it is linked with, and what names it.
    void near(const Snapshot& catalog, Row row)
    {
        m_products.insert(row);
        m_linked.insert(row);
        for (const Link& link : catalog.links().from(row))
            m_products.insert(link.target);
        catalog.links().into(row, [&](const Link& link) { m_products.insert(link.source); });
        for (const EntryPtr& entry : catalog.entriesNaming(row))
            this->entry(entry->id);
    }

    void ends(const std::string& sku)
    {
        for (const Snapshot* catalog : {&m_before, &m_after})
            if (const Row row = catalog->find(sku); row != noRow)
                near(*catalog, row);
    }

    void entry(const std::string& id) { m_entries.insert(id); }

    const Snapshot& m_before;
    const Snapshot& m_after;
    std::unordered_set<Row> m_products, m_linked;
    std::set<std::string> m_entries;
};

Error unknown(std::string_view code, const std::string& name, std::string_view what)
{
    return {ErrorKind::Rejected, std::string(code), name, std::string(what), "check its spelling"};
}

} // namespace

Subjects neighbourhood(const Snapshot& before, const Snapshot& after, const CatalogChanges& changes)
{
    Gathering gathering(before, after);
    for (const std::string& sku : changes.products)
        gathering.product(sku);
    for (const std::string& id : changes.mappings)
        gathering.mapping(id);
    return gathering.subjects();
}

Result<Subjects> subjectsNamed(const Snapshot& catalog, const std::vector<std::string>& names)
{
    Subjects subjects;
    subjects.everything = false;
    for (const std::string& name : names) {
        if (const Row row = catalog.find(name); row != noRow) {
            subjects.products.push_back(row);
            continue;
        }
        if (const auto parsed = LinkId::parse(name)) {
            const size_t before = subjects.links.size();
            if (const Row source = catalog.find(parsed->source); source != noRow)
                for (const Link& link : catalog.links().from(source))
                    if (catalog.linkId(link) == name)
                        subjects.links.push_back(link);
            if (subjects.links.size() == before)
                return unknown("UNKNOWN_MAPPING", name, "there is no such link");
        } else if (mappingKindOf(name)) {
            const EntryPtr working = catalog.entry(name, View::Working), approved = catalog.entry(name, View::Approved);
            if (!working && !approved)
                return unknown("UNKNOWN_MAPPING", name, "there is no such mapping");
            subjects.entries.push_back(working ? working : approved);
            if (working && approved && working != approved)
                subjects.entries.push_back(approved);
        } else {
            return unknown("UNKNOWN_SKU", name, "there is no such product");
        }
    }
    std::sort(subjects.products.begin(), subjects.products.end());
    subjects.products.erase(std::unique(subjects.products.begin(), subjects.products.end()), subjects.products.end());
    return subjects;
}

} // namespace shelf
