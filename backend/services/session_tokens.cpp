// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/session_tokens.h"

#include "backend/security/token_hash.h"
#include "shared/core/hex.h"

#include <algorithm>

namespace dropseal::services {

namespace {

/// A JWT holds whole seconds: the row must too, or the token could not be signed again from it.
Timestamp wholeSeconds(Timestamp at) {
    return fromUnixSeconds(toUnixSeconds(at));
}

std::string randomName() {
    return toHex(makeRandom128());
}

security::RefreshClaims claimsOf(const UserId& user, const SessionId& session,
                                 const stores::SessionStore::Successor& row) {
    return {user, session, row.jti, row.kid, row.issued_at, row.expires_at};
}

} // namespace

Result<SessionTokens::Refresh> SessionTokens::makeRefresh(const UserId& user, const SessionId& session,
                                                          Timestamp session_end, Timestamp now) const {
    Refresh refresh;
    refresh.row.jti = randomName();
    refresh.row.kid = m_signer.currentRefreshKid();
    refresh.row.issued_at = wholeSeconds(now);
    refresh.row.expires_at = wholeSeconds(std::min(now + m_options.refresh_life, session_end));
    auto token = m_signer.signRefresh(claimsOf(user, session, refresh.row));
    if (!token)
        return std::move(token).error();
    refresh.token = std::move(*token);
    refresh.row.hash = security::tokenHash(refresh.token);
    return refresh;
}

Result<std::string> SessionTokens::repeatRefresh(const stores::SessionRecord& session) const {
    auto token = m_signer.signRefresh({session.user_id, session.id, session.current_jti, session.current_kid,
                                       session.current_issued_at, session.current_expires_at});
    if (token && !security::equalSecrets(security::tokenHash(*token), session.current_hash))
        return Error::internal("the current refresh token of a session cannot be signed again");
    return token;
}

TokenPair SessionTokens::pair(const stores::UserRecord& user, const SessionId& session,
                              std::string_view refresh_jti, std::string refresh_token, Timestamp session_end,
                              Timestamp first_issued_at, Timestamp now) const {
    const Timestamp issuedAt = wholeSeconds(now);
    Timestamp expiresAt = first_issued_at + m_options.access_life;
    if (expiresAt - now < m_options.access_life / 2) // an answer that was lost hours ago: a token that lives
        expiresAt = issuedAt + m_options.access_life;
    expiresAt = wholeSeconds(std::min(expiresAt, session_end));

    security::AccessClaims claims;
    claims.user_id = user.id;
    claims.session_id = session;
    claims.jti = std::string(refresh_jti) + '.' + randomName().substr(0, 16);
    claims.role = stores::toText(user.role);
    if (user.employee_id_verified)
        claims.employee_id = user.employee_id;
    claims.issued_at = issuedAt;
    claims.expires_at = expiresAt;
    return {m_signer.signAccess(claims), std::move(refresh_token),
            std::chrono::floor<std::chrono::seconds>(expiresAt - issuedAt)};
}

std::string_view refreshJtiOf(std::string_view access_jti) {
    return access_jti.substr(0, access_jti.find('.'));
}

Error revokedError(std::string_view reason, Timestamp at) {
    ErrorExtras extras;
    extras.reason = std::string(reason);
    extras.at = at;
    return Error(ErrorCode::session_revoked).with(std::move(extras));
}

Error suspendedError(const stores::UserRecord& user) {
    ErrorExtras extras;
    extras.reason = "suspended";
    extras.at = user.suspended_at.value_or(user.updated_at);
    return Error(ErrorCode::account_suspended).with(std::move(extras));
}

std::optional<Error> refusalOf(const stores::UserRecord& user, const stores::SessionRecord& session,
                               Timestamp now) {
    if (user.status != stores::UserStatus::Active)
        return suspendedError(user);
    if (session.ended_at)
        return revokedError(session.end_reason.value_or("logout"), *session.ended_at);
    if (now >= session.expires_at)
        return revokedError("expired", session.expires_at);
    return std::nullopt;
}

} // namespace dropseal::services
