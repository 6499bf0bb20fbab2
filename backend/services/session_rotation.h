// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/services/session_tokens.h"

namespace dropseal::services {

/// One refresh token that was presented, and what came of it. Lives as long as its request; run() may be
/// called again from its start by the unit of work.
class SessionRotation {
public:
    SessionRotation(const SessionTokens& tokens, const SessionOptions& options,
                    const security::RefreshClaims& claims, std::string hash, Timestamp now)
        : m_tokens(tokens), m_options(options), m_claims(claims), m_hash(std::move(hash)), m_now(now) {}

    /// Inside a write transaction. A refusal is no error here, since an error would roll back the end of the
    /// family that comes with it; it is in result() after the commit.
    Result<void> run(const stores::Stores& stores);

    /// After the commit: the pair, or why there is none.
    Result<TokenPair> result() const { return m_result; }
    /// Whether run() ended the session.
    bool endedFamily() const { return m_ended_family; }

private:
    Result<void> rotate(const stores::Stores& stores, const stores::UserRecord& user,
                        const stores::SessionRecord& session);
    Result<void> repeatOrEnd(const stores::Stores& stores, const stores::UserRecord& user,
                             const stores::SessionRecord& session);
    bool isCurrent(const stores::SessionRecord& session) const;
    bool isGraceful(const stores::SessionRecord& session) const;

    const SessionTokens& m_tokens;
    const SessionOptions& m_options;
    const security::RefreshClaims& m_claims;
    std::string m_hash;
    Timestamp m_now;
    Result<TokenPair> m_result = Error(ErrorCode::token_invalid);
    bool m_ended_family = false;
};

} // namespace dropseal::services
