// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/unit_of_work.h"

#include <array>
#include <mutex>
#include <unordered_map>

namespace dropseal::services {

/// The bytes that running uploads hold back from their owners' quotas, in memory: they end with their
/// process. It keeps an upload from beginning that could not end; what is stored is counted by the database
/// alone, in one statement. Thread-safe.
class QuotaLedger {
public:
    explicit QuotaLedger(stores::UnitOfWork& work, const Clock& clock) : m_work(work), m_clock(clock) {}

    /// Holds `bytes` back if they fit beside what is used, what rows of open uploads promise and what other
    /// running uploads hold: quota_exceeded with bytes_free else. not_found for a deleted owner,
    /// account_suspended for a suspended one, insufficient_storage for more than any disk has.
    Result<void> reserve(const UserId& owner, std::int64_t bytes);
    /// Gives them back. After the commit that counts them as used, so that they are never counted by nobody.
    void release(const UserId& owner, std::int64_t bytes);
    std::int64_t reserved(const UserId& owner) const;

private:
    static constexpr std::size_t Stripes = 64;

    Result<void> fits(const UserId& owner, std::int64_t bytes) const;
    void add(const UserId& owner, std::int64_t bytes);

    stores::UnitOfWork& m_work;
    const Clock& m_clock;
    std::array<std::mutex, Stripes> m_admission; ///< one admission of an owner at a time
    mutable std::mutex m_mutex;
    std::unordered_map<UserId, std::int64_t> m_bytes;
};

/// More than any disk has. Sums of a few sizes up to here do not overflow.
inline constexpr std::int64_t LargestUpload = std::int64_t{1} << 60;

/// quota_exceeded with what is left.
Error quotaError(std::int64_t bytes_free);

} // namespace dropseal::services
