// What a delimited file looks like: its encoding, delimiter, whether a first line says `sep=`, and its header.
#pragma once

#include "model/io/delimited_reader.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

// What is known before the file is looked at (a profile, a CSVW sidecar); absent: to be detected.
struct DelimitedHints {
    std::optional<char> delimiter;
    std::optional<char> quote;
    std::optional<TextEncoding> encoding;
    std::optional<uint64_t> headerRow; // the line the header is on, from 1
};

struct DelimitedForm {
    Dialect dialect;
    TextEncoding encoding = TextEncoding::Utf8;
    uint64_t headerRow = 1; // the line on which the header begins
    std::vector<std::string> header; // as it is in the file, line ends inside a name as spaces
};

inline constexpr size_t maxHeaderBytes = 255;

// Looks at the first 100 records. Errors: Rejected (no header, a name of more than 255 bytes, not text, another format), System.
Result<DelimitedForm> detectDelimited(const std::string& path, const DelimitedHints& hints = {});
Result<DelimitedForm> detectDelimited(TextSource& source, const std::string& name, const DelimitedHints& hints = {});

// A reader that has been moved behind the header.
struct OpenedDelimited {
    std::unique_ptr<TextSource> source;
    std::unique_ptr<DelimitedReader> reader;
};
Result<OpenedDelimited> openDelimited(const std::string& path, const DelimitedForm& form);

} // namespace shelf
