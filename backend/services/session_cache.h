// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/security/token_hash.h"
#include "backend/stores/records.h"

#include <array>
#include <atomic>
#include <list>
#include <mutex>
#include <unordered_map>

namespace dropseal::services {

/// Access tokens that were checked a moment ago, by their SHA-256: nothing that an attacker chooses is
/// compared with a stored token, and a hit costs one hash and one look-up. Only tokens in good standing are
/// kept. Thread-safe, never blocks on the database; bounded, the longest unused entry goes first.
class SessionCache {
public:
    /// The generation of a user at one moment: raised by each commit that ends rights of the user.
    using Generation = std::uint64_t;

    struct Entry {
        UserId user_id;
        SessionId session_id;
        stores::Role role = stores::Role::User;
        Timestamp expires_at; ///< of the token or of its session, whichever is first
        SteadyTime read_at;   ///< when the rows were read
        Generation generation = 0;
    };

    /// Taken before the rows are read; an entry of another generation is never given out.
    Generation generation(const UserId& user) const;
    /// After the commit, before it is answered. Costs others who share the slot one read of their rows.
    void raise(const UserId& user);

    void put(const crypto::Sha256Digest& token, const Entry& entry);
    /// The entry, if it is of this generation, was read less than MaxAge ago and has not expired.
    std::optional<Entry> find(const crypto::Sha256Digest& token, Timestamp now, SteadyTime steady_now);

    /// How long another process's write may stay unseen (SECURITY.md 4.8).
    static constexpr std::chrono::seconds MaxAge{5};
    static constexpr std::size_t MaxEntries = 65536;

private:
    struct Item {
        crypto::Sha256Digest token;
        Entry entry;
    };
    struct DigestHash {
        std::size_t operator()(const crypto::Sha256Digest& digest) const noexcept;
    };
    struct Shard {
        std::mutex mutex;
        std::list<Item> items; ///< the last used one first
        std::unordered_map<crypto::Sha256Digest, std::list<Item>::iterator, DigestHash> by_token;
    };
    static constexpr std::size_t ShardCount = 16;
    static constexpr std::size_t GenerationSlots = 4096;

    Shard& shardOf(const crypto::Sha256Digest& token);
    static std::size_t slotOf(const UserId& user);

    std::array<Shard, ShardCount> m_shards;
    std::array<std::atomic<Generation>, GenerationSlots> m_generations{};
};

} // namespace dropseal::services
