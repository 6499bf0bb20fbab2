// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/deadline_wheel.h"

#include <algorithm>

namespace dropseal::edge {

namespace {

constexpr std::int64_t Slots = 512; // 51 s at 100 ms; what is due later is looked at once a turn

} // namespace

void Deadline::unlink() {
    if (m_previous == nullptr)
        return;
    m_previous->m_next = m_next;
    m_next->m_previous = m_previous;
    m_previous = nullptr;
    m_next = nullptr;
}

DeadlineWheel::DeadlineWheel(std::chrono::milliseconds tick, Steady::time_point start)
    : m_tick(tick), m_start(start), m_slots(static_cast<std::size_t>(Slots)) {
    for (Anchor& anchor : m_slots) {
        anchor.m_previous = &anchor;
        anchor.m_next = &anchor;
    }
}

DeadlineWheel::~DeadlineWheel() {
    for (Anchor& anchor : m_slots) {
        while (anchor.m_next != &anchor)
            anchor.m_next->unlink();
    }
}

std::int64_t DeadlineWheel::tickOf(Steady::time_point at) const {
    return std::chrono::floor<std::chrono::milliseconds>(at - m_start) / m_tick;
}

void DeadlineWheel::arm(Deadline& deadline, std::chrono::milliseconds after, Steady::time_point now) {
    deadline.m_due = std::max(tickOf(now + after) + 1, m_now + 1);
    if (deadline.m_previous != nullptr && deadline.m_slot <= deadline.m_due)
        return; // seen soon enough where it is
    link(deadline, std::min(deadline.m_due, m_now + Slots - 1));
}

void DeadlineWheel::disarm(Deadline& deadline) {
    deadline.unlink();
}

void DeadlineWheel::link(Deadline& deadline, std::int64_t tick) {
    deadline.unlink();
    deadline.m_slot = tick;
    Anchor& anchor = m_slots[static_cast<std::size_t>(tick % Slots)];
    deadline.m_next = &anchor;
    deadline.m_previous = anchor.m_previous;
    anchor.m_previous->m_next = &deadline;
    anchor.m_previous = &deadline;
}

void DeadlineWheel::advance(Steady::time_point now) {
    const std::int64_t target = tickOf(now);
    // After a long pause every slot is looked at once, not once for each missed turn.
    m_now = std::max(m_now, target - Slots);
    while (m_now < target) {
        ++m_now;
        Anchor& anchor = m_slots[static_cast<std::size_t>(m_now % Slots)];
        Anchor due; // what expired() arms anew must not be met again in this slot
        due.m_previous = &due;
        due.m_next = &due;
        if (anchor.m_next != &anchor) {
            due.m_next = anchor.m_next;
            due.m_previous = anchor.m_previous;
            due.m_next->m_previous = &due;
            due.m_previous->m_next = &due;
            anchor.m_next = &anchor;
            anchor.m_previous = &anchor;
        }
        while (due.m_next != &due) {
            Deadline& deadline = *due.m_next;
            deadline.unlink();
            if (deadline.m_due > m_now)
                link(deadline, std::min(deadline.m_due, m_now + Slots - 1));
            else
                deadline.expired();
        }
    }
}

} // namespace dropseal::edge
