// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/security/jws.h"
#include "backend/security/token_signer.h"
#include "shared/crypto/base64url.h"
#include "tests/backend/security/test_keys.h"

/// Tokens whose every byte is known, and a way to sign whatever else.
namespace dropseal::test {

using namespace dropseal::security;

inline const Timestamp Now = fromUnixSeconds(1795168740);
inline const std::string Header = R"({"alg":"HS256","typ":"JWT","kid":"5c1b64ac"})";
inline const std::string Payload =
    R"({"sub":"0192f1c2-7a00-7cc3-98c4-dc0c0c07398f","user_id":"0192f1c2-7a00-7cc3-98c4-dc0c0c07398f",)"
    R"("employee_id":"E-1001","role":"user","sid":"0192f1c2-7a01-7b1d-8e55-3f0a55aa77cc","jti":"jti-1",)"
    R"("typ":"access","iss":"dropseal","aud":"dropseal","iat":1795168740,"nbf":1795168740,"exp":1795169640})";

// Both computed with Python's hmac and json.
inline const std::string AccessToken =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjVjMWI2NGFjIn0."
    "eyJzdWIiOiIwMTkyZjFjMi03YTAwLTdjYzMtOThjNC1kYzBj"
    "MGMwNzM5OGYiLCJ1c2VyX2lkIjoiMDE5MmYxYzItN2EwMC03Y2MzLTk4YzQtZGMwYzBjMDczOThm"
    "IiwiZW1wbG95ZWVfaWQiOiJFLTEwMDEiLCJ"
    "yb2xlIjoidXNlciIsInNpZCI6IjAxOTJmMWMyLTdhMDEtN2IxZC04ZTU1LTNmMGE1NWFhNzdjYyI"
    "sImp0aSI6Imp0aS0xIiwidHlwIjoiYWNjZX"
    "NzIiwiaXNzIjoiZHJvcHNlYWwiLCJhdWQiOiJkcm9wc2VhbCIsImlhdCI6MTc5NTE2ODc0MCwibm"
    "JmIjoxNzk1MTY4NzQwLCJleHAiOjE3OTUxN"
    "jk2NDB9.iUEkKKs5YQ-c08zM_v0RDY99N4XdYoK5A99qd6hLD6U";
inline const std::string RefreshToken =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImI0NWFhOGYyIn0.eyJzdWIiOiIwMTkyZjFjMi03YTAwLT"
    "djYzMtOThjNC1kYzBjMGMwNzM5OGYiLCJzaWQiOiIwMTkyZjFjMi03YTAxLTdiMWQtOGU1NS0zZjBhNTVhYTc3Y2Mi"
    "LCJqdGkiOiJqdGktMiIsInR5cCI6InJlZnJlc2giLCJpc3MiOiJkcm9wc2VhbCIsImF1ZCI6ImRyb3BzZWFsIiwiaW"
    "F0IjoxNzk1MTY4NzQwLCJuYmYiOjE3OTUxNjg3NDAsImV4cCI6MTc5Nzc2MDc0MH0.Ss_aM4y49fI-xacDP0wRPBPL"
    "5IHnQRAB5KI-xgzFBeM";

inline AccessClaims accessClaims() {
    return {*UserId::parse("0192f1c2-7a00-7cc3-98c4-dc0c0c07398f"),
            *SessionId::parse("0192f1c2-7a01-7b1d-8e55-3f0a55aa77cc"),
            "jti-1",
            "user",
            "E-1001",
            Now,
            Now + std::chrono::seconds(900)};
}

inline RefreshClaims refreshClaims() {
    const AccessClaims access = accessClaims();
    return {access.user_id, access.session_id, "jti-2", "b45aa8f2", Now, Now + std::chrono::days(30)};
}

/// A token of any header and payload with a signature that is right.
inline std::string forge(const std::string& header, const std::string& payload) {
    const KeyRing ring = testRing();
    return signJws(crypto::base64UrlEncode(header), payload,
                   ring.current(KeyRing::Use::Access).bytes.bytes());
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    if (at == std::string::npos)
        qFatal("a test replaces what is not there: %s", from.c_str());
    return text.replace(at, from.size(), to);
}

template <class T>
std::string codeOf(const Result<T>& result) {
    return result ? "ok" : std::string(info(result.error().code).word);
}

inline std::string verdictOn(const std::string& token, Timestamp now = Now) {
    const KeyRing ring = testRing();
    return codeOf(TokenSigner(ring).verifyAccess(token, now));
}

} // namespace dropseal::test
