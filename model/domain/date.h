// Dates as days, times as UTC text, and the clock that tests and samples inject.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace shelf {

using Days = int32_t; // days since 1970-01-01, proleptic Gregorian

std::optional<Days> parseDate(std::string_view iso); // YYYY-MM-DD that exists, years 1…9999
std::string formatDate(Days days);

// "2026-11-15T08:00:00Z" <-> milliseconds since 1970 (UTC). Accepts Z or ±hh:mm, with or without seconds and milliseconds.
std::optional<int64_t> parseTime(std::string_view iso);
std::string formatTime(int64_t milliseconds); // to the second
std::string formatTimeMillis(int64_t milliseconds); // to the millisecond

// Milliseconds since 1970, UTC. Everything that asks for the time takes a Clock.
using Clock = std::function<int64_t()>;
Clock systemClock();

// Today in `zone` (IANA name, "UTC" where it is unknown).
Days today(const Clock& clock, const std::string& zone = "UTC");

// Yearly recurrence "MM-DD..MM-DD" (may wrap over New Year): is it well formed, does it contain the date.
bool isRecurrence(std::string_view every);
bool recurrenceContains(std::string_view every, Days date);

} // namespace shelf
