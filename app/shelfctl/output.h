// Where a command's answer and its messages go: a buffer before a sink that may fail.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace shelf::cli {

// Collects text and passes it on in large pieces. Small answers stay in the buffer until flush(), so that a failure can still
// take them back.
class Output {
public:
    // Writes all of the bytes; gives 0, or the errno that stopped it.
    using Sink = std::function<int(std::string_view)>;

    explicit Output(Sink sink, bool terminal = false);
    static Output toDescriptor(int descriptor);

    void write(std::string_view text);
    // Passes everything on. False where that failed now or before; systemError() then says why.
    bool flush();
    // Forgets what has not left yet.
    void discard() { m_buffer.clear(); }
    int systemError() const { return m_error; }
    bool isTerminal() const { return m_terminal; }

private:
    Sink m_sink;
    std::string m_buffer;
    int m_error = 0;
    bool m_terminal = false;
};

} // namespace shelf::cli
