// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/speed_meter.h"

#include <cmath>

namespace dropseal::app {

namespace {

constexpr std::chrono::seconds Window{5};
constexpr std::chrono::seconds Least{3};
constexpr double LongestSeconds = 100.0 * 24 * 3600; // nobody is helped by more

} // namespace

void SpeedMeter::add(Time now, qint64 done) {
    if (!m_samples.empty() && done < m_samples.back().done)
        m_samples.clear();
    if (m_samples.empty())
        m_began = now;
    m_samples.push_back({now, done});
    while (m_samples.size() > 1 && m_samples[1].at <= now - Window)
        m_samples.pop_front();
}

double SpeedMeter::bytesPerSecond(Time now) const {
    if (m_samples.empty() || now - m_began < Least)
        return 0;
    auto first = m_samples.begin();
    for (auto next = first; next != m_samples.end() && next->at <= now - Window; ++next)
        first = next;
    // While nothing comes the window goes on, so that the figure falls.
    const Time since = std::max(first->at, now - Window);
    const std::chrono::duration<double> span = now - since;
    return span.count() > 0 ? static_cast<double>(m_samples.back().done - first->done) / span.count() : 0;
}

std::optional<std::chrono::seconds> SpeedMeter::timeLeft(Time now, qint64 size) const {
    const double speed = bytesPerSecond(now);
    if (speed <= 0 || size < m_samples.back().done)
        return std::nullopt;
    const double seconds = static_cast<double>(size - m_samples.back().done) / speed;
    if (seconds > LongestSeconds)
        return std::nullopt;
    return std::chrono::seconds(static_cast<std::int64_t>(std::ceil(seconds)));
}

} // namespace dropseal::app
