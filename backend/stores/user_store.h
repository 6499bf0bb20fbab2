// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/records.h"
#include "shared/core/result.h"

namespace dropseal::stores {

/// The accounts. Used inside a UnitOfWork only, from its thread. dependency_unavailable where the database
/// fails.
class UserStore {
public:
    virtual ~UserStore() = default;

    /// Adds a user with its login names: the e-mail, the user name, and a *verified* employee id share one
    /// unique space, folded to lower case. email_taken where the e-mail is in use, name_taken for another
    /// name (a name equal to somebody's e-mail included). used_bytes and the like are written as given.
    virtual Result<void> insert(const UserRecord& user) = 0;
    virtual Result<std::optional<UserRecord>> find(const UserId& id) = 0;
    /// By any login name, in any case.
    virtual Result<std::optional<UserRecord>> findByLogin(std::string_view name) = 0;
    /// Writes the new hash only where the old one still stands; false where it does not.
    virtual Result<bool> replacePasswordHash(const UserId& id, std::string_view old_hash,
                                             std::string_view new_hash, Timestamp at) = 0;
    virtual Result<void> setLastLogin(const UserId& id, Timestamp at) = 0;
    /// False where there is no such user. last_admin where this would leave no active admin: one conditional
    /// statement.
    virtual Result<bool> setStatus(const UserId& id, UserStatus status, Timestamp at) = 0;
    virtual Result<bool> setRole(const UserId& id, Role role, Timestamp at) = 0;
    /// Adds `delta` (may be negative; never below 0) to used_bytes. A positive delta that would go beyond
    /// quota_bytes, open reservations of this user (`reserved`) included, changes nothing and is
    /// quota_exceeded with bytes_free. One statement.
    virtual Result<void> addUsedBytes(const UserId& id, std::int64_t delta, std::int64_t reserved) = 0;
    /// True while at least one admin exists, active or not.
    virtual Result<bool> anyAdmin() = 0;
    /// By e-mail, ascending.
    virtual Result<PageOf<UserRecord>> list(const Page& page) = 0;
};

} // namespace dropseal::stores
