// One product as an expression and a listing read it: with its parent's values where its own are empty, and with counts of its
// links and mappings where they are asked for.
#pragma once

#include "model/expression/expression.h"
#include "model/store/workspace.h"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace shelf {

// Counts by product, gathered in one scan over all mappings. Retired mappings count as mappings, their links no more.
class MappingCounts {
public:
    static Result<MappingCounts> gather(Workspace& workspace, const Progress& progress = {});

    // Links from this product, by type or by the name of an inverse; an empty type: links of any type from it (both ends of
    // symmetric ones).
    int64_t links(std::string_view sku, std::string_view type) const;
    int64_t mappings(std::string_view sku, std::string_view status) const; // empty status: any

private:
    using Counts = std::map<std::string, int64_t, std::less<>>;
    static int64_t lookUp(const std::unordered_map<std::string, Counts>& all, std::string_view sku, std::string_view name);
    std::unordered_map<std::string, Counts> m_links;
    std::unordered_map<std::string, Counts> m_mappings;
};

// Looks up the values that variants take from their parents; remembers the parents it has seen.
class ParentValues {
public:
    explicit ParentValues(Workspace& workspace) : m_workspace(workspace) { }
    // The value of the nearest ancestor that has one; empty where none has.
    std::string_view inherited(const Thing& product, std::string_view field);
    // The product with the values it inherits.
    Thing merged(const Thing& product);
    static bool isInherited(std::string_view field); // an own number, stock and the like never are

private:
    const Thing* parentOf(const Thing& product);
    Workspace& m_workspace;
    std::unordered_map<std::string, std::optional<Thing>> m_parents;
};

class ProductExpressionRow : public ExpressionRow {
public:
    // `counts` may be nullptr where the expression reads none.
    ProductExpressionRow(const Definitions& definitions, ParentValues& parents, const MappingCounts* counts)
        : m_definitions(definitions), m_parents(parents), m_counts(counts)
    {
    }
    void bind(const Thing& product) { m_product = &product; }

    std::string_view sku() const override { return m_product->key; }
    std::string_view field(std::string_view name) const override;
    double completeness(std::string_view channel) const override;
    int64_t linkCount(std::string_view type) const override { return m_counts ? m_counts->links(m_product->key, type) : 0; }
    int64_t mappingCount(std::string_view status) const override { return m_counts ? m_counts->mappings(m_product->key, status) : 0; }

private:
    const Definitions& m_definitions;
    ParentValues& m_parents;
    const MappingCounts* m_counts;
    const Thing* m_product = nullptr;
};

} // namespace shelf
