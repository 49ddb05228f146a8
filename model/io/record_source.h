// Where the records of a file of products come from, whatever its format: all that follows sees records.
#pragma once

#include "model/domain/result.h"
#include "model/io/delimited_detect.h"
#include "model/io/record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

// A key of JSON Lines that becomes a column.
struct JsonColumn {
    std::string key;
    bool isValue = false; // inside "values"
    bool isId = false; // has to be a string, or a list of strings
    bool list = false; // it is a list: known to be one, or some line has an array there
    bool text = false; // some line has a string there
};

struct JsonForm {
    std::vector<JsonColumn> columns;
};

// How a file is read. Of JSON Lines only the header counts: the keys of all lines, in the order in which they first appear.
struct SourceForm : DelimitedForm {
    std::shared_ptr<const JsonForm> json; // null: delimited text
};

class RecordSource {
public:
    RecordSource() = default;
    virtual ~RecordSource() = default;
    RecordSource(const RecordSource&) = delete;
    RecordSource& operator=(const RecordSource&) = delete;

    // The next record; false at the end or after an error (then error() is set).
    virtual bool next(Record& record) = 0;
    virtual const std::optional<Error>& error() const = 0;
    virtual uint64_t position() const = 0; // bytes of the file taken so far
    virtual uint64_t size() const = 0; // of the file, in bytes
    // Error (Rejected CHANGED) where the file is another one than when it was opened.
    virtual Result<void> checkUnchanged() const = 0;
};

// Stands behind the header. Errors: as the formats' own readers.
Result<std::unique_ptr<RecordSource>> openRecords(const std::string& path, const SourceForm& form);

} // namespace shelf
