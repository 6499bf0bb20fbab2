// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/connection.h"
#include "backend/stores/session_store.h"

namespace dropseal::sql {

class SqlSessionStore final : public stores::SessionStore {
public:
    explicit SqlSessionStore(Connection& connection) : m_connection(connection) {}

    Result<void> insert(const stores::SessionRecord& session) override;
    Result<std::optional<stores::SessionRecord>> find(const SessionId& id) override;
    Result<bool> rotate(const SessionId& id, std::string_view presented_hash, const Successor& successor,
                        Timestamp at) override;
    Result<void> markUsed(const SessionId& id, std::string_view jti, Timestamp at) override;
    Result<void> touch(const SessionId& id, Timestamp at) override;
    Result<bool> end(const SessionId& id, std::string_view reason, Timestamp at) override;
    Result<std::vector<SessionId>> endAll(const UserId& user, std::string_view reason, Timestamp at,
                                          const std::optional<SessionId>& except) override;
    Result<std::vector<SessionId>> endBeyond(const UserId& user, int keep, Timestamp at) override;
    Result<std::vector<stores::SessionRecord>> listLive(const UserId& user) override;
    Result<int> removeEndedBefore(Timestamp before) override;

private:
    Connection& m_connection;
};

} // namespace dropseal::sql
