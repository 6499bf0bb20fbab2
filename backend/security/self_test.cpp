// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/security/self_test.h"

#include "backend/security/jws.h"
#include "backend/security/password_hasher.h"
#include "shared/core/hex.h"
#include "shared/crypto/base64url.h"
#include "shared/crypto/hmac.h"
#include "shared/crypto/sha256.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace dropseal::security {

namespace {

std::span<const std::uint8_t> asBytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// FIPS 180-4, the example of three letters.
bool sha256Works() {
    return crypto::sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
}

/// RFC 4231 section 4.3.
bool hmacWorks() {
    return toHex(crypto::hmacSha256(asBytes("Jefe"), "what do ya want for nothing?")) ==
           "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
}

/// RFC 5869 appendix A.3: no salt, no info.
bool hkdfWorks() {
    std::array<std::uint8_t, 22> key{};
    key.fill(0x0b);
    return toHex(crypto::hkdfSha256(key, {}, 42).bytes()) ==
           "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879e"
           "c3454e5f3c738d2d9d201395faa4b61a96c8";
}

/// RFC 4648 section 10, and a value that needs the two digits of its section 5.
bool base64UrlWorks() {
    return crypto::base64UrlEncode("foobar") == "Zm9vYmFy" && crypto::base64UrlDecode("Zm9vYg") == "foob" &&
           crypto::base64UrlEncode("\xfb\xff") == "-_8" && !crypto::base64UrlDecode("-_9");
}

/// The first known answer of pyca/bcrypt, and its own scheme around it by Passlib 1.7.4.
bool bcryptWorks() {
    const PasswordHasher hasher(4);
    const std::string plain = "$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm";
    const std::string wrapped =
        "$bcrypt-sha256$v=2,t=2b,r=4$n79VH.0Q2TMWmt3Oqt9uku$sdU2s51xApBVBMVw4RZiJY.7FC1fevu";
    return hasher.verify("Kk4DQuMMfZL9o", plain).matches && !hasher.verify("Kk4DQuMMfZL9p", plain).matches &&
           hasher.verify("password", wrapped).matches;
}

/// RFC 7515 appendix A.1.
bool jwtWorks() {
    constexpr std::string_view Token =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const auto key = crypto::base64UrlDecode(
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
    const auto jws = splitJws(Token);
    if (!key || !jws || !readJwsHeader(jws->header))
        return false;
    auto changed = *jws;
    changed.signature[0] ^= 1;
    return signatureMatches(*jws, asBytes(*key)) && !signatureMatches(changed, asBytes(*key));
}

} // namespace

Result<void> selfTest() {
    struct Part {
        std::string_view name;
        bool (*works)();
    };
    constexpr Part Parts[] = {
        {"SHA-256", sha256Works},      {"HMAC-SHA256", hmacWorks}, {"HKDF-SHA256", hkdfWorks},
        {"base64url", base64UrlWorks}, {"bcrypt", bcryptWorks},    {"JWT HS256", jwtWorks},
    };
    for (const Part& part : Parts) {
        if (!part.works())
            return Error::internal("The self-test of " + std::string(part.name) + " failed.");
    }
    return {};
}

} // namespace dropseal::security
