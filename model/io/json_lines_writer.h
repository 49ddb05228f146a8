// Products and mappings as JSON Lines (formats.md, section 2): one object a line, LF, nothing lost.
#pragma once

#include "model/change/mapping_state.h"
#include "model/domain/mapping.h"
#include "model/domain/thing.h"

#include <string>

namespace shelf {

// {"_kind":"product","sku":…, the core fields in the order of files, "values":{attribute codes in byte order}}
void appendProductLine(std::string& out, const Thing& product);

// {"_kind":"link","id":…, the keys of the working content in the order of mappings.jsonl}
void appendMappingLine(std::string& out, const MappingState& mapping, MappingKind kind);

} // namespace shelf
