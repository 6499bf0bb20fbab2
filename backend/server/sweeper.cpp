// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/sweeper.h"

#include "backend/server/failure.h"

namespace dropseal::server {

namespace {

constexpr std::chrono::minutes Pause{1};

} // namespace

Sweeper::Sweeper(services::ExpiryService& expiry) : m_expiry(expiry), m_thread([this] { loop(); }) {
}

Sweeper::~Sweeper() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Sweeper::loop() {
    bool said = false; // a fault that lasts is said once
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        lock.unlock();
        const auto swept = m_expiry.sweep();
        if (!swept && !said)
            say("the sweep failed and is tried again each minute: " + swept.error().cause + " " +
                swept.error().detail);
        said = !swept.ok();
        lock.lock();
        m_wake.wait_for(lock, Pause, [this] { return m_stopping; });
    }
}

} // namespace dropseal::server
