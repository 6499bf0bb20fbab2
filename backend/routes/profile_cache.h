// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/clock.h"
#include "shared/core/id.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace dropseal::routes {

/// The encoded answers of `GET /auth/me`, by session, so that the most frequent call reads no database. Every
/// handler that changes a user's row raises the user's generation after its commit and before its answer; an
/// entry of another generation is never given out. Thread-safe, never blocks for long; bounded.
class ProfileCache {
public:
    using Generation = std::uint64_t;

    /// Taken before the row is read.
    Generation generation(const UserId& user) const;
    void raise(const UserId& user);

    void put(const SessionId& session, const UserId& user, Generation generation, SteadyTime read_at,
             std::string json);
    std::optional<std::string> find(const SessionId& session, SteadyTime now);

    /// How long another process's write may stay unseen.
    static constexpr std::chrono::seconds MaxAge{5};
    static constexpr std::size_t MaxEntriesPerShard = 2048;

private:
    struct Entry {
        UserId user;
        Generation generation = 0;
        SteadyTime read_at;
        std::string json;
    };
    struct Shard {
        std::mutex mutex;
        std::unordered_map<SessionId, Entry> entries;
    };
    static constexpr std::size_t ShardCount = 16;
    static constexpr std::size_t GenerationSlots = 4096;

    Shard& shardOf(const SessionId& session);

    std::array<Shard, ShardCount> m_shards;
    std::array<std::atomic<Generation>, GenerationSlots> m_generations{};
};

} // namespace dropseal::routes
