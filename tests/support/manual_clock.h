// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/clock.h"

#include <atomic>

namespace dropseal::test {

/// A clock that stands until it is turned. Wall and steady time go together. Thread-safe.
class ManualClock final : public Clock {
public:
    Timestamp now() const override { return Timestamp(std::chrono::milliseconds(m_millis.load())); }
    SteadyTime steadyNow() const override {
        return SteadyTime(std::chrono::milliseconds(m_steady_millis.load()));
    }

    void advance(std::chrono::milliseconds by) {
        m_millis += by.count();
        m_steady_millis += by.count();
    }
    /// Turns the wall clock only, as an administrator or NTP does; may be negative.
    void jump(std::chrono::milliseconds by) { m_millis += by.count(); }

private:
    std::atomic<std::int64_t> m_millis{1'795'168'800'123}; ///< 20 November 2026, not at a whole second
    std::atomic<std::int64_t> m_steady_millis{1'000'000};
};

} // namespace dropseal::test
