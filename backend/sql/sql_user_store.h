// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/connection.h"
#include "backend/stores/user_store.h"

namespace dropseal::sql {

class SqlUserStore final : public stores::UserStore {
public:
    explicit SqlUserStore(Connection& connection) : m_connection(connection) {}

    Result<void> insert(const stores::UserRecord& user) override;
    Result<std::optional<stores::UserRecord>> find(const UserId& id) override;
    Result<std::optional<stores::UserRecord>> findByLogin(std::string_view name) override;
    Result<bool> replacePasswordHash(const UserId& id, std::string_view old_hash, std::string_view new_hash,
                                     Timestamp at) override;
    Result<void> setLastLogin(const UserId& id, Timestamp at) override;
    Result<bool> setStatus(const UserId& id, stores::UserStatus status, Timestamp at) override;
    Result<bool> setRole(const UserId& id, stores::Role role, Timestamp at) override;
    Result<void> addUsedBytes(const UserId& id, std::int64_t delta, std::int64_t reserved) override;
    Result<bool> anyAdmin() override;
    Result<stores::PageOf<stores::UserRecord>> list(const stores::Page& page) override;

private:
    Result<void> insertRow(const stores::UserRecord& user);
    Result<void> insertLoginNames(const stores::UserRecord& user);
    Result<bool> changedOrLastAdmin(Result<bool> changed, const UserId& id);

    Connection& m_connection;
};

} // namespace dropseal::sql
