// What a field of a definition or a key of a mapping may hold, and the words in which a misfit is explained. Used inside
// model/domain only.
#pragma once

#include "model/domain/mapping.h"

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace shelf {

// What was expected ("a list of texts") where `value` is not of this type; nullopt where it is.
std::optional<std::string> misfit(ContentType type, const Json& value);

// A date ("2026-11-15") or a date and time ("2026-11-15T08:00:00Z", also without a zone).
bool isDateOrTime(std::string_view text);

// A key inside an object: of a component, a group, a step, a condition, a family's attribute.
struct InnerKey {
    std::string_view name;
    ContentType type;
    bool required = false;
};

// What is wrong with the keys of one inner object: an unknown key (with the nearest), one that is missing, a wrong type.
struct Complaint {
    std::string key; // "components[2].quantity"
    std::string what; // a sentence without its subject: "is not a whole number"
    std::string tryThis;
};
std::optional<Complaint> checkObject(const std::string& at, const Json& object, std::span<const InnerKey> keys);
std::optional<Complaint> checkObjects(const std::string& at, const Json& objects, std::span<const InnerKey> keys);

// "did you mean 'x'?", or `otherwise` where nothing is near.
std::string didYouMean(std::string_view name, const std::vector<std::string>& candidates, std::string_view otherwise);

} // namespace shelf
