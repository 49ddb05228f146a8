#include "governance/review/selection.h"

#include "model/domain/mapping.h"
#include "model/query/product_query.h"

#include <algorithm>

namespace shelf {

bool fitsVerb(const MappingState& mapping, ReviewVerb verb)
{
    switch (verb) {
    case ReviewVerb::Submit:
        return mapping.hasDraft && mapping.draftStatus == MappingStatus::Draft;
    case ReviewVerb::Approve:
    case ReviewVerb::Reject:
        return mapping.status() == MappingStatus::InReview;
    case ReviewVerb::Retire:
        return mapping.isLive() && !(mapping.hasDraft && mapping.draftRetires);
    }
    return false;
}

Result<MappingSelection> MappingSelection::parse(Workspace& workspace, const std::string& where)
{
    MappingSelection selection;
    if (where.empty())
        return selection;
    ProductQuery query;
    query.where = where;
    auto rows = queryProducts(workspace, query);
    selection.m_everything = false;
    if (!rows) {
        const Definitions& definitions = workspace.definitions();
        auto about =
            Expression::parse(where, definitions, today(workspace.clock(), definitions.policy("time-zone")), ExpressionScope::Link);
        if (!about)
            return rows.error();
        selection.m_links = *std::move(about);
        selection.m_row = std::make_shared<LinkRow>(workspace);
        return selection;
    }
    selection.m_skus.reserve(rows->size());
    for (ProductRow& row : *rows)
        selection.m_skus.insert(std::move(row.sku));
    return selection;
}

bool MappingSelection::has(const MappingState& mapping) const
{
    if (m_everything)
        return true;
    if (m_links) {
        if (!mapping.id.starts_with("link:"))
            return false;
        m_row->bind(mapping);
        return m_links->matches(*m_row);
    }
    if (mapping.id.starts_with("link:"))
        return m_skus.contains(mapping.working().text("source"));
    const std::vector<std::string> skus = referencesOf(mapping.id, mapping.working()).skus;
    return !skus.empty() && std::all_of(skus.begin(), skus.end(), [this](const std::string& sku) { return m_skus.contains(sku); });
}

} // namespace shelf
