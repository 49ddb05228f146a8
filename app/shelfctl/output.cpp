#include "app/shelfctl/output.h"

#include <cerrno>
#include <unistd.h>

namespace shelf::cli {

namespace {

constexpr size_t heldBytes = size_t(8) << 20;

int writeAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return errno;
        }
        bytes.remove_prefix(static_cast<size_t>(written));
    }
    return 0;
}

} // namespace

Output::Output(Sink sink, bool terminal) : m_sink(std::move(sink)), m_terminal(terminal) { }

Output Output::toDescriptor(int descriptor)
{
    return Output([descriptor](std::string_view bytes) { return writeAll(descriptor, bytes); }, ::isatty(descriptor) == 1);
}

void Output::write(std::string_view text)
{
    m_buffer.append(text);
    if (m_buffer.size() > heldBytes)
        flush();
}

bool Output::flush()
{
    if (!m_error && !m_buffer.empty())
        m_error = m_sink(m_buffer);
    m_buffer.clear();
    return m_error == 0;
}

} // namespace shelf::cli
