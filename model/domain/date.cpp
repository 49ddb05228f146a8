#include "model/domain/date.h"

#include <QByteArray>
#include <QDateTime>
#include <QTimeZone>

#include <chrono>
#include <cstdio>

namespace shelf {

namespace {

constexpr int64_t minute = 60 * 1000;
constexpr int64_t day = 24 * 60 * minute;

// Takes exactly `count` digits off the front of `text`.
std::optional<int> takeNumber(std::string_view& text, size_t count)
{
    if (text.size() < count)
        return std::nullopt;
    int value = 0;
    for (const char c : text.substr(0, count)) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c)
{
    if (text.empty() || text[0] != c)
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Days> daysOf(int year, int month, int dayOfMonth)
{
    using namespace std::chrono;
    const year_month_day date(
        std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(dayOfMonth)));
    if (year < 1 || !date.ok())
        return std::nullopt;
    return sys_days(date).time_since_epoch().count();
}

std::optional<Days> takeDate(std::string_view& text)
{
    const auto year = takeNumber(text, 4);
    if (!year || !take(text, '-'))
        return std::nullopt;
    const auto month = takeNumber(text, 2);
    if (!month || !take(text, '-'))
        return std::nullopt;
    const auto dayOfMonth = takeNumber(text, 2);
    if (!dayOfMonth)
        return std::nullopt;
    return daysOf(*year, *month, *dayOfMonth);
}

// "hh:mm", as minutes.
std::optional<int> takeHourMinute(std::string_view& text)
{
    const auto hours = takeNumber(text, 2);
    if (!hours || *hours > 23 || !take(text, ':'))
        return std::nullopt;
    const auto minutes = takeNumber(text, 2);
    if (!minutes || *minutes > 59)
        return std::nullopt;
    return *hours * 60 + *minutes;
}

// ":ss" and ".f…" as milliseconds; 0 where there are none. More than three digits of a second are cut.
std::optional<int> takeSeconds(std::string_view& text)
{
    if (!take(text, ':'))
        return 0;
    const auto seconds = takeNumber(text, 2);
    if (!seconds || *seconds > 59)
        return std::nullopt;
    int milliseconds = *seconds * 1000;
    if (take(text, '.')) {
        size_t digits = 0;
        int weight = 100;
        for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits, weight /= 10)
            milliseconds += (text[digits] - '0') * weight;
        if (digits == 0 || digits > 9)
            return std::nullopt;
        text.remove_prefix(digits);
    }
    return milliseconds;
}

Days floorDays(int64_t milliseconds)
{
    int64_t days = milliseconds / day;
    if (milliseconds % day < 0)
        --days;
    return static_cast<Days>(days);
}

// "MM-DD" of any year as month × 100 + day.
std::optional<int> takeMonthDay(std::string_view& text)
{
    const auto month = takeNumber(text, 2);
    if (!month || !take(text, '-'))
        return std::nullopt;
    const auto dayOfMonth = takeNumber(text, 2);
    constexpr int leapYear = 2000; // 29 February is a day of a recurrence
    if (!dayOfMonth || !daysOf(leapYear, *month, *dayOfMonth))
        return std::nullopt;
    return *month * 100 + *dayOfMonth;
}

std::optional<std::pair<int, int>> recurrence(std::string_view every)
{
    const auto from = takeMonthDay(every);
    if (!from || !take(every, '.') || !take(every, '.'))
        return std::nullopt;
    const auto to = takeMonthDay(every);
    if (!to || !every.empty())
        return std::nullopt;
    return std::pair(*from, *to);
}

std::string timeText(int64_t milliseconds, bool fraction)
{
    const Days days = floorDays(milliseconds);
    const auto rest = static_cast<int>(milliseconds - int64_t(days) * day);
    char buffer[40];
    const int seconds = rest / 1000;
    int length = std::snprintf(buffer, sizeof buffer, "T%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (fraction)
        length += std::snprintf(buffer + length, sizeof buffer - static_cast<size_t>(length), ".%03d", rest % 1000);
    return formatDate(days).append(buffer, static_cast<size_t>(length)).append("Z");
}

} // namespace

std::optional<Days> parseDate(std::string_view iso)
{
    const auto days = takeDate(iso);
    return iso.empty() ? days : std::nullopt;
}

std::string formatDate(Days days)
{
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
    char buffer[32];
    const int length = std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return std::string(buffer, static_cast<size_t>(length));
}

std::optional<int64_t> parseTime(std::string_view iso)
{
    const auto days = takeDate(iso);
    if (!days || !take(iso, 'T'))
        return std::nullopt;
    const auto minutes = takeHourMinute(iso);
    const auto rest = minutes ? takeSeconds(iso) : std::nullopt;
    if (!minutes || !rest)
        return std::nullopt;
    int64_t offset = 0; // minutes east of UTC
    if (!take(iso, 'Z')) {
        const bool west = !iso.empty() && iso[0] == '-';
        if (!west && (iso.empty() || iso[0] != '+'))
            return std::nullopt;
        iso.remove_prefix(1);
        const auto east = takeHourMinute(iso);
        if (!east)
            return std::nullopt;
        offset = west ? -*east : *east;
    }
    if (!iso.empty())
        return std::nullopt;
    return int64_t(*days) * day + (*minutes - offset) * minute + *rest;
}

std::string formatTime(int64_t milliseconds)
{
    return timeText(milliseconds, false);
}

std::string formatTimeMillis(int64_t milliseconds)
{
    return timeText(milliseconds, true);
}

Clock systemClock()
{
    return [] {
        using namespace std::chrono;
        return int64_t(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
    };
}

Days today(const Clock& clock, const std::string& zone)
{
    const int64_t now = clock();
    if (zone.empty() || zone == "UTC")
        return floorDays(now);
    const QTimeZone timeZone(QByteArray::fromStdString(zone));
    if (!timeZone.isValid())
        return floorDays(now);
    const int64_t offset = timeZone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(now, Qt::UTC));
    return floorDays(now + offset * 1000);
}

bool isRecurrence(std::string_view every)
{
    return recurrence(every).has_value();
}

bool recurrenceContains(std::string_view every, Days date)
{
    const auto range = recurrence(every);
    if (!range)
        return false;
    const std::chrono::year_month_day calendar{std::chrono::sys_days(std::chrono::days(date))};
    const int monthDay = static_cast<int>(static_cast<unsigned>(calendar.month()) * 100 + static_cast<unsigned>(calendar.day()));
    const auto [from, to] = *range;
    return from <= to ? from <= monthDay && monthDay <= to : monthDay >= from || monthDay <= to;
}

} // namespace shelf
