// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/task.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace dropseal::edge {

/// The threads that may wait for the disk: bodies and files pass here in turns, so that no event loop ever
/// stands still for one. A turn gets its thread's buffer, which keeps memory flat however many turns wait.
class IoPool {
public:
    static constexpr std::size_t BufferBytes = 1024 * 1024;

    using Buffer = std::span<std::uint8_t>;
    using Turn = Task<Buffer>;

    explicit IoPool(int threads);
    /// Lets running turns end and drops those that wait.
    ~IoPool();
    IoPool(const IoPool&) = delete;
    IoPool& operator=(const IoPool&) = delete;

    /// Any thread. After stop() the turn is dropped at once.
    void post(Turn turn);
    void stop();

private:
    void work();

    std::mutex m_mutex;
    std::condition_variable m_some;
    std::deque<Turn> m_turns;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace dropseal::edge
