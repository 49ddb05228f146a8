// The definitions an import makes or extends: attributes with their options, families, categories. They are as they will be once
// the import is through; changes() are the way there, each thing once.
#pragma once

#include "model/change/change_set.h"
#include "model/domain/definitions.h"
#include "model/io/import.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace shelf {

class PlannedDefinitions {
public:
    explicit PlannedDefinitions(const Definitions& existing);

    // Planned or existing, of a code with or without "@language" or "@channel"; its options are not kept current.
    const Attribute* attribute(std::string_view code) const;
    std::vector<std::string> options(std::string_view code) const; // as they will be
    bool has(ThingKind kind, std::string_view key) const { return find(kind, key) != nullptr; }
    bool hasFamily(std::string_view code) const;
    bool familyHas(std::string_view family, std::string_view attributeCode) const;
    std::vector<std::string> familyKey(std::string_view family) const;

    void addAttribute(const Attribute& attribute);
    void addOptions(std::string_view attributeCode, const std::vector<std::string>& texts); // those that are not there yet
    void addFamily(std::string_view code); // unless it is there
    void addToFamily(std::string_view family, std::string_view attributeCode);
    void setFamilyKey(std::string_view family, const std::vector<std::string>& key);
    void setProfile(std::string_view name, const FieldMap& fields); // an import profile that the workspace keeps
    void addCategory(std::string_view code); // and those above it, unless they are there

    // Attributes, families, categories, profiles; only what differs.
    std::vector<Change> changes() const;
    void count(ImportReport& report) const;

private:
    Thing& edit(ThingKind kind, std::string_view key); // a copy to be changed
    const Thing* find(ThingKind kind, std::string_view key) const;
    std::set<std::string, std::less<>>& codesOf(std::string_view family);

    const Definitions& m_existing;
    std::map<std::pair<ThingKind, std::string>, Thing> m_things;
    std::map<std::string, Attribute, std::less<>> m_attributes; // made here
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> m_familyCodes;
    uint64_t m_newOptions = 0;
};

} // namespace shelf
