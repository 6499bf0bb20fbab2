// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/session_rotation.h"

#include "backend/security/token_hash.h"
#include "shared/core/crash_point.h"

namespace dropseal::services {

Result<void> SessionRotation::run(const stores::Stores& stores) {
    m_result = Error(ErrorCode::token_invalid);
    m_ended_family = false;
    auto session = stores.sessions.find(m_claims.session_id);
    if (!session)
        return std::move(session).error();
    if (!*session || (*session)->user_id != m_claims.user_id)
        return {};
    const auto user = stores.users.find(m_claims.user_id);
    if (!user)
        return user.error();
    if (!*user)
        return {};
    if (const auto refusal = refusalOf(**user, **session, m_now)) {
        m_result = *refusal;
        return {};
    }
    if (isCurrent(**session))
        return rotate(stores, **user, **session);
    return repeatOrEnd(stores, **user, **session);
}

Result<void> SessionRotation::rotate(const stores::Stores& stores, const stores::UserRecord& user,
                                     const stores::SessionRecord& session) {
    auto successor = m_tokens.makeRefresh(user.id, session.id, session.expires_at, m_now);
    if (!successor)
        return std::move(successor).error();
    const auto rotated = stores.sessions.rotate(session.id, m_hash, successor->row, m_now);
    if (!rotated)
        return rotated.error();
    if (*rotated) {
        crashPoint("refresh_rotated");
        m_result = m_tokens.pair(user, session.id, successor->row.jti, std::move(successor->token),
                                 session.expires_at, m_now, m_now);
        return {};
    }
    // Somebody was quicker since the row was read: look at what stands there now.
    const auto now = stores.sessions.find(session.id);
    if (!now)
        return now.error();
    if (!*now)
        return {};
    if (const auto refusal = refusalOf(user, **now, m_now)) {
        m_result = *refusal;
        return {};
    }
    return repeatOrEnd(stores, user, **now);
}

Result<void> SessionRotation::repeatOrEnd(const stores::Stores& stores, const stores::UserRecord& user,
                                          const stores::SessionRecord& session) {
    if (isGraceful(session)) {
        auto token = m_tokens.repeatRefresh(session);
        if (!token)
            return std::move(token).error();
        m_result = m_tokens.pair(user, session.id, session.current_jti, std::move(*token), session.expires_at,
                                 session.current_issued_at, m_now);
        return {};
    }
    // A real token of this family that is neither the current one nor excused: it was copied (RFC 9700
    // section 4.14.2), and nobody can tell which of the two holders is the thief.
    const auto ended = stores.sessions.end(session.id, "reused", m_now);
    if (!ended)
        return ended.error();
    m_ended_family = true;
    ErrorExtras extras;
    extras.reason = "reused";
    extras.at = m_now;
    m_result = Error(ErrorCode::refresh_reused).with(std::move(extras));
    return {};
}

bool SessionRotation::isCurrent(const stores::SessionRecord& session) const {
    return security::equalSecrets(m_hash, session.current_hash);
}

bool SessionRotation::isGraceful(const stores::SessionRecord& session) const {
    if (m_options.refresh_grace <= std::chrono::seconds(0) || !session.previous_hash || !session.rotated_at ||
        !security::equalSecrets(m_hash, *session.previous_hash))
        return false;
    const auto age = m_now - *session.rotated_at;
    return age <= m_options.refresh_grace || (age <= m_options.lost_answer_grace && !session.current_used_at);
}

} // namespace dropseal::services
