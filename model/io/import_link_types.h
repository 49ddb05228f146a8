// Names of link types as files use them: a code, an inverse, or an outside name that several types share.
#pragma once

#include "model/domain/definitions.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct LinkTypeName {
    uint16_t type = 0; // place in LinkTypeNames::codes(); of an outside name: the type of a new pair
    bool inverse = false; // the source of a row is the target of the link
    bool hasDefault = true; // of an outside name: it is known what a new pair becomes
    std::vector<uint16_t> shared; // of an outside name: the types that have it
};

class LinkTypeNames {
public:
    // `defaultType`: what a new pair under an outside name becomes; empty: the first type that has it.
    LinkTypeNames(const Definitions& definitions, std::string defaultType);

    // The place of the name in names(), or an error UNKNOWN_LINK_TYPE with the nearest name.
    Result<uint16_t> find(std::string_view name);
    const LinkTypeName& at(uint16_t name) const { return m_names[name]; }

    const std::vector<std::string>& codes() const { return m_codes; }
    bool symmetric(uint16_t type) const { return m_symmetric[type]; }

private:
    std::optional<LinkTypeName> outside(std::string_view name) const;
    uint16_t place(std::string_view code) const;

    const Definitions& m_definitions;
    std::string m_defaultType;
    std::vector<std::string> m_codes; // in byte order
    std::vector<bool> m_symmetric;
    std::vector<LinkTypeName> m_names;
    std::map<std::string, uint16_t, std::less<>> m_found;
};

} // namespace shelf
