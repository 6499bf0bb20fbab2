// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/session_cache.h"

#include <cstring>

namespace dropseal::services {

std::size_t SessionCache::DigestHash::operator()(const crypto::Sha256Digest& digest) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, digest.data(), sizeof value);
    return value;
}

SessionCache::Shard& SessionCache::shardOf(const crypto::Sha256Digest& token) {
    return m_shards[token.back() % ShardCount];
}

std::size_t SessionCache::slotOf(const UserId& user) {
    return std::hash<UserId>{}(user) % GenerationSlots;
}

SessionCache::Generation SessionCache::generation(const UserId& user) const {
    return m_generations[slotOf(user)].load(std::memory_order_acquire);
}

void SessionCache::raise(const UserId& user) {
    m_generations[slotOf(user)].fetch_add(1, std::memory_order_acq_rel);
}

void SessionCache::put(const crypto::Sha256Digest& token, const Entry& entry) {
    Shard& shard = shardOf(token);
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.by_token.find(token); found != shard.by_token.end()) {
        found->second->entry = entry;
        shard.items.splice(shard.items.begin(), shard.items, found->second);
        return;
    }
    if (shard.items.size() >= MaxEntries / ShardCount) {
        shard.by_token.erase(shard.items.back().token);
        shard.items.pop_back();
    }
    shard.items.push_front({token, entry});
    shard.by_token.emplace(token, shard.items.begin());
}

std::optional<SessionCache::Entry> SessionCache::find(const crypto::Sha256Digest& token, Timestamp now,
                                                      SteadyTime steady_now) {
    Shard& shard = shardOf(token);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.by_token.find(token);
    if (found == shard.by_token.end())
        return std::nullopt;
    const Entry& entry = found->second->entry;
    const bool isFresh = steady_now - entry.read_at < MaxAge && now < entry.expires_at;
    if (!isFresh || entry.generation != generation(entry.user_id)) {
        shard.items.erase(found->second);
        shard.by_token.erase(found);
        return std::nullopt;
    }
    shard.items.splice(shard.items.begin(), shard.items, found->second);
    return entry;
}

} // namespace dropseal::services
