// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/records.h"

#include <optional>
#include <string>

namespace dropseal::services {

/// Where a request comes from, for the session's row and the log.
struct ClientInfo {
    std::string ip_address;
    std::string user_agent;
};

/// Who is asking, proven. Only SessionService makes one (SECURITY.md section 2 row 19), so a handler that has
/// a Principal has a checked signature, a live session and an active user.
class Principal {
public:
    const UserId& userId() const { return m_user_id; }
    const SessionId& sessionId() const { return m_session_id; }
    stores::Role role() const { return m_role; }
    bool isAdmin() const { return m_role == stores::Role::Admin; }

private:
    friend class SessionService;
    Principal(const UserId& user, const SessionId& session, stores::Role role)
        : m_user_id(user), m_session_id(session), m_role(role) {}

    UserId m_user_id;
    SessionId m_session_id;
    stores::Role m_role;
};

} // namespace dropseal::services
