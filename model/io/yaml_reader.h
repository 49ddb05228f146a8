// YAML as a tree of positioned nodes, read strictly: a file from outside may be wrong or hostile, and whoever wrote it wants to
// know the line. Refused: anchors, aliases, merge keys, tags, duplicate keys, keys that are no text, several documents, control
// characters, invalid UTF-8, nesting beyond the limit, more nodes or bytes than the limits allow, files that are not regular.
#pragma once

#include "model/domain/result.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// Where something stands: line and column from 1, the column in characters (not bytes).
struct YamlMark {
    int line = 1;
    int column = 1;
    bool operator==(const YamlMark&) const = default;
};

struct YamlKey {
    std::string text;
    bool quoted = false;
    YamlMark mark;
};

// One value. A plain `~`, `null` or nothing at all is Null; every other scalar keeps its text as it was written, and whether it
// was quoted (or a block scalar): what a plain text means, a number or a date, is for the reader of the key to decide.
struct YamlNode {
    enum class Type { Null, Scalar, Sequence, Map };
    Type type = Type::Null;
    bool quoted = false;
    YamlMark mark;
    std::string text; // of a scalar
    std::vector<YamlKey> keys; // of a map, in the file's order
    std::vector<YamlNode> items; // of a sequence; of a map: the value of each key

    bool isNull() const { return type == Type::Null; }
    bool isScalar() const { return type == Type::Scalar; }
    bool isSequence() const { return type == Type::Sequence; }
    bool isMap() const { return type == Type::Map; }
    bool isPlain() const { return isScalar() && !quoted; }
    const YamlNode* find(std::string_view key) const; // a map's value, or nullptr
    std::string_view typeName() const; // "a list", "a map", "text", "nothing": for messages
};

struct YamlLimits {
    size_t bytes = size_t(1) << 20;
    size_t nodes = 10000; // keys count too; with readYamlSections: of one item
    int depth = 32;
};

// What every parse begins with: checks UTF-8 and control characters, drops a byte order mark, makes line ends LF. Errors:
// Rejected ENCODING or YAML, where = "name:line:column".
Result<std::string> prepareYamlText(std::string text, std::string_view name);
// Reads a whole file and prepares it; refuses what is not a regular file (a fifo or a device must not hang us) or too large.
// Errors: Rejected (FILE, TOO_LARGE, ENCODING, YAML), System.
Result<std::string> readYamlText(const std::string& path, size_t maxBytes);

// Parses one document; an empty one gives a Null node. `name` is what errors call the text: "name:line:column".
Result<YamlNode> parseYaml(std::string_view text, std::string_view name, const YamlLimits& limits = {});
Result<YamlNode> readYamlFile(const std::string& path, const YamlLimits& limits = {});

// For large files: the document must be a map. `section` hears each of its keys; `item` is given each element where the key's
// value is a list (inList), else the whole value. What they return ends the reading where it is an error. `text` is a prepared one.
struct YamlVisitor {
    std::function<Result<void>(const YamlKey& section)> section;
    std::function<Result<void>(const YamlKey& section, YamlNode&& node, bool inList)> item;
};
Result<void> parseYamlSections(std::string_view text, std::string_view name, const YamlLimits& limits, const YamlVisitor& visitor);

// "name:line:column".
std::string yamlWhere(std::string_view name, YamlMark mark);

} // namespace shelf
