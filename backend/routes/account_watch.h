// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/request_head.h"
#include "shared/core/id.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace dropseal::routes {

/// Notices a proxy that says nothing of itself: many accounts that come from one private address
/// (SECURITY.md 4.25). Bounded; thread-safe.
class AccountWatch {
public:
    static constexpr std::size_t Many = 10;
    using Told = std::function<void(const std::string& address)>;

    /// `told` (any thread, once) may be empty.
    explicit AccountWatch(Told told) : m_told(std::move(told)) {}

    /// That account has signed a request that came from there.
    void note(const edge::Peer& peer, const UserId& account);

private:
    static constexpr std::size_t MostAddresses = 64;

    Told m_told;
    std::atomic<bool> m_done = false;
    std::mutex m_mutex;
    std::map<std::string, std::set<UserId>> m_accounts; ///< by address; guarded by m_mutex
};

} // namespace dropseal::routes
