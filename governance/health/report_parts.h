// The sections of the health report, and what they are written with. Private to this folder.
#pragma once

#include "governance/health/report.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf::health {

// Text as it may stand between tags and in quoted attributes: at most so many bytes, controls shown as escapes.
std::string html(std::string_view text, size_t most = 300);
std::string percentOf(double share); // "86 %", rounded down: 100 % is all of it
std::string pointsOf(double score); // "86.4", rounded down
std::string countedOf(uint64_t count, std::string_view one, std::string_view many);
std::string andMore(size_t all, size_t shown, std::string_view what); // a paragraph, or nothing
std::string severityMark(Severity severity); // its shape and its word
std::string_view severityWord(Severity severity); // "must fix", "error" …
// A bar from 0 to 1 with a text beside it; `kind` is a class: "good", "fair", "poor", "plain".
std::string bar(double share, std::string_view label, std::string_view kind);
std::string_view kindOfScore(double score);

// Rows of cells; cells are HTML. Columns from `numbers` on are aligned to the right.
class Table {
public:
    Table(std::vector<std::string> headers, size_t numbers);
    void add(const std::vector<std::string>& cells);
    std::string text() const; // empty where there are no rows

private:
    std::vector<std::string> m_headers;
    size_t m_numbers;
    std::string m_rows;
};

std::string section(std::string_view title, std::string_view lead, const std::string& body); // nothing where the body is empty
std::string_view styleSheet();

std::string findingsByRule(const HealthReport& report);
std::string worstProducts(const HealthReport& report);
std::string worstMappings(const HealthReport& report);
std::string bundlesAtAGlance(const HealthReport& report);
std::string laddersAtAGlance(const HealthReport& report);
std::string waiversInForce(const HealthReport& report);

} // namespace shelf::health
