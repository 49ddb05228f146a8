// What a governance rule is. Each rule is one file in the folder of its area, derives from Rule, and stands in that area's list
// (rules/AREA/AREA.cpp); rules/registry.h has them all.
#pragma once

#include "governance/rules/finding.h"
#include "governance/rules/rule_run.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

enum class Dimension : uint8_t { Completeness, Validity, Consistency, Uniqueness, Timeliness, Accuracy };
std::string_view dimensionName(Dimension dimension);

enum class RuleScope : uint8_t { Product, Link, Compat, Bundle, Upgrade, Workspace };
std::string_view ruleScopeName(RuleScope scope);

// What a finding's subject is, and so what has to be looked at again after an edit.
enum class Unit : uint8_t {
    Product, // the product alone decides, with its ancestors' values, its links in both directions and the products at their other
             // ends, the bundles and ladders that name it
    Link, // the link, both ends (and what Product says of them)
    Entry, // a bundle, ladder, link rule or compatibility rule; the products it names, their links
    Catalog, // anything may decide: checked as a whole after every edit that touches what it reads
};

struct Parameter {
    std::string_view name;
    std::string_view value; // the default as JSON: a number, true or false, a text, a list of texts. Values set must be of this type.
    std::string_view help;
};

// What a rule reads; an edit of anything else cannot change its findings. Definitions are always read.
struct RuleReads {
    std::vector<std::string_view> fields = {}; // of products: core fields, attribute codes; "*": any attribute
    bool links = false;
    bool entries = false; // bundles, ladders, link rules, compatibility rules
};

// Examples are definitions (mappings.md), applied to an empty workspace; lines in front that begin with "#!" say what else happens,
// see rules/example.h. They are shown as documentation and run as tests.
struct RuleInfo {
    std::string_view id; // "attr.required-missing"
    int version = 1; // counts up when ids of findings change their meaning
    std::string_view title; // "A required attribute is empty"
    std::string_view why; // why it matters, to the shopper or the shop; one to three sentences
    RuleScope scope = RuleScope::Product;
    Unit unit = Unit::Product;
    Dimension dimension = Dimension::Validity;
    Severity severity = Severity::Warning;
    std::vector<Parameter> parameters = {};
    RuleReads reads = {};
    std::string_view fix = {}; // what its fix does; empty: none that needs no choice
    std::string_view violating, passing, edge; // examples; the edge case passes where edgeViolates is not set
    bool edgeViolates = false;
};

class FindingSink;

class Rule {
public:
    virtual ~Rule() = default;
    virtual const RuleInfo& info() const = 0;
    // Reports the findings of everything in the run's scope, and of nothing else. Called on any thread; a rule has no state.
    // Must look at run.cancelled() now and then in long loops of its own (the run's forEach… do).
    virtual void check(const RuleRun& run, FindingSink& sink) const = 0;
    // The steps that mend a finding of this rule, in the catalog of this run; none where it is gone or needs a choice.
    virtual std::vector<FixStep> fix(const RuleRun&, const Finding&) const { return {}; }
};
using RulePtr = std::unique_ptr<Rule>;

// Takes findings while a rule runs: gives them their id, and the severity that is set for their subject's family, category or
// channel. What the rule is switched off for is dropped here.
class FindingSink {
public:
    // Optional parts of a finding.
    struct With {
        std::string_view detail = {};
        std::vector<std::string> others = {};
        std::string fix = {};
        std::vector<std::string> choices = {};
        std::string_view channel = {}; // the channel it is about, for severities by channel
        std::optional<Severity> severity = {}; // instead of the rule's own, where one rule has two
    };
    virtual ~FindingSink() = default;
    void product(Row row, std::string message, With with);
    void product(Row row, std::string message) { product(row, std::move(message), With()); }
    void link(const Link& link, std::string message, With with);
    void link(const Link& link, std::string message) { this->link(link, std::move(message), With()); }
    void entry(const Entry& entry, std::string message, With with);
    void entry(const Entry& entry, std::string message) { this->entry(entry, std::move(message), With()); }
    void definition(ThingKind kind, std::string_view key, std::string message, With with);
    void definition(ThingKind kind, std::string_view key, std::string message) { definition(kind, key, std::move(message), With()); }
    void workspace(std::string message, With with);

protected:
    explicit FindingSink(const RuleRun& run) : m_run(run) { }
    virtual void take(Finding finding) = 0;
    // While take() runs: the finding is an error, or worse, of a mapping that is approved.
    bool isApprovedError() const { return m_isApprovedError; }

private:
    void add(SubjectKind kind, std::string subject, Row row, std::string message, With with);
    const RuleRun& m_run;
    bool m_isApproved = false, m_isApprovedError = false;
};

} // namespace shelf
