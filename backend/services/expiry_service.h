// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/services/session_service.h"
#include "backend/services/trash_purger.h"
#include "backend/stores/blob_store.h"

namespace dropseal::services {

/// Removes what is over: trashed files past their life, dead blobs, expired uploads, rows of sessions that
/// ended long ago. Thread-safe, blocking; sweep() runs in steps so that no transaction is long.
class ExpiryService final : public TrashPurger {
public:
    ExpiryService(stores::UnitOfWork& work, stores::BlobStore& blobs, SessionService& sessions,
                  const Clock& clock, std::chrono::seconds trash_life);

    struct Swept {
        int files = 0;
        int blobs = 0;
        int uploads = 0;
        int sessions = 0;
    };
    Result<Swept> sweep();
    /// Frees space now: removes the oldest trash of one owner (quota), or of all (disk), until about `bytes`
    /// are free. Gives what it freed: 0 where all of it together is less than `bytes`, since nobody's trash
    /// goes in vain.
    Result<std::int64_t> purgeTrash(const std::optional<UserId>& owner, std::int64_t bytes) override;

private:
    Result<int> sweepTrash(Timestamp now);
    Result<int> sweepDeadBlobs();

    stores::UnitOfWork& m_work;
    stores::BlobStore& m_blobs;
    SessionService& m_sessions;
    const Clock& m_clock;
    std::chrono::seconds m_trash_life;
};

} // namespace dropseal::services
