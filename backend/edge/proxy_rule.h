// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/ip_address.h"
#include "backend/edge/request_head.h"

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace dropseal::edge {

/// Whose word counts about where a request came from (SECURITY.md 4.25): only that of trusted proxies, and of
/// them only X-Forwarded-For and X-Forwarded-Proto. Thread-safe.
class ProxyRule {
public:
    using Suspicion = std::function<void(const std::string& address)>;

    /// `on_unknown` (any thread, once): a neighbour forwards for others but is not trusted, so all of its
    /// clients count as one and TLS before it is not seen. May be empty.
    explicit ProxyRule(std::vector<Network> trusted = {}, Suspicion on_unknown = {});

    /// Who sent this request. From the right, the first address that is no trusted proxy's; what is left of
    /// it may be invented. An entry that is no address ends the walk.
    Peer clientOf(const Peer& peer, const RequestHead& head) const;

private:
    bool trusts(const IpAddress& address) const;
    void suspect(const IpAddress& address, const RequestHead& head) const;

    std::vector<Network> m_trusted;
    Suspicion m_onUnknown;
    mutable std::atomic<bool> m_told = false;
};

} // namespace dropseal::edge
