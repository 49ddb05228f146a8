// A finding: one violation of one rule, with what proves it. And what would mend it.
#pragma once

#include "model/change/change_set.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shelf {

enum class Severity : uint8_t { Blocker, Error, Warning, Info }; // worst first
std::string_view severityName(Severity severity); // "blocker" …
std::optional<Severity> severityFromName(std::string_view name);

// What a finding is about: a product, a mapping, a definition ("attribute:socket"), or the workspace as a whole.
enum class SubjectKind : uint8_t { Product, Mapping, Definition, Workspace };
std::string_view subjectKindName(SubjectKind kind); // "product" …

struct Finding {
    std::string id; // see findingId
    std::string rule;
    Severity severity = Severity::Warning;
    SubjectKind kind = SubjectKind::Product;
    std::string subject; // SKU, id of a mapping, "KIND:KEY" of a definition, empty for the workspace
    std::string detail; // what tells two of one rule on one subject apart: an attribute's code, a channel …
    std::vector<std::string> others; // further things it names and that belong to its identity: the rest of a cycle, the twin
    std::string message; // what, where, the values that prove it, what to do
    std::string fix; // what `shelfctl fix` would do, one sentence; empty where there is no fix without a choice
    std::vector<std::string> choices; // where a fix needs a choice: what can be chosen, in words
    bool operator==(const Finding&) const = default;
};

// RULE~HEX: sixteen hexadecimal digits of the SHA-256 over rule id, its major version, kind, the subject and the others in byte
// order, and the detail. The same defect has the same id on every run and machine; messages and severities are not in it.
std::string findingId(std::string_view rule, int version, const Finding& finding);
// The number in an id; 0: it is no id of a finding.
uint64_t findingHash(std::string_view id);

// One step of a fix. Edit sets these fields (empty JSON: takes them away), Create makes the thing (nothing happens where it exists),
// Delete takes a mapping away: a draft that was never approved is deleted, anything else proposed for retirement.
struct FixStep {
    ChangeOp op = ChangeOp::Edit;
    ThingKind kind = ThingKind::Product;
    std::string key;
    std::vector<std::pair<std::string, std::string>> fields; // canonical JSON text by field
};

} // namespace shelf
