// The products that health is about, and what is measured of them. Private to this folder.
#pragma once

#include "governance/health/health.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace shelf::health {

// Scopes are the codes of the column "family" (0: none) and one more for everything.
class Population {
public:
    explicit Population(const Snapshot& catalog);

    const Snapshot& catalog() const { return m_catalog; }
    bool has(Row row) const { return row < m_family.size() && m_family[row] != outside; }
    Code family(Row row) const { return m_family[row]; } // of one that it has
    Code families() const { return m_families; } // codes are 0…families()
    std::string familyName(Code family) const;
    Code familyCode(std::string_view name) const; // 0 where no product has it
    Row rows() const { return static_cast<Row>(m_family.size()); }

    // Items are what findings weigh on: a product by its row, and from rows() on the bundles and upgrade paths.
    Row items() const { return rows() + static_cast<Row>(m_offers.size()); }
    Row offer(std::string_view id) const; // a bundle or upgrade path as an item; noRow
    Code scopeOf(Row item) const; // its family; families() + 1 where it counts with everything alone

private:
    void addOffer(const Entry& entry);
    static constexpr Code outside = ~Code(0);
    Snapshot m_catalog;
    const Column* m_column;
    Code m_families = 0;
    std::vector<Code> m_family; // by row
    std::map<std::string, Row, std::less<>> m_offers; // items by id
    std::vector<Code> m_offerFamily;
};

// What a score is made of, summed over the products of a scope.
struct Sums {
    uint64_t products = 0, items = 0;
    double complete = 0, sound = 0, covered = 0; // sound: over items
    double shared = 1; // Π (1 − w/10) of what weighs on no single product
    uint64_t approved = 0, overdue = 0;
    HealthParts parts() const;
    double score() const { return healthScore(parts()); }
};

struct Gap { // products of a family that lack a required attribute
    Code family = 0;
    std::string attribute;
    uint64_t products = 0;
    double complete = 0; // by which the sum of their completeness would grow
};

struct Completeness {
    std::vector<double> shares; // by row
    std::vector<std::string> channels;
    struct Share {
        double sum = 0;
        uint64_t products = 0;
    };
    std::vector<std::vector<Share>> byChannel; // by family, then place of the channel
    std::vector<uint64_t> required; // by family: attributes
    std::vector<Gap> gaps;
};
Completeness measureCompleteness(const Population& population);

// By row: how many mappings can be shown on the product's page, at most 255. `broken`: ids of mappings with an error.
std::vector<uint8_t> countShown(const Population& population, const std::set<std::string, std::less<>>& broken, Days today);

struct Reviews {
    uint64_t approved = 0, overdue = 0;
};
std::vector<Reviews> countReviews(const Population& population, Days today); // by family; everything last

// The findings as they weigh.
struct Burden {
    std::vector<std::string> rules; // by place
    struct OnItem {
        Row item = noRow;
        uint32_t rule = 0;
        double factor = 1; // Π (1 − w) of this rule's findings on this item
    };
    std::vector<OnItem> items; // by item, then rule; once each
    struct Shared {
        uint32_t rule = 0;
        double factor = 1; // 1 − w/10
        std::vector<Code> families; // on which it weighs, besides everything
    };
    std::vector<Shared> shared;
    std::vector<uint64_t> counts, fixable; // by rule: findings that weigh, and those of them with a fix
};
Burden weigh(const Population& population, const std::vector<JudgedFinding>& findings);
// The family that a finding is counted with; nullopt: everything alone.
std::optional<Code> homeOf(const Population& population, const Finding& finding);
std::optional<Code> homeOf(const Population& population, const Entry& entry);

// Everything measured; scopes by family, everything last.
struct Measures {
    Completeness completeness;
    std::vector<uint8_t> shown; // by row
    std::vector<double> soundness; // by item
    Burden burden;
    std::vector<Sums> scopes;
};
Measures measure(const Population& population, const std::vector<JudgedFinding>& findings, Days today);

// What would raise the score of this scope, the greatest gain first.
std::vector<HealthAction> actionsFor(const Population& population, const Measures& measures, Code scope);

} // namespace shelf::health
