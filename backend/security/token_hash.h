// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/hmac.h"
#include "shared/crypto/sha256.h"

#include <string>
#include <string_view>

namespace dropseal::security {

/// The form in which a token is stored: 64 hex digits of its SHA-256, so that a copy of the database opens
/// nothing.
inline std::string tokenHash(std::string_view token) {
    return crypto::sha256Hex(token);
}

/// The same as 32 raw bytes: the name of a token in a cache, where its own text has no business.
inline crypto::Sha256Digest tokenDigest(std::string_view token) {
    return crypto::sha256(token);
}

/// Compares secrets in a time that depends on their lengths only.
inline bool equalSecrets(std::string_view a, std::string_view b) {
    return crypto::constantTimeEqual(a, b);
}

} // namespace dropseal::security
