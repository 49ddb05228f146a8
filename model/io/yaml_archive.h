// Many YAML nodes in little memory: what a large file of definitions holds, kept until everything has been read, and given back
// one by one. About the size of the text.
#pragma once

#include "model/io/yaml_reader.h"

#include <cstddef>
#include <string>

namespace shelf {

class YamlArchive {
public:
    size_t add(const YamlNode& node); // the place to ask for
    YamlNode at(size_t place) const;

private:
    std::string m_bytes;
};

} // namespace shelf
