// A file that appears whole or not at all, and never in place of another: written beside its place, synced, then renamed.
#pragma once

#include "model/domain/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace shelf {

class ExtractFile {
public:
    // `path`: absolute, or relative to the working folder. Errors: Rejected EXISTS or FOLDER, System.
    static Result<ExtractFile> begin(const std::string& path);
    ExtractFile(ExtractFile&& other) noexcept;
    ExtractFile& operator=(ExtractFile&&) = delete;
    ExtractFile(const ExtractFile&) = delete;
    ExtractFile& operator=(const ExtractFile&) = delete;
    ~ExtractFile(); // what was not published is removed

    // For callers that append directly: call written() after each record.
    std::string& buffer() { return m_buffer; }
    // Passes the buffer on where it is large. False: that failed, and publish() will say why.
    bool written() { return m_buffer.size() < flushAt || flush(); }
    uint64_t bytes() const { return m_bytes + m_buffer.size(); }

    // Writes the rest and syncs it; then puts it in its place. Errors: System, Rejected EXISTS.
    Result<void> finish();
    Result<void> publish();
    // Takes a published file away again: for files that come in twos.
    void withdraw();

private:
    static constexpr size_t flushAt = size_t(1) << 20;
    ExtractFile() = default;
    bool flush();
    Error failed(std::string_view doing, int error) const;

    std::string m_path, m_folder, m_temporary;
    std::string m_buffer;
    uint64_t m_bytes = 0;
    int m_file = -1;
    int m_error = 0;
};

} // namespace shelf
