// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/security/token_signer.h"

#include "backend/security/jws.h"
#include "backend/security/token_claims.h"
#include "shared/core/limits.h"
#include "shared/crypto/base64url.h"
#include "shared/json/json.h"

namespace dropseal::security {

namespace {

constexpr std::string_view Issuer = "dropseal"; ///< iss and aud
constexpr std::string_view AccessType = "access";
constexpr std::string_view RefreshType = "refresh";

/// Why, for the log only; a client that holds a bad token learns nothing from it.
Error invalid(std::string cause) {
    return {ErrorCode::token_invalid, {}, std::move(cause)};
}

void addCommon(json::Value& claims, const std::string& jti, std::string_view type, Timestamp issuedAt,
               Timestamp expiresAt) {
    claims["jti"] = jti;
    claims["typ"] = type;
    claims["iss"] = Issuer;
    claims["aud"] = Issuer;
    claims["iat"] = toUnixSeconds(issuedAt);
    claims["nbf"] = toUnixSeconds(issuedAt);
    claims["exp"] = toUnixSeconds(expiresAt);
}

/// What both kinds of token share.
struct CommonClaims {
    UserId user_id;
    SessionId session_id;
    std::string jti;
    Timestamp issued_at;
    Timestamp expires_at;
};

/// RFC 8725 sections 3.8 to 3.11: issuer, audience, kind and times are all checked, none is optional.
Result<CommonClaims> judge(const TokenClaims& claims, std::string_view type, Timestamp now) {
    if (claims.iss != Issuer || claims.aud != Issuer || claims.typ != type)
        return invalid("wrong iss, aud or typ");
    const auto user = UserId::parse(claims.sub);
    const auto session = SessionId::parse(claims.sid);
    if (!user || !session || claims.jti.empty())
        return invalid("bad sub, sid or jti");
    const Timestamp expiresAt = fromUnixSeconds(claims.exp);
    if (now + limits::TokenLeeway < fromUnixSeconds(claims.nbf))
        return invalid("not valid yet");
    if (now - limits::TokenLeeway >= expiresAt)
        return Error(ErrorCode::token_expired);
    return CommonClaims{*user, *session, std::string(claims.jti), fromUnixSeconds(claims.iat), expiresAt};
}

Result<AccessClaims> judgeAccess(const TokenClaims& claims, Timestamp now) {
    auto common = judge(claims, AccessType, now);
    if (!common)
        return std::move(common).error();
    if (!claims.role || claims.user_id != claims.sub)
        return invalid("bad role or user_id");
    AccessClaims result;
    result.user_id = common->user_id;
    result.session_id = common->session_id;
    result.jti = std::move(common->jti);
    result.role = *claims.role;
    if (claims.employee_id)
        result.employee_id = std::string(*claims.employee_id);
    result.issued_at = common->issued_at;
    result.expires_at = common->expires_at;
    return result;
}

struct VerifiedPayload {
    std::string text;
    const SigningKey* key = nullptr;
};

/// The key that the header asks for; null for a header that is refused and for an unknown kid. Without a kid
/// it is the current key (SECURITY.md 4.5).
const SigningKey* keyFor(const KeyRing& keys, KeyRing::Use use, std::string_view header) {
    const auto read = readJwsHeader(header);
    if (!read)
        return nullptr;
    return read->kid ? keys.find(use, *read->kid) : &keys.current(use);
}

/// Nothing of the payload is looked at before the signature is known to be right.
Result<VerifiedPayload> verifySignature(const KeyRing& keys, KeyRing::Use use, std::string_view known_header,
                                        std::string_view token) {
    const auto jws = splitJws(token);
    if (!jws)
        return invalid("not a compact JWS");
    const SigningKey* const key =
        jws->header == known_header ? &keys.current(use) : keyFor(keys, use, jws->header);
    if (key == nullptr)
        return invalid("header refused");
    if (!signatureMatches(*jws, key->bytes.bytes()))
        return invalid("wrong signature");
    const auto text = crypto::base64UrlDecode(jws->payload);
    if (!text)
        return invalid("payload is not base64url");
    return VerifiedPayload{*text, key};
}

} // namespace

TokenSigner::TokenSigner(const KeyRing& keys)
    : m_keys(keys)
    , m_access_header(encodedJwsHeader(keys.current(KeyRing::Use::Access).kid))
    , m_refresh_header(encodedJwsHeader(keys.current(KeyRing::Use::Refresh).kid)) {
}

std::string TokenSigner::signAccess(const AccessClaims& claims) const {
    json::Value payload;
    payload["sub"] = claims.user_id.toString();
    payload["user_id"] = claims.user_id.toString();
    payload["employee_id"] = nullptr;
    if (claims.employee_id)
        payload["employee_id"] = *claims.employee_id;
    payload["role"] = claims.role;
    payload["sid"] = claims.session_id.toString();
    addCommon(payload, claims.jti, AccessType, claims.issued_at, claims.expires_at);
    return signJws(m_access_header, json::dump(payload), m_keys.current(KeyRing::Use::Access).bytes.bytes());
}

Result<std::string> TokenSigner::signRefresh(const RefreshClaims& claims) const {
    const SigningKey* const key = m_keys.find(KeyRing::Use::Refresh, claims.kid);
    if (key == nullptr)
        return Error::internal("no refresh key with the id " + claims.kid);
    // The order of the members is part of the contract: a successor that was lost is signed again from its
    // row, and must come out the same on any later version.
    json::Value payload;
    payload["sub"] = claims.user_id.toString();
    payload["sid"] = claims.session_id.toString();
    addCommon(payload, claims.jti, RefreshType, claims.issued_at, claims.expires_at);
    return signJws(encodedJwsHeader(key->kid), json::dump(payload), key->bytes.bytes());
}

std::string TokenSigner::currentRefreshKid() const {
    return m_keys.current(KeyRing::Use::Refresh).kid;
}

Result<AccessClaims> TokenSigner::verifyAccess(std::string_view token, Timestamp now) const {
    const auto verified = verifySignature(m_keys, KeyRing::Use::Access, m_access_header, token);
    if (!verified)
        return verified.error();
    if (const auto own = readOwnAccessClaims(verified->text))
        return judgeAccess(*own, now);
    const auto payload = json::parse(verified->text);
    const auto claims = payload ? readClaims(*payload) : std::nullopt;
    return claims ? judgeAccess(*claims, now) : invalid("payload refused");
}

Result<RefreshClaims> TokenSigner::verifyRefresh(std::string_view token, Timestamp now) const {
    const auto verified = verifySignature(m_keys, KeyRing::Use::Refresh, m_refresh_header, token);
    if (!verified)
        return verified.error();
    const auto payload = json::parse(verified->text);
    const auto claims = payload ? readClaims(*payload) : std::nullopt;
    if (!claims)
        return invalid("payload refused");
    auto common = judge(*claims, RefreshType, now);
    if (!common)
        return std::move(common).error();
    return RefreshClaims{common->user_id,    common->session_id, std::move(common->jti),
                         verified->key->kid, common->issued_at,  common->expires_at};
}

} // namespace dropseal::security
