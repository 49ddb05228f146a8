// Tells how far a long operation is, at most a few times a second, and hears whether it is to stop.
#pragma once

#include "model/store/workspace.h"

#include <chrono>

namespace shelf {

class Ticker {
public:
    Ticker(const Progress& progress, std::string_view what, uint64_t total = 0) : m_progress(progress), m_what(what), m_total(total) { }

    // Once for each row; looks up only now and then. False: somebody asked to stop.
    bool tick()
    {
        if ((++m_done & (every - 1)) != 0 && m_done != 1)
            return true;
        if (m_progress.cancelled())
            return false;
        const auto now = std::chrono::steady_clock::now();
        if (m_progress.report && now - m_last >= interval) {
            m_last = now;
            m_progress.report(m_what, m_done, m_total);
        }
        return true;
    }
    uint64_t done() const { return m_done; }

private:
    static constexpr uint64_t every = 1024; // rows; a power of two
    static constexpr std::chrono::milliseconds interval{250};
    const Progress& m_progress;
    std::string_view m_what;
    uint64_t m_total;
    uint64_t m_done = 0;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

} // namespace shelf
