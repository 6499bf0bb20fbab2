// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/profile_cache.h"

namespace dropseal::routes {

ProfileCache::Generation ProfileCache::generation(const UserId& user) const {
    return m_generations[std::hash<UserId>()(user) % GenerationSlots].load(std::memory_order_acquire);
}

void ProfileCache::raise(const UserId& user) {
    m_generations[std::hash<UserId>()(user) % GenerationSlots].fetch_add(1, std::memory_order_acq_rel);
}

ProfileCache::Shard& ProfileCache::shardOf(const SessionId& session) {
    return m_shards[std::hash<SessionId>()(session) % ShardCount];
}

void ProfileCache::put(const SessionId& session, const UserId& user, Generation generation_read,
                       SteadyTime read_at, std::string json) {
    Shard& shard = shardOf(session);
    const std::lock_guard lock(shard.mutex);
    if (shard.entries.size() >= MaxEntriesPerShard)
        shard.entries.clear(); // entries live for seconds: starting again costs one read each
    shard.entries.insert_or_assign(session, Entry{user, generation_read, read_at, std::move(json)});
}

std::optional<std::string> ProfileCache::find(const SessionId& session, SteadyTime now) {
    Shard& shard = shardOf(session);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.entries.find(session);
    if (found == shard.entries.end())
        return std::nullopt;
    const Entry& entry = found->second;
    if (entry.generation != generation(entry.user) || now - entry.read_at > MaxAge) {
        shard.entries.erase(found);
        return std::nullopt;
    }
    return entry.json;
}

} // namespace dropseal::routes
