// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/account_watch.h"

#include "backend/edge/ip_address.h"

namespace dropseal::routes {

void AccountWatch::note(const edge::Peer& peer, const UserId& account) {
    if (!m_told || m_done.load(std::memory_order_relaxed) || peer.through_proxy || peer.local_control)
        return;
    const auto address = edge::parseIp(peer.address);
    if (!address || !edge::isPrivate(*address))
        return;
    {
        const std::lock_guard lock(m_mutex);
        if (m_accounts.size() >= MostAddresses && !m_accounts.contains(peer.address))
            m_accounts.clear(); // a network of single users: nothing to notice
        std::set<UserId>& accounts = m_accounts[peer.address];
        accounts.insert(account);
        if (accounts.size() <= Many || m_done.exchange(true))
            return;
        m_accounts.clear();
    }
    m_told(peer.address);
}

} // namespace dropseal::routes
