// Our own YAML writer: stable, and every Unicode text comes back exactly. Whatever could be read as something else than the text
// it is, is written in double quotes with escapes.
#pragma once

#include "model/io/yaml_reader.h"

#include <string>
#include <string_view>

namespace shelf {

YamlNode yamlText(std::string_view text); // quoted where a plain scalar could be misread
YamlNode yamlQuotedText(std::string_view text); // always quoted
YamlNode yamlPlain(std::string_view text); // as it is: a number, true, a date; must not need quotes
YamlNode yamlList();
YamlNode yamlMap();
void addTo(YamlNode& map, std::string_view key, YamlNode value); // appends; the caller sees to it that keys are not repeated

// Appends `item` as an element of a list whose dashes stand `indent` spaces in, on one line where `oneLine` asks for it and it
// fits. Small lists inside it stand on one line, maps below their key on lines of their own. Ends with LF.
void writeYamlItem(std::string& out, const YamlNode& item, size_t indent, bool oneLine = false);
// Appends `key: value` at `indent`, ends with LF.
void writeYamlEntry(std::string& out, const YamlKey& key, const YamlNode& value, size_t indent);

// True where `text` may stand in YAML without quotes and is read as this text by everybody.
bool isSafePlain(std::string_view text);
void appendQuotedYaml(std::string& out, std::string_view text);

} // namespace shelf
