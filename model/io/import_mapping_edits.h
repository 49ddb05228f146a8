// What a row or a line says about the content of one mapping, key by key, and what comes of it where the mapping is there already.
#pragma once

#include "model/domain/definitions.h"
#include "model/domain/mapping.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

enum class EditOp : uint8_t {
    Set,
    Clear,
    Add, // the texts of the list are added to what is there
    Remove, // they are taken out
    Items, // objects of a list: each keeps what it does not name of the present one it is about (components by SKU …)
    Text, // of a table: texts by language stay where this is the one of them that a table shows
    Members, // of an object: members that are not named are kept, null takes one away
    Default, // set where there is nothing
    Languages, // texts by language; languages that are not named are kept
};

struct ContentEdit {
    std::string key;
    EditOp op = EditOp::Set;
    std::string json; // canonical; empty with Clear
    bool operator==(const ContentEdit&) const = default;
};
using ContentEdits = std::vector<ContentEdit>;

void applyEdit(FieldMap& content, const ContentEdit& edit);

// A season or dates of its own: where the edits bring one of the two, the other goes; dates that are those of the season are the
// season.
void settleSeason(FieldMap& content, const ContentEdits& edits, MappingKind kind, const Definitions& definitions);

// Edits of a link in few bytes, for millions of them.
void packEdits(std::string& out, const ContentEdits& edits);
void packEdit(std::string& out, size_t key, EditOp op, std::string_view json); // key: its place among the keys of links
size_t linkKeyPlace(std::string_view key);
// One packed edit after the other, as views; false at the end of `packed`.
struct PackedEdit {
    size_t key = 0;
    EditOp op = EditOp::Set;
    std::string_view json;
};
bool nextEdit(std::string_view& packed, PackedEdit& edit);
ContentEdits unpackEdits(std::string_view packed);

} // namespace shelf
