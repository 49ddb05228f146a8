// Which mappings a review verb is about when none is named: those it fits, narrowed by an expression over products.
#pragma once

#include "governance/review/link_row.h"
#include "governance/review/review.h"

#include <memory>
#include <optional>
#include <unordered_set>

namespace shelf {

// Whether `--all` means this mapping: drafts for submit, what is in review for approve and reject, what is approved and not
// yet proposed to retire for retire. Four eyes is another question.
bool fitsVerb(const MappingState& mapping, ReviewVerb verb);

// Mappings whose source (links), or all of whose products (bundles, upgrade paths), satisfy an expression about products; or links that
// satisfy one about links (origin = "mined", target.price < 20).
class MappingSelection {
public:
    // An empty expression selects everything. Errors: those of the expression.
    static Result<MappingSelection> parse(Workspace& workspace, const std::string& where);
    bool has(const MappingState& mapping) const;

private:
    bool m_everything = true;
    std::unordered_set<std::string> m_skus;
    std::optional<Expression> m_links; // it is about links
    std::shared_ptr<LinkRow> m_row;
};

} // namespace shelf
