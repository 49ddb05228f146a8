// What a workspace has set about a rule: on or off, severity, parameters, for all or for some families, categories, channels.
// Kept as a definition (ThingKind::Rule) whose key is the rule's id; its fields:
//   enabled, severity, parameters {name: value}, families, categories, channels: what is set, and for which subjects (none: all)
//   overrides: [{families, categories, channels, enabled, severity, parameters}], later ones win
#pragma once

#include "governance/rules/finding.h"
#include "model/catalog/snapshot.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct RuleInfo;

struct RuleSetting {
    std::vector<std::string> families, categories, channels; // none: all; a category stands for everything below it
    std::optional<bool> enabled;
    std::optional<Severity> severity;
    Json parameters; // an object, or null
    bool forAll() const { return families.empty() && categories.empty() && channels.empty(); }
};

class RuleSettings {
public:
    RuleSettings() = default;
    // `fields` of the definition, empty: nothing is set. Settings that make no sense (checkRuleSettings) are left out.
    RuleSettings(const RuleInfo& info, const FieldMap& fields);

    bool enabled() const; // for anything at all
    bool enabled(const Snapshot& catalog, Row row, std::string_view channel) const; // noRow: a subject without a product
    // What is set for it; nothing where the rule's own holds.
    std::optional<Severity> severity(const Snapshot& catalog, Row row, std::string_view channel) const;
    Severity worstSeverity() const; // that it can have for any subject
    // As JSON; `row` noRow: where nothing narrower is set. Null for a name the rule does not have.
    Json parameter(std::string_view name) const;
    Json parameter(std::string_view name, const Snapshot& catalog, Row row, std::string_view channel) const;
    bool varies(std::string_view name) const; // with the subject
    bool hasNarrow() const { return m_narrow; }

private:
    bool applies(const RuleSetting& setting, const Snapshot& catalog, Row row, std::string_view channel) const;
    const RuleInfo* m_info = nullptr;
    std::vector<RuleSetting> m_settings; // in order, later ones win
    bool m_narrow = false;
};

// Whether a definition of a built-in rule makes sense: its parameters exist and have the right type, a blocker is not lowered.
// Error: Rejected, where = "rule ID, KEY".
Result<void> checkRuleSettings(const RuleInfo& info, const FieldMap& fields);

} // namespace shelf
