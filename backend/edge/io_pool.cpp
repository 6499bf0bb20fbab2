// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/io_pool.h"

#include <cstdlib>
#include <memory>
#include <new>

namespace dropseal::edge {

namespace {

constexpr std::align_val_t PageAligned{4096};

struct PageDeleter {
    void operator()(std::uint8_t* bytes) const { ::operator delete(bytes, PageAligned); }
};

} // namespace

IoPool::IoPool(int threads) {
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

IoPool::~IoPool() {
    stop();
}

void IoPool::post(Turn turn) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return;
        m_turns.push_back(std::move(turn));
    }
    m_some.notify_one();
}

void IoPool::stop() {
    std::deque<Turn> dropped;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        dropped.swap(m_turns);
    }
    m_some.notify_all();
    for (std::thread& thread : m_threads) {
        if (thread.joinable())
            thread.join();
    }
}

void IoPool::work() {
    const std::unique_ptr<std::uint8_t, PageDeleter> buffer(
        static_cast<std::uint8_t*>(::operator new(BufferBytes, PageAligned)));
    while (true) {
        std::unique_lock lock(m_mutex);
        m_some.wait(lock, [this] { return m_stopping || !m_turns.empty(); });
        if (m_turns.empty())
            return;
        Turn turn = std::move(m_turns.front());
        m_turns.pop_front();
        lock.unlock();
        turn(Buffer(buffer.get(), BufferBytes));
    }
}

} // namespace dropseal::edge
