// How things look in definition files: one YAML item each. Keys in a fixed order, values so that reading them gives the same.
#pragma once

#include "model/change/mapping_state.h"
#include "model/domain/definitions.h"
#include "model/io/definitions_sections.h"
#include "model/io/yaml_writer.h"

#include <optional>

namespace shelf {

// nullopt: nothing to write (a definition that is as it came with the workspace).
std::optional<YamlNode> definitionItem(const DefinitionSection& section, const Thing& thing);
YamlNode productItem(const Definitions& definitions, const Thing& product);
YamlNode mappingItem(const DefinitionSection& section, const std::string& id, const FieldMap& content);

// The content that dump writes: the draft where there is one, the approved version where the draft was rejected; nullptr for
// what is retired, proposed to be retired, or rejected and never approved.
const FieldMap* workingContent(const MappingState& state);

} // namespace shelf
