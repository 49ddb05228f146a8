// Whatever the bytes, the readers of a release give an answer: the manifest, lines of mappings.jsonl and of delta.jsonl. What
// they accept, they accept again when it is written again.
#include "governance/release/delta.h"
#include "governance/release/line_check.h"
#include "governance/release/mapping_line.h"

#include "model/domain/text.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

void tryManifest(std::string_view bytes)
{
    std::vector<std::string> problems;
    const shelf::Manifest manifest = shelf::parseManifest(bytes, problems);
    if (!problems.empty())
        return;
    const std::string again = shelf::writeManifest(manifest);
    (void)shelf::parseManifest(again, problems);
    if (!problems.empty())
        std::abort();
}

void tryLine(std::string_view line, shelf::LineChecker& checker)
{
    std::string scratch;
    (void)shelf::idOfLine(line, scratch);
    if (!checker.check(line) && shelf::idOfLine(line, scratch) != checker.id())
        std::abort();
    const auto operation = shelf::parseDeltaOperation(line);
    if (operation && operation->mapping.empty()) {
        std::string again;
        shelf::appendDelete(again, operation->id);
        const auto second = shelf::parseDeltaOperation(std::string_view(again).substr(0, again.size() - 1));
        if (!second || second->id != operation->id)
            std::abort();
    }
    if (const auto header = shelf::parseDeltaHeader(line)) {
        const std::string again = shelf::writeDeltaHeader(*header);
        if (shelf::parseDeltaHeader(std::string_view(again).substr(0, again.size() - 1)) != header)
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    tryManifest(bytes);
    shelf::LineChecker checker;
    for (const std::string_view line : shelf::split(bytes, '\n'))
        tryLine(line, checker);
    return 0;
}
