// What becomes of a user rule's definition.
#pragma once

#include "governance/rules/rule.h"
#include "governance/rules/user/fix_fields.h"
#include "governance/rules/user/message.h"
#include "governance/rules/user/narrowing.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shelf {

// A rule that a person wrote, ready to run. makeUserRule (governance/rules/registry.h) makes one of a definition.
class UserRule final : public Rule {
public:
    const RuleInfo& info() const override { return m_info; }
    void check(const RuleRun& run, FindingSink& sink) const override;
    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override;

private:
    friend class UserRuleReading;

    bool isViolated(const SubjectRow& row) const { return (!m_when || m_when->matches(row)) && !m_expect->matches(row); }
    std::string messageFor(const SubjectRow& row, std::string_view subject) const;
    FindingSink::With with() const
    {
        FindingSink::With with;
        with.fix = m_fixText;
        return with;
    }
    template <typename Subject> void checkEntries(const RuleRun& run, FindingSink& sink, MappingKind kind) const;
    void checkProducts(const RuleRun& run, FindingSink& sink) const;
    void checkLinks(const RuleRun& run, FindingSink& sink) const;

    RuleInfo m_info;
    ExpressionScope m_scope = ExpressionScope::Product;
    std::string m_id, m_title, m_why, m_fixText;
    std::optional<Expression> m_when, m_expect;
    std::optional<MessageTemplate> m_message;
    Narrowing m_narrowing;
    FixFields m_fix;
    std::set<std::string> m_fields; // what it reads of products
};

} // namespace shelf
