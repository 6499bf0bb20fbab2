// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/json/json.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace dropseal::security {

/// The claims of a token as they were found, of the right JSON type, but not judged yet. The views point into
/// the text or the value that they were read from.
struct TokenClaims {
    std::string_view sub;
    std::optional<std::string_view> user_id;     ///< access tokens only
    std::optional<std::string_view> employee_id; ///< null counts as absent
    std::optional<std::string_view> role;        ///< access tokens only
    std::string_view sid;
    std::string_view jti;
    std::string_view typ;
    std::string_view iss;
    std::string_view aud;
    std::int64_t iat = 0; ///< seconds since 1970, up to the year 9999; the other two as well
    std::int64_t nbf = 0;
    std::int64_t exp = 0;
};

/// Reads an access token's payload if it is spelled exactly as TokenSigner writes it: this order, no white
/// space, no escapes, ASCII. That is nearly every token there is, and six times quicker than readClaims();
/// nothing for any other spelling, which says nothing about its worth.
std::optional<TokenClaims> readOwnAccessClaims(std::string_view payload);
/// Reads any spelling; other members are ignored (RFC 7519 section 4). Nothing where one that must be there
/// is missing or of another type.
std::optional<TokenClaims> readClaims(const json::Value& payload);

} // namespace dropseal::security
