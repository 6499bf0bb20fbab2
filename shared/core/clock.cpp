// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/clock.h"

#include <algorithm>
#include <cstdio>

namespace dropseal {

using namespace std::chrono;

Timestamp SystemClock::now() const {
    return floor<milliseconds>(system_clock::now());
}

SteadyTime SystemClock::steadyNow() const {
    return steady_clock::now();
}

std::string formatTimestamp(Timestamp at) {
    constexpr Timestamp First = sys_days(year(1970) / 1 / 1);
    constexpr Timestamp Last = Timestamp(sys_days(year(9999) / 12 / 31)) + hours(24) - milliseconds(1);
    const Timestamp clamped = std::clamp(at, First, Last);
    const auto day = floor<days>(clamped);
    const year_month_day date(day);
    const hh_mm_ss<milliseconds> time(clamped - day);
    char text[40] = {};
    const int length =
        std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                      static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
    return {text, static_cast<std::size_t>(std::max(length, 0))};
}

namespace {

/// The number that `count` digits at the front of `text` spell, which are then taken off.
std::optional<int> takeDigits(std::string_view& text, std::size_t count) {
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

bool takeChar(std::string_view& text, char c) {
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

/// ".5", ".50" or ".500" as 500; nothing as 0.
std::optional<int> takeFraction(std::string_view& text) {
    if (!takeChar(text, '.'))
        return 0;
    int value = 0;
    int digits = 0;
    while (!text.empty() && text.front() != 'Z') {
        const auto digit = takeDigits(text, 1);
        if (!digit || ++digits > 3)
            return std::nullopt;
        value = value * 10 + *digit;
    }
    if (digits == 0)
        return std::nullopt;
    for (; digits < 3; ++digits)
        value *= 10;
    return value;
}

} // namespace

std::optional<Timestamp> parseTimestamp(std::string_view text) {
    const auto y = takeDigits(text, 4);
    if (!y || !takeChar(text, '-'))
        return std::nullopt;
    const auto mo = takeDigits(text, 2);
    if (!mo || !takeChar(text, '-'))
        return std::nullopt;
    const auto d = takeDigits(text, 2);
    if (!d || !takeChar(text, 'T'))
        return std::nullopt;
    const auto h = takeDigits(text, 2);
    if (!h || !takeChar(text, ':'))
        return std::nullopt;
    const auto mi = takeDigits(text, 2);
    if (!mi || !takeChar(text, ':'))
        return std::nullopt;
    const auto s = takeDigits(text, 2);
    const auto fraction = s ? takeFraction(text) : std::nullopt;
    if (!fraction || text != "Z" || *h > 23 || *mi > 59 || *s > 59)
        return std::nullopt;
    const year_month_day date(year(*y), month(static_cast<unsigned>(*mo)), day(static_cast<unsigned>(*d)));
    if (!date.ok())
        return std::nullopt;
    return Timestamp(sys_days(date)) + hours(*h) + minutes(*mi) + seconds(*s) + milliseconds(*fraction);
}

std::int64_t toUnixSeconds(Timestamp at) {
    return floor<seconds>(at).time_since_epoch().count();
}

Timestamp fromUnixSeconds(std::int64_t secondsSinceEpoch) {
    return Timestamp(seconds(secondsSinceEpoch));
}

} // namespace dropseal
