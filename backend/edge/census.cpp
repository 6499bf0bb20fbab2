// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/census.h"

#include <algorithm>

namespace dropseal::edge {

Census::Census(std::size_t per_address, std::vector<Network> unlimited)
    : m_perAddress(per_address), m_unlimited(std::move(unlimited)) {
}

std::optional<IpAddress> Census::limitedBlock(const Peer& peer) const {
    if (m_perAddress == 0 || peer.local_control)
        return std::nullopt;
    const auto address = parseIp(peer.address);
    if (!address || std::any_of(m_unlimited.begin(), m_unlimited.end(),
                                [&](const Network& network) { return network.holds(*address); }))
        return std::nullopt;
    return blockOf(*address);
}

std::size_t Census::count() const {
    const std::lock_guard lock(m_mutex);
    return m_count;
}

bool Census::enter(const Peer& peer) {
    const auto block = limitedBlock(peer);
    const std::lock_guard lock(m_mutex);
    if (block) {
        std::size_t& own = m_blocks[*block];
        if (own >= m_perAddress)
            return false;
        ++own;
    }
    ++m_count;
    return true;
}

void Census::leave(const Peer& peer) {
    const auto block = limitedBlock(peer);
    const std::lock_guard lock(m_mutex);
    if (block) {
        const auto own = m_blocks.find(*block);
        if (own != m_blocks.end() && --own->second == 0)
            m_blocks.erase(own);
    }
    if (--m_count == 0)
        m_none.notify_all();
}

bool Census::waitForNone(std::chrono::milliseconds limit) {
    std::unique_lock lock(m_mutex);
    return m_none.wait_for(lock, limit, [this] { return m_count == 0; });
}

} // namespace dropseal::edge
