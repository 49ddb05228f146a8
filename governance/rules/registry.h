// All rules there are: the built-in ones, area by area, and a workspace's own (ids that begin with "user.").
#pragma once

#include "governance/rules/rule.h"

#include <memory>
#include <string_view>
#include <vector>

namespace shelf {

// One list an area, each in the area's folder.
std::vector<RulePtr> attributeRules();
std::vector<RulePtr> linkRules();
std::vector<RulePtr> bundleRules();
std::vector<RulePtr> upgradeRules();
std::vector<RulePtr> compatibilityRules();
std::vector<RulePtr> governanceRules();
std::vector<RulePtr> copyRules();

// The built-in rules in byte order of their ids; made once, they live as long as the program.
const std::vector<const Rule*>& builtInRules();
const Rule* builtInRule(std::string_view id); // nullptr
Error unknownRule(std::string_view id); // with the nearest name

// A workspace's rules: the built-in ones with its settings, and its own.
struct ActiveRule {
    const Rule* rule = nullptr;
    RuleSettings settings;
};
struct BadRule { // a user rule that cannot run: what is wrong with it, with line and column where they are known
    std::string id;
    Error error;
};
class RuleSet {
public:
    explicit RuleSet(const Definitions& definitions, Days today);
    const std::vector<ActiveRule>& rules() const { return m_rules; } // by id; switched off ones too
    const std::vector<BadRule>& bad() const { return m_bad; }
    const ActiveRule* find(std::string_view id) const;

private:
    std::vector<std::shared_ptr<const Rule>> m_own;
    std::vector<ActiveRule> m_rules;
    std::vector<BadRule> m_bad;
};

// user_rule.cpp. Error: what is wrong, where = "rule ID, expect, column 7".
Result<std::shared_ptr<const Rule>> makeUserRule(const Thing& definition, const Definitions& definitions, Days today);

} // namespace shelf
