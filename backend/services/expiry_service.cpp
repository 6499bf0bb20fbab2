// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/expiry_service.h"

#include "backend/services/transaction.h"
#include "shared/core/limits.h"

namespace dropseal::services {

namespace {

constexpr int Step = 50;              ///< rows in one transaction
constexpr int PurgeCandidates = 5000; ///< how many files one purge looks at
/// An upload's row outlives its URL a little, so that a late use hears that it is over, not that it never
/// was.
constexpr std::chrono::hours UploadRowLife{24};

Timestamp farAhead(Timestamp now) {
    return now + std::chrono::hours(24 * 366 * 100);
}

/// Removes trashed files until `bytes` are freed or `limit` rows are gone. They are listed in the same
/// transaction: what was restored a moment ago is not among them.
struct Removed {
    std::vector<BlobId> blobs;
    std::int64_t bytes = 0;
};
Result<Removed> removeTrashed(const stores::Stores& stores, const std::optional<UserId>& owner,
                              Timestamp before, Timestamp now, std::optional<std::int64_t> bytes) {
    const auto files = stores.files.listTrashed(owner, before, Step);
    if (!files)
        return files.error();
    Removed removed;
    for (const stores::FileRecord& file : *files) {
        if (bytes && removed.bytes >= *bytes)
            break;
        DROPSEAL_TRY(stores.files.remove(file.owner_id, file.id, now));
        removed.blobs.push_back(file.blob_id);
        removed.bytes += file.size;
    }
    return removed;
}

/// Takes the bytes of dead blobs away; those that would not go keep their note.
int buryBlobs(stores::UnitOfWork& work, stores::BlobStore& store, const std::vector<BlobId>& blobs) {
    std::vector<BlobId> gone;
    for (const BlobId& blob : blobs) {
        if (store.remove(blob))
            gone.push_back(blob);
    }
    const auto noted = work.run([&](const stores::Stores& stores) -> Result<void> {
        for (const BlobId& blob : gone)
            DROPSEAL_TRY(stores.files.forgetDeadBlob(blob));
        return {};
    });
    return noted ? static_cast<int>(gone.size()) : 0;
}

} // namespace

ExpiryService::ExpiryService(stores::UnitOfWork& work, stores::BlobStore& blobs, SessionService& sessions,
                             const Clock& clock, std::chrono::seconds trash_life)
    : m_work(work), m_blobs(blobs), m_sessions(sessions), m_clock(clock), m_trash_life(trash_life) {
}

Result<ExpiryService::Swept> ExpiryService::sweep() {
    const Timestamp now = m_clock.now();
    Swept swept;
    const auto files = sweepTrash(now);
    if (!files)
        return files.error();
    swept.files = *files;
    const auto blobs = sweepDeadBlobs();
    if (!blobs)
        return blobs.error();
    swept.blobs = *blobs;
    const auto uploads = runFor(m_work, [&](const stores::Stores& stores) {
        return stores.uploads.removeExpired(now - UploadRowLife);
    });
    if (!uploads)
        return uploads.error();
    swept.uploads = *uploads;
    const auto links = runFor(m_work, [&](const stores::Stores& stores) {
        return stores.files.forgetDeadLinks(now - limits::PresignMax);
    });
    if (!links)
        return links.error();
    const auto sessions = m_sessions.sweep();
    if (!sessions)
        return sessions.error();
    swept.sessions = *sessions;
    return swept;
}

Result<int> ExpiryService::sweepTrash(Timestamp now) {
    int total = 0;
    while (true) {
        const auto removed = runFor(m_work, [&](const stores::Stores& stores) {
            return removeTrashed(stores, std::nullopt, now - m_trash_life, now, std::nullopt);
        });
        if (!removed)
            return removed.error();
        total += static_cast<int>(removed->blobs.size());
        if (removed->blobs.size() < std::size_t{Step})
            return total;
    }
}

Result<int> ExpiryService::sweepDeadBlobs() {
    int total = 0;
    while (true) {
        const auto dead =
            readFor(m_work, [](const stores::Stores& stores) { return stores.files.deadBlobs(Step); });
        if (!dead)
            return dead.error();
        const int buried = dead->empty() ? 0 : buryBlobs(m_work, m_blobs, *dead);
        total += buried;
        if (buried < Step) // the last of them, or some that would not go: the next sweep tries again
            return total;
    }
}

Result<std::int64_t> ExpiryService::purgeTrash(const std::optional<UserId>& owner, std::int64_t bytes) {
    const Timestamp now = m_clock.now();
    const auto candidates = readFor(m_work, [&](const stores::Stores& stores) {
        return stores.files.listTrashed(owner, farAhead(now), PurgeCandidates);
    });
    if (!candidates)
        return candidates.error();
    std::int64_t possible = 0;
    for (const stores::FileRecord& file : *candidates)
        possible += file.size;
    if (possible < bytes)
        return std::int64_t{0};
    std::int64_t freed = 0;
    while (freed < bytes) {
        const auto removed = runFor(m_work, [&](const stores::Stores& stores) {
            return removeTrashed(stores, owner, farAhead(now), now, bytes - freed);
        });
        if (!removed)
            return removed.error();
        if (removed->blobs.empty())
            break;
        buryBlobs(m_work, m_blobs, removed->blobs);
        freed += removed->bytes;
    }
    return freed;
}

} // namespace dropseal::services
