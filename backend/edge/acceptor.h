// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/census.h"
#include "backend/edge/descriptor.h"
#include "backend/edge/limit_counts.h"
#include "backend/edge/request_head.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

namespace dropseal::edge {

/// Accepts clients on a thread of its own and hands them on. Beyond `max_connections` it leaves them in the
/// kernel's queue. Out of descriptors it neither spins nor stops for ever (SECURITY.md 1.7): it gives up its
/// spare descriptor to turn one client away, and rests a moment.
class Acceptor {
public:
    using Adopt = std::function<void(Descriptor, const Peer&)>;
    using Reclaim = std::function<void()>;
    /// The whole answer to a client whose address has too many connections.
    using Refusal = std::function<std::string(const Peer&)>;

    /// `reclaim` is called now and then while there is no room for another client: idle ones should end.
    Acceptor(std::vector<Descriptor> listeners, Census& census, LimitCounts& limits,
             std::size_t max_connections, Adopt adopt, Reclaim reclaim, Refusal refusal);
    ~Acceptor();
    Acceptor(const Acceptor&) = delete;
    Acceptor& operator=(const Acceptor&) = delete;

    /// Ends the thread and closes the listeners. Twice does no harm.
    void stop();

private:
    enum class Accepted { One, None, Exhausted };

    void run();
    void rest();
    Accepted acceptOne(const Descriptor& listener);
    void turnOneAway(const Descriptor& listener);
    void refuse(const Descriptor& client, const Peer& peer);

    std::vector<Descriptor> m_listeners;
    Census& m_census;
    LimitCounts& m_limits;
    std::size_t m_maxConnections;
    Adopt m_adopt;
    Reclaim m_reclaim;
    Refusal m_refusal;
    std::chrono::steady_clock::time_point m_reclaimed{};
    Descriptor m_spare;
    Descriptor m_wake;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

} // namespace dropseal::edge
