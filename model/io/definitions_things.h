// From an item of a definitions file to the thing it describes: what is there already, with the keys of the item set.
#pragma once

#include "model/io/definitions_items.h"
#include "model/io/definitions_values.h"
#include "model/store/workspace.h"

#include <string>
#include <unordered_set>

namespace shelf {

// What is known while files are applied. `definitions` are those of the workspace with those of the files.
struct DefinitionContext {
    Workspace& workspace;
    const DefinitionItems& items;
    Days today;
    Definitions definitions;
    std::unordered_set<std::string> seenSkus; // known to exist in the workspace
};

// One item on its way: its node and the reader of its values.
struct DefinitionSource {
    DefinitionSource(const DefinitionContext& context, const DefinitionItem& from)
        : item(from), node(context.items.node(from)), values(context.items.fileOf(from), context.today)
    {
    }
    const DefinitionItem& item;
    YamlNode node;
    DefinitionValues values;
};

// The fields after the item's keys are set; checked for themselves. Errors: Rejected with file:line:column.
Result<FieldMap> definitionFields(const DefinitionSource& source, const FieldMap& present);
Result<FieldMap> productFields(const DefinitionContext& context, const DefinitionSource& source, const Thing& present);

// A mapping: its id is made first, so that what is there can be found. `node` is rewritten: short forms become plain keys,
// a link named from its other end is turned round.
Result<std::string> mappingId(const DefinitionContext& context, DefinitionSource& source);
Result<FieldMap> mappingFields(const DefinitionSource& source, const std::string& id, const FieldMap& present);

// Whether everything that a thing names exists. Errors: Rejected UNKNOWN_…, with file:line:column and the nearest name.
Result<void> checkDefinitionNames(DefinitionContext& context, const DefinitionSource& source, const FieldMap& fields);
Result<void> checkProductNames(DefinitionContext& context, const DefinitionSource& source, const FieldMap& fields);
Result<void> checkMappingNames(DefinitionContext& context, const DefinitionSource& source, const std::string& id, const FieldMap& content);

// Names, for the files above.
Error unknownName(const DefinitionContext& context, const DefinitionSource& source, ThingKind kind, const std::string& name);
// Where in the item `text` stands as a value or a key; the item's own place where it does not.
YamlMark markOfText(const YamlNode& item, std::string_view text);
// `error` of a check that knows no files, with the place of the key that it names.
Error located(const DefinitionSource& source, const Error& error);

} // namespace shelf
