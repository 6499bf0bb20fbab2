// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

namespace dropseal::edge {

/// Something that has a deadline: one link in a wheel's slot. Taken out of the wheel when it is destroyed.
class Deadline {
public:
    Deadline() = default;
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;
    virtual ~Deadline() { unlink(); }

    virtual void expired() = 0;

private:
    friend class DeadlineWheel;
    void unlink();

    Deadline* m_previous = nullptr;
    Deadline* m_next = nullptr;
    std::int64_t m_due = 0;  ///< tick at which it expires
    std::int64_t m_slot = 0; ///< tick at which the wheel looks at it, never later than m_due
};

/// Coarse deadlines of many connections: arming costs a few instructions and mostly moves nothing, since a
/// later deadline is only noted and found when the wheel comes by. One thread.
class DeadlineWheel {
public:
    using Steady = std::chrono::steady_clock;

    explicit DeadlineWheel(std::chrono::milliseconds tick = std::chrono::milliseconds(100),
                           Steady::time_point start = Steady::now());
    ~DeadlineWheel();
    DeadlineWheel(const DeadlineWheel&) = delete;
    DeadlineWheel& operator=(const DeadlineWheel&) = delete;

    /// Expires at the first tick that is at least `after` away from `now`; replaces an earlier arming.
    void arm(Deadline& deadline, std::chrono::milliseconds after, Steady::time_point now = Steady::now());
    void disarm(Deadline& deadline);
    /// Calls expired() of all that are due. They may arm, disarm or destroy any deadline meanwhile.
    void advance(Steady::time_point now = Steady::now());

private:
    class Anchor final : public Deadline {
        void expired() override {}
    };

    std::int64_t tickOf(Steady::time_point at) const;
    void link(Deadline& deadline, std::int64_t tick);

    std::chrono::milliseconds m_tick;
    Steady::time_point m_start;
    std::int64_t m_now = 0;
    std::vector<Anchor> m_slots;
};

} // namespace dropseal::edge
