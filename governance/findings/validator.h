// Runs rules over a catalog: all of it, some subjects, or what an edit can have affected. The three agree where they overlap.
#pragma once

#include "governance/rules/registry.h"
#include "model/domain/product.h"
#include "model/query/catalog_keeper.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shelf {

struct ValidationRequest {
    View view = View::Working;
    std::vector<std::string> rules; // ids; none: all that are switched on
    Subjects subjects; // narrowed to these where not everything
    int threads = 2;
    int64_t now = 0; // milliseconds since 1970
    std::string timeZone = "UTC";
    const std::atomic<bool>* cancel = nullptr;
    double ruleSeconds = 30; // a rule that takes longer is switched off for the run, with a finding gov.rule-failed
};

struct Validation {
    std::vector<Finding> findings; // by severity, then rule, subject, detail
    uint64_t checked = 0; // products and mappings looked at
    bool cancelled = false;
};

Validation validate(const Snapshot& catalog, const RuleSet& rules, const ValidationRequest& request);

// The products, links and entries one step from these changes: everything whose findings they can have changed, but for rules of
// Unit::Catalog.
Subjects neighbourhood(const Snapshot& before, const Snapshot& after, const CatalogChanges& changes);
// A product or mapping as a person named it: itself alone. Error: Rejected UNKNOWN_SKU, UNKNOWN_MAPPING.
Result<Subjects> subjectsNamed(const Snapshot& catalog, const std::vector<std::string>& names);

// Keeps the findings of a catalog current through its changes.
class Validator {
public:
    explicit Validator(ValidationRequest request);
    ~Validator();

    struct Delta {
        std::vector<Finding> appeared, changed; // changed: the same defect with another message or severity
        std::vector<std::string> gone; // ids
    };
    Delta validateAll(const Snapshot& catalog);
    // Everything that the changes can have affected: updateNear() and then settleOne() until nothing waits.
    Delta update(const Snapshot& catalog, const CatalogChanges& changes, int64_t now);
    // What the changes can have affected nearby, at once. Rules that look at the catalog as a whole (Unit::Catalog) wait: what they
    // found before stands until then.
    Delta updateNear(const Snapshot& catalog, const CatalogChanges& changes, int64_t now);
    // One rule that waits, over the catalog that was given last; nullopt: none does.
    std::optional<Delta> settleOne();
    const std::map<std::string, Finding>& findings() const; // by id

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace shelf
