// The workspace's own vocabulary: attributes, families, categories, channels, audiences, intents, triggers, seasons,
// link types, templates, policies. Each is kept as a Thing; this is the typed, read-only view of all of them.
#pragma once

#include "model/domain/thing.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

enum class AttributeType { Text, Number, Integer, Boolean, Date, Choice, MultiChoice, Money, Url, Reference };
std::string_view attributeTypeName(AttributeType type); // "text", "multi-choice" …
std::optional<AttributeType> attributeTypeFromName(std::string_view name);

enum class Master { Both, Here, Feed }; // who may change an attribute: imports leave alone what is mastered here

// Fields of the Thing: label, type, unit, options (array of strings), min, max (numbers), per_language, per_channel
// (booleans), master, group, description.
struct Attribute {
    std::string code;
    std::string label; // the header as it was
    AttributeType type = AttributeType::Text;
    std::string unit;
    std::vector<std::string> options;
    std::optional<double> min, max;
    bool perLanguage = false;
    bool perChannel = false;
    Master master = Master::Both;
};

// A family's use of an attribute: bounds and options set here override the attribute's.
struct FamilyAttribute {
    std::string code;
    std::vector<std::string> requiredFor; // channel codes
    std::optional<double> min, max;
    std::vector<std::string> options;
};

// Fields: label, owner, attributes (array of {code, required:[channel], min, max, options}), key (array of column
// headers that make the SKU where a file has none).
struct Family {
    std::string code;
    std::string label;
    std::string owner;
    std::vector<FamilyAttribute> attributes;
    std::vector<std::string> key;
    const FamilyAttribute* find(std::string_view attributeCode) const;
};

// Fields: label, inverse, symmetric, slot, inverse_slot (in which the other end shows this one), cap, stock (drop, keep, substitute),
// guard (percent of the source's price), cadence_days, needs_reason, needs_end, names (object format -> name).
struct LinkType {
    std::string code;
    std::string label;
    std::string inverse; // read from the other end; equal to the code where symmetric
    bool symmetric = false;
    std::string slot; // empty: a filter, never shown
};

class Definitions {
public:
    Definitions() = default;
    explicit Definitions(std::vector<Thing> things);

    const Thing* find(ThingKind kind, std::string_view key) const;
    std::vector<const Thing*> all(ThingKind kind) const; // in byte order of their keys

    const Attribute* attribute(std::string_view code) const; // a code, with or without "@language" or "@channel"
    const Attribute* attributeByLabel(std::string_view label) const;
    std::vector<std::string> attributeCodes() const;
    const Family* family(std::string_view code) const;
    const LinkType* linkType(std::string_view codeOrInverse) const;
    bool has(ThingKind kind, std::string_view key) const { return find(kind, key) != nullptr; }
    // A category and everything below it: codes are paths joined with '/'.
    bool categoryIsBelow(std::string_view category, std::string_view ancestor) const;

    std::string policy(std::string_view name) const; // its value, or its default (empty where there is no such policy)

private:
    std::map<std::pair<ThingKind, std::string>, Thing, std::less<>> m_things;
    std::map<std::string, Attribute, std::less<>> m_attributes;
    std::map<std::string, std::string, std::less<>> m_codeByLabel;
    std::map<std::string, Family, std::less<>> m_families;
    std::map<std::string, LinkType, std::less<>> m_linkTypes;
    std::map<std::string, std::string, std::less<>> m_inverses;
};

// What a new workspace comes with (revision 1, changedIn 0): the link types of the product, the channel web, intents,
// triggers. They are not in the journal: replay starts from them.
std::vector<Thing> builtInDefinitions();

// Policies and their defaults: four-eyes, blast-radius, gate, time-zone, currency …
struct PolicyInfo {
    std::string_view name;
    std::string_view defaultValue;
    std::string_view help;
};
std::vector<PolicyInfo> policyInfos();
// Checks a policy's name and value. Error: Rejected with the nearest name or the allowed values.
Result<void> checkPolicy(std::string_view name, std::string_view value);

// Checks one definition's fields: known keys, right types, references are not followed. `where` goes into the error.
Result<void> checkDefinition(ThingKind kind, std::string_view key, const FieldMap& fields);
// The keys a definition may have besides its code (id, name), in the order in which files list them.
std::vector<std::string_view> definitionKeys(ThingKind kind);

} // namespace shelf
