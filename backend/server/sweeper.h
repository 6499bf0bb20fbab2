// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/services/expiry_service.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace dropseal::server {

/// Runs the sweep at once and then every minute, on its own thread, until it goes.
class Sweeper {
public:
    /// `expiry` outlives it.
    explicit Sweeper(services::ExpiryService& expiry);
    ~Sweeper();
    Sweeper(const Sweeper&) = delete;
    Sweeper& operator=(const Sweeper&) = delete;

private:
    void loop();

    services::ExpiryService& m_expiry;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false; ///< guarded by m_mutex
    std::thread m_thread;
};

} // namespace dropseal::server
