// A file without a name, for what does not fit into memory: nobody else can open it, and the system takes it back when it is closed,
// however the program ends.
#pragma once

#include "model/domain/result.h"

#include <cstdint>
#include <string>

namespace shelf {

class ScratchFile {
public:
    explicit ScratchFile(std::string folder) : m_folder(std::move(folder)) { } // made when first written to
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    Result<void> append(const void* bytes, size_t size); // Error: System
    Result<void> read(uint64_t offset, void* to, size_t size) const; // all of it. Error: System
    uint64_t size() const { return m_size; }

private:
    Result<void> open();
    std::string m_folder;
    int m_descriptor = -1;
    uint64_t m_size = 0;
};

} // namespace shelf
