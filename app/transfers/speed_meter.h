// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

#include <chrono>
#include <deque>
#include <optional>

namespace dropseal::app {

/// Bytes per second over the last 5 s, and nothing before 3 s were measured. The caller has the clock.
class SpeedMeter {
public:
    using Time = std::chrono::steady_clock::time_point;

    void reset() { m_samples.clear(); }
    /// `done` of the transfer's bytes are taken. Less than before: it began anew.
    void add(Time now, qint64 done);
    double bytesPerSecond(Time now) const; ///< 0: not known
    std::optional<std::chrono::seconds> timeLeft(Time now, qint64 size) const;

private:
    struct Sample {
        Time at;
        qint64 done = 0;
    };

    std::deque<Sample> m_samples; ///< the first one is the last that is older than the window
    Time m_began;
};

} // namespace dropseal::app
