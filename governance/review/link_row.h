// A link as an expression of the scope `link` reads it: its own working content, and fields of its two products.
#pragma once

#include "model/expression/expression.h"
#include "model/store/workspace.h"

#include <optional>
#include <string>
#include <string_view>

namespace shelf {

class LinkRow : public ExpressionRow {
public:
    explicit LinkRow(Workspace& workspace) : m_workspace(workspace) { }
    void bind(const MappingState& link);

    std::string_view sku() const override { return m_link->id; }
    std::string_view field(std::string_view name) const override;
    double completeness(std::string_view) const override { return 0; } // products alone have it
    int64_t linkCount(std::string_view) const override { return 0; }
    int64_t mappingCount(std::string_view) const override { return 0; }

private:
    struct End {
        std::string sku;
        std::optional<Thing> product;
    };
    std::string_view endField(End& end, const char* key, std::string_view field) const;

    Workspace& m_workspace;
    const MappingState* m_link = nullptr;
    std::string m_status, m_id, m_origin; // as JSON; the origin is that of its first evidence, where it has none of its own
    mutable End m_source, m_target; // the last ones read
};

} // namespace shelf
