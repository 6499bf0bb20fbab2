// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/ip_address.h"
#include "backend/edge/request_head.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <vector>

namespace dropseal::edge {

/// Counts the connections of all workers, and those of each address where that is limited. Thread-safe.
class Census {
public:
    /// `per_address` 0: no limit. An IPv6 client counts by its /64. Addresses of `unlimited` (proxies, which
    /// bring everybody) are not limited, nor is the control socket.
    explicit Census(std::size_t per_address = 0, std::vector<Network> unlimited = {});

    std::size_t count() const;
    /// False where that address has all that it may have; then it is not counted.
    bool enter(const Peer& peer);
    void leave(const Peer& peer);
    /// Waits until there is none, at most `limit`.
    bool waitForNone(std::chrono::milliseconds limit);

private:
    /// None where the peer is not limited.
    std::optional<IpAddress> limitedBlock(const Peer& peer) const;

    const std::size_t m_perAddress;
    const std::vector<Network> m_unlimited;
    mutable std::mutex m_mutex;
    std::condition_variable m_none;
    std::size_t m_count = 0;
    std::map<IpAddress, std::size_t> m_blocks;
};

} // namespace dropseal::edge
