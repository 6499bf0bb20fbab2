// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dropseal {

/// A moment in UTC, in whole milliseconds since 1970. What the database and the wire hold.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;
/// A moment that never jumps: for deadlines and rates only.
using SteadyTime = std::chrono::steady_clock::time_point;

/// Where the time comes from. Thread-safe. Tests pass one that they can turn.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    virtual SteadyTime steadyNow() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override;
    SteadyTime steadyNow() const override;
};

/// RFC 3339 in UTC with milliseconds and `Z`: "2026-11-20T09:59:00.000Z", always 24 characters, so that the
/// text order is the time order. Years 1970 to 9999; others are clamped to these.
std::string formatTimestamp(Timestamp at);
/// Reads what formatTimestamp writes, and the same without or with fewer fraction digits. Nothing else.
std::optional<Timestamp> parseTimestamp(std::string_view text);

std::int64_t toUnixSeconds(Timestamp at);
Timestamp fromUnixSeconds(std::int64_t seconds);

} // namespace dropseal
