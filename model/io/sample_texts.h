// The files of resources/sample, built into the program (model/io/CMakeLists.txt writes their source), in order of their names.
#pragma once

#include <span>
#include <string_view>

namespace shelf {

struct SampleText {
    std::string_view name;
    std::string_view text;
};
std::span<const SampleText> sampleTexts();

} // namespace shelf
