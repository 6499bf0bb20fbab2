// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/security/key_ring.h"
#include "shared/core/id.h"
#include "shared/core/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace dropseal::security {

/// What an access token says (wire contract, "Access token"). Role and status are for other services to read;
/// here they are always read from the database.
struct AccessClaims {
    UserId user_id;
    SessionId session_id;
    std::string jti;
    std::string role;
    std::optional<std::string> employee_id; ///< only a verified one
    Timestamp issued_at;
    Timestamp expires_at;
};

/// What a refresh token says. The same claims with the same kid give the same token, byte for byte: that is
/// how a lost answer is given again although only hashes are stored.
struct RefreshClaims {
    UserId user_id;
    SessionId session_id;
    std::string jti;
    std::string kid;
    Timestamp issued_at;
    Timestamp expires_at;
};

/// JWT with HS256 and nothing else (RFC 7519, RFC 8725 section 3.1). Thread-safe.
class TokenSigner {
public:
    /// `keys` must outlive the signer.
    explicit TokenSigner(const KeyRing& keys);

    std::string signAccess(const AccessClaims& claims) const;
    /// claims.kid must be a key of the ring (currentRefreshKid() for a new one); internal_error where it is
    /// not there any more.
    Result<std::string> signRefresh(const RefreshClaims& claims) const;
    std::string currentRefreshKid() const;

    /// token_invalid, or token_expired for a token that is right but old. Leeway 60 s on nbf and exp.
    Result<AccessClaims> verifyAccess(std::string_view token, Timestamp now) const;
    Result<RefreshClaims> verifyRefresh(std::string_view token, Timestamp now) const;

private:
    const KeyRing& m_keys;
    std::string m_access_header; ///< of the current key: nearly every token has it, so it is compared as text
    std::string m_refresh_header;
};

} // namespace dropseal::security
