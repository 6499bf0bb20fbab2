// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/sha256.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dropseal::security {

/// A token in JWS compact serialisation (RFC 7515 section 7.1), taken apart. The views point into the token.
struct CompactJws {
    std::string_view header;        ///< base64url, not yet looked at
    std::string_view payload;       ///< base64url, not yet looked at
    std::string_view signing_input; ///< header, dot, payload
    crypto::Sha256Digest signature{};
};

/// What a JOSE header may tell us; the algorithm is not among it, because only HS256 is ever accepted.
struct JwsHeader {
    std::optional<std::string> kid;
};

/// Exactly three parts in at most 4 KiB, the last one the canonical base64url of 32 bytes.
std::optional<CompactJws> splitJws(std::string_view token);
/// Takes `{"alg":"HS256"}` with an optional typ "JWT" and an optional kid. Any other member is refused: crit
/// (RFC 7515 section 4.1.11) as much as jwk, jku, x5u and x5c, which would let a token bring its own key.
std::optional<JwsHeader> readJwsHeader(std::string_view encoded);
/// HMAC-SHA256 over the signing input, compared in constant time.
bool signatureMatches(const CompactJws& jws, std::span<const std::uint8_t> key);

/// base64url of exactly `{"alg":"HS256","typ":"JWT","kid":"…"}`.
std::string encodedJwsHeader(std::string_view kid);
/// The whole token.
std::string signJws(std::string_view encoded_header, std::string_view payload,
                    std::span<const std::uint8_t> key);

} // namespace dropseal::security
