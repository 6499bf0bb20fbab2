// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/quota_ledger.h"

#include "backend/services/session_tokens.h"
#include "backend/services/transaction.h"

#include <algorithm>

namespace dropseal::services {

namespace {

/// How often an admission that failed looks again: an upload that is just being stored counts twice for a
/// moment, as used and as reserved.
constexpr int MaxLooks = 3;

} // namespace

Error quotaError(std::int64_t bytes_free) {
    ErrorExtras extras;
    extras.bytes_free = std::max<std::int64_t>(0, bytes_free);
    return Error(ErrorCode::quota_exceeded).with(std::move(extras));
}

Result<void> QuotaLedger::reserve(const UserId& owner, std::int64_t bytes) {
    const std::lock_guard admission(m_admission[std::hash<UserId>{}(owner) % Stripes]);
    for (int look = 1;; ++look) {
        const auto verdict = fits(owner, bytes);
        if (verdict) {
            add(owner, bytes);
            return {};
        }
        if (verdict.error().code != ErrorCode::quota_exceeded || look == MaxLooks)
            return verdict;
    }
}

/// The ledger is read before the database: an upload that is stored in between counts twice then, never not
/// at all.
Result<void> QuotaLedger::fits(const UserId& owner, std::int64_t bytes) const {
    const std::int64_t running = reserved(owner);
    if (bytes < 0 || bytes > LargestUpload - running)
        return Error(ErrorCode::insufficient_storage);
    struct Rows {
        std::optional<stores::UserRecord> user;
        std::int64_t promised = 0;
    };
    const auto rows = readFor(m_work, [&](const stores::Stores& stores) -> Result<Rows> {
        auto user = stores.users.find(owner);
        if (!user)
            return std::move(user).error();
        const auto promised = stores.uploads.reservedBytes(owner, m_clock.now());
        if (!promised)
            return promised.error();
        return Rows{std::move(*user), *promised};
    });
    if (!rows)
        return rows.error();
    if (!rows->user)
        return Error(ErrorCode::not_found);
    if (rows->user->status != stores::UserStatus::Active)
        return suspendedError(*rows->user);
    if (!rows->user->quota_bytes)
        return {};
    const std::int64_t free = *rows->user->quota_bytes - rows->user->used_bytes - rows->promised - running;
    return bytes <= free ? Result<void>() : quotaError(free);
}

void QuotaLedger::add(const UserId& owner, std::int64_t bytes) {
    const std::lock_guard lock(m_mutex);
    m_bytes[owner] += bytes;
}

void QuotaLedger::release(const UserId& owner, std::int64_t bytes) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_bytes.find(owner);
    if (found == m_bytes.end())
        return;
    found->second -= bytes;
    if (found->second <= 0)
        m_bytes.erase(found);
}

std::int64_t QuotaLedger::reserved(const UserId& owner) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_bytes.find(owner);
    return found == m_bytes.end() ? 0 : found->second;
}

} // namespace dropseal::services
