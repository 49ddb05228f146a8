// What keeps a record from being used at all, whatever it is about; and the text of a cell as an importer takes it.
#pragma once

#include "model/io/record.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct RecordProblem {
    std::string column; // empty: the whole record
    std::string code, message;
};

// A fault of the reader, another number of cells than the header has, a cell that is too long. nullopt: it can be used.
std::optional<RecordProblem> problemOf(const Record& record, const std::vector<std::string>& header);

// CR LF as LF. `scratch` holds the text where it changes.
void normaliseLineEnds(std::string_view& text, std::string& scratch);

} // namespace shelf
