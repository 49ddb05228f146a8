// Products in JSON Lines (formats.md): {"_kind":"product","sku":"A-1","name":"First","values":{"socket":"AM5","mounts":["E","Z"]}}.
// Each line becomes a record with a cell for each key that some line has: a key that is absent keeps, null and [] clear,
// {"$add":[],"$remove":[]} edits a list.
#pragma once

#include "model/io/import_definitions.h"
#include "model/io/profile.h"
#include "model/io/record_source.h"
#include "model/store/workspace.h"

#include <map>
#include <memory>
#include <string>

namespace shelf {

// What a first look at a whole file found.
struct JsonProducts {
    SourceForm form;
    uint64_t products = 0; // lines that are products, or cannot be used
    uint64_t others = 0; // lines of another kind
    std::map<std::string, uint64_t> unknownKeys; // and how many lines have them
};

// Errors: Rejected (no such file, a key of more than 255 bytes, too many keys), System, Cancelled.
Result<JsonProducts> lookAtJsonProducts(
    const std::string& path, const ImportProfile& profile, const PlannedDefinitions& definitions, const Progress& progress);

// The products of a file, in order; lines of another kind are passed over.
Result<std::unique_ptr<RecordSource>> openJsonProducts(const std::string& path, const SourceForm& form);

// Whether a line is a product: it says so, or says no kind and looks like nothing else.
bool isProductLine(const Json& object);

// Whether a file's first byte that is neither a mark nor white space is '{'. Errors: Rejected (no such file; an array of objects),
// System.
Result<bool> looksLikeJsonLines(const std::string& path);

} // namespace shelf
