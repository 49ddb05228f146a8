// Values of definitions: from positioned YAML nodes to JSON, with an error that names file, line and column.
#pragma once

#include "model/domain/date.h"
#include "model/domain/json.h"
#include "model/io/definitions_sections.h"
#include "model/io/yaml_reader.h"

#include <optional>
#include <string>
#include <string_view>

namespace shelf {

class DefinitionValues {
public:
    DefinitionValues(std::string_view file, Days today) : m_file(file), m_today(today) { }

    // Null where the node clears the key: nothing, an empty text, an empty list. Maps keep members that are cleared as null.
    Result<Json> value(const YamlNode& node, const KeyShape& key) const;

    Result<std::string> text(const YamlNode& node, std::string_view key) const; // of a scalar; empty where there is nothing
    Result<Json> texts(const YamlNode& node, std::string_view key) const;
    // "today", "today-90d" and "today+7d" as a date, everything else as it is.
    std::optional<std::string> resolvedDate(std::string_view text) const;

    Error wrong(YamlMark mark, std::string_view code, std::string what, std::string tryThis) const;
    Error wrongType(const YamlNode& node, std::string_view key, std::string_view expected) const;
    Error unknownKey(const YamlKey& key, const std::vector<std::string>& known) const;

private:
    Result<Json> number(const YamlNode& node, const KeyShape& key) const;
    Result<Json> date(const YamlNode& node, const KeyShape& key) const;
    Result<Json> localText(const YamlNode& node, const KeyShape& key) const;
    Result<Json> map(const YamlNode& node, const KeyShape& key, Shape inner) const;
    Result<Json> natural(const YamlNode& node) const;
    Result<Json> object(const YamlNode& node, const KeyShape& key) const;
    Result<Json> objects(const YamlNode& node, const KeyShape& key) const;

    std::string_view m_file;
    Days m_today;
};

// `present` with the members of `given` set, and those that are null removed. Where one of the two is no object: `given`.
Json merged(const Json& present, const Json& given);

} // namespace shelf
