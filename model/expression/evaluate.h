// Whether a product satisfies a compiled condition.
#pragma once

#include "model/expression/compiled.h"
#include "model/expression/expression.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <string>

namespace shelf {

// The first thing that went wrong while products were looked at, from any thread.
class Trouble {
public:
    void note(const ExpressionRow& row, std::string_view what);
    std::optional<std::string> first() const;
    // Counts patterns that gave up; false once there were so many that looking further would take for ever.
    bool mayMatch() const { return m_patternsGivenUp.load(std::memory_order_relaxed) < 1000; }
    void patternGaveUp() { m_patternsGivenUp.fetch_add(1, std::memory_order_relaxed); }

private:
    mutable std::mutex m_mutex;
    std::atomic<bool> m_noted = false;
    std::atomic<int> m_patternsGivenUp = 0;
    std::string m_text;
};

bool satisfies(const Compiled& compiled, const ExpressionRow& row, Trouble& trouble);
// The same for one condition in it.
bool satisfies(const Compiled& compiled, uint32_t condition, const ExpressionRow& row, Trouble& trouble);

} // namespace shelf
