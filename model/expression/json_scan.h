// Reads canonical JSON values (model/domain/json.h) in place, without building a tree: a filter looks at millions of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shelf {

// The text of a JSON string: a view of the value where nothing is escaped, else of `scratch`. nullopt: no string.
std::optional<std::string_view> scanText(std::string_view json, std::string& scratch);
// A JSON number. nullopt: none.
std::optional<double> scanNumber(std::string_view json);
// The number in front of a money text, "199.00 USD". nullopt: none.
std::optional<double> scanAmount(std::string_view json);
std::optional<bool> scanBoolean(std::string_view json);

// Walks the strings of a JSON array; elements of another type are passed over.
class ListScan {
public:
    explicit ListScan(std::string_view json);
    std::optional<std::string_view> next(std::string& scratch);

private:
    std::string_view m_rest;
};

} // namespace shelf
