// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/services/session_service.h"

namespace dropseal::services {

/// Makes the tokens of a session. No database, no state; thread-safe.
class SessionTokens {
public:
    SessionTokens(const security::TokenSigner& signer, const SessionOptions& options)
        : m_signer(signer), m_options(options) {}

    struct Refresh {
        stores::SessionStore::Successor row; ///< what the session's row is to hold of it
        std::string token;
    };
    /// A new refresh token. It ends with the session at the latest.
    Result<Refresh> makeRefresh(const UserId& user, const SessionId& session, Timestamp session_end,
                                Timestamp now) const;
    /// The current refresh token of the row once more, byte for byte (SECURITY.md 1.1). internal_error where
    /// that is not possible any more, since its key is gone.
    Result<std::string> repeatRefresh(const stores::SessionRecord& session) const;
    /// An access token beside the refresh token `refresh_jti`, whose use counts as the use of that one.
    /// `first_issued_at`: when the refresh token was given out first; what is left of that access token's
    /// life is kept unless it is nearly over.
    TokenPair pair(const stores::UserRecord& user, const SessionId& session, std::string_view refresh_jti,
                   std::string refresh_token, Timestamp session_end, Timestamp first_issued_at,
                   Timestamp now) const;

private:
    const security::TokenSigner& m_signer;
    const SessionOptions& m_options;
};

/// The jti of the refresh token beside which an access token was given out: "<refresh jti>.<random>".
std::string_view refreshJtiOf(std::string_view access_jti);

/// session_revoked of a session that ended, with its reason and time.
Error revokedError(std::string_view reason, Timestamp at);
/// account_suspended, with its time.
Error suspendedError(const stores::UserRecord& user);
/// Why this session gives nothing any more; none while it is alive. A suspended account comes first.
std::optional<Error> refusalOf(const stores::UserRecord& user, const stores::SessionRecord& session,
                               Timestamp now);

} // namespace dropseal::services
