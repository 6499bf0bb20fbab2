// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace dropseal::edge {

/// Counts the connections of all workers. Thread-safe.
class Census {
public:
    std::size_t count() const {
        const std::lock_guard lock(m_mutex);
        return m_count;
    }
    void enter() {
        const std::lock_guard lock(m_mutex);
        ++m_count;
    }
    void leave() {
        const std::lock_guard lock(m_mutex);
        if (--m_count == 0)
            m_none.notify_all();
    }
    /// Waits until there is none, at most `limit`.
    bool waitForNone(std::chrono::milliseconds limit) {
        std::unique_lock lock(m_mutex);
        return m_none.wait_for(lock, limit, [this] { return m_count == 0; });
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_none;
    std::size_t m_count = 0;
};

} // namespace dropseal::edge
