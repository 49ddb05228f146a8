// Mappings: links, link rules, compatibility rules, bundles, upgrade paths. Their ids and their content.
#pragma once

#include "model/domain/thing.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

enum class MappingKind { Link, LinkRule, Compat, Bundle, Upgrade };
std::string_view mappingKindName(MappingKind kind); // "link", "linkrule", "compat", "bundle", "upgrade": also the id's prefix
std::optional<MappingKind> mappingKindOf(std::string_view id); // by prefix

// link:SOURCE:TYPE:TARGET[:VARIANT], with ':' and '%' percent-encoded inside a part.
struct LinkId {
    std::string source, type, target, variant;
    std::string text() const;
    static std::optional<LinkId> parse(std::string_view id);
    bool operator==(const LinkId&) const = default;
};
// "bundle:CODE[:VARIANT]" and the like.
std::string codedId(MappingKind kind, std::string_view code, std::string_view variant = {});
Result<void> checkMappingId(std::string_view id); // well formed and canonical

// One key of a mapping's content: its name and what it holds. The order is that of mappings.jsonl (release.md) with the keys
// that only the workspace keeps (label, season, parked, copy template …) after their neighbours.
//
// What is not a text, number or list of them:
//   compat   where: [{left, op, right, table: {value: [value, …]}}]; left, right: a family, or "category:PATH"; from: left, right or
//            both (the side that is shown the other), so its window is valid_from and valid_to
//   bundle   components: [{sku, quantity = 1, required = true}]; groups: [{name, min = 1, max = min, of: [sku]}];
//            price: {policy: sum | fixed | percent-off | amount-off, value, currency, ending: 0.99}
//   upgrade  steps: [{sku, level, benefit, evidence: [attribute], band: {min, max}}]; band in percent; trigger: {name, days}
//   all      reason: a text or {language: text}; evidence: [{origin, …}]; a season or dates of its own, not both
enum class ContentType {
    Text,
    Number,
    Integer,
    Boolean,
    Texts,
    LocalText /* string or {language: string} */,
    Date /* date or time */,
    Recurrence,
    Object,
    Objects
};
struct ContentKey {
    std::string_view name;
    ContentType type;
    bool released; // leaves in mappings.jsonl
};
const std::vector<ContentKey>& contentKeys(MappingKind kind);
const ContentKey* contentKey(MappingKind kind, std::string_view name);

// Checks a whole content: known keys, types, required keys (a link's source, type, target; a bundle's parts …), inner
// keys of components, groups, steps, conditions, ranges (boost −1…1), from ≤ to, no link to itself, no bundle inside itself.
// Does not look anything up. Error: Rejected, where = id and key.
Result<void> checkContent(std::string_view id, const FieldMap& content);
// The same but for what evidence holds, which was free once: for change sets, so that an old journal can be replayed.
Result<void> checkStoredContent(std::string_view id, const FieldMap& content);

// Every SKU and every code of another definition a content names, for the check that they exist.
struct ContentReferences {
    std::vector<std::string> skus;
    std::vector<std::pair<ThingKind, std::string>> definitions; // families, link types, channels, audiences …
};
ContentReferences referencesOf(std::string_view id, const FieldMap& content);

} // namespace shelf
