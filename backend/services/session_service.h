// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/security/token_signer.h"
#include "backend/services/principal.h"
#include "backend/stores/unit_of_work.h"

#include <memory>

namespace dropseal::services {

class SessionCache;

/// What login, refresh and setup answer.
struct TokenPair {
    std::string access_token;
    std::string refresh_token;
    std::chrono::seconds expires_in{0}; ///< of the access token
};

struct SessionOptions {
    std::chrono::seconds access_life{900};
    std::chrono::seconds refresh_life{2592000}; ///< the idle end of a session too: each rotation renews it
    std::chrono::seconds refresh_grace{
        30}; ///< 0: one-time use to the letter, the lost-answer rule off as well
    std::chrono::seconds lost_answer_grace{86400};
    std::chrono::seconds absolute_life{90 * 86400};
    int sessions_per_user = 20;
    std::chrono::seconds keep_ended{30 * 86400}; ///< rows of ended sessions, for their reason
};

/// Sessions: the only way to a token, and the only place that checks one. Thread-safe; all but
/// authenticateCached() block on the database.
class SessionService {
public:
    SessionService(stores::UnitOfWork& work, const security::TokenSigner& signer, const Clock& clock,
                   SessionOptions options);
    ~SessionService();

    /// Starts a session of an active user in `stores`, inside the caller's transaction; beyond
    /// sessions_per_user the longest unused one ends. Call forget() with the user after the commit.
    Result<TokenPair> start(const stores::Stores& stores, const stores::UserRecord& user,
                            const ClientInfo& client);
    /// Rotation with the grace rules of the wire contract ("Refresh"). refresh_reused ends the whole family
    /// in the same transaction.
    Result<TokenPair> refresh(std::string_view refresh_token, const ClientInfo& client);
    /// Ends the session of that refresh token, whatever its state; unknown, rotated and expired tokens are
    /// success too.
    Result<void> logout(std::string_view refresh_token);
    /// Checks an access token, its session and its user; notes the first use of the refresh token's successor
    /// before it returns. token_invalid, token_expired, session_revoked and account_suspended (both with
    /// reason and at).
    Result<Principal> authenticate(std::string_view access_token);
    /// The same from caches, without blocking: none where that is not enough.
    std::optional<Result<Principal>> authenticateCached(std::string_view access_token);
    /// Forgets what is cached of the user and its sessions. Called after each commit that changes them,
    /// before it is answered.
    void forget(const UserId& user);
    /// Removes rows of sessions that ended long ago.
    Result<int> sweep();

private:
    Result<Principal> admit(const security::AccessClaims& claims, const stores::UserRecord& user,
                            const stores::SessionRecord& session, Timestamp now);
    Result<void> noteUse(const stores::SessionRecord& session, std::string_view access_jti, Timestamp now);

    stores::UnitOfWork& m_work;
    const security::TokenSigner& m_signer;
    const Clock& m_clock;
    SessionOptions m_options;
    std::unique_ptr<SessionCache> m_cache;
};

} // namespace dropseal::services
