// A folder that appears whole or not at all: files are written into a hidden one beside it, made durable, and moved into place.
#pragma once

#include "model/domain/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

class FolderWriter {
public:
    // `folder` must not exist, or be empty. Errors: Rejected EXISTS, System.
    static Result<FolderWriter> begin(const std::string& folder);
    FolderWriter(FolderWriter&& other) noexcept;
    FolderWriter& operator=(FolderWriter&&) = delete;
    ~FolderWriter(); // removes what was not published

    Result<void> open(const std::string& name); // closes the file before
    Result<void> write(std::string_view bytes);
    Result<void> publish(); // syncs everything and moves the folder into place
    const std::vector<std::string>& names() const { return m_names; }

private:
    FolderWriter() = default;
    Result<void> close();
    Error failed(std::string_view doing, int error) const;

    std::string m_folder, m_temporary;
    std::vector<std::string> m_names;
    int m_file = -1;
};

} // namespace shelf
