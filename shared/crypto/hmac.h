// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/secret.h"
#include "shared/crypto/sha256.h"

namespace dropseal::crypto {

/// HMAC-SHA256, RFC 2104.
Sha256Digest hmacSha256(std::span<const std::uint8_t> key, std::string_view message);
/// HKDF-SHA256 (RFC 5869) with an empty salt; `label` is the info. `size` at most 8160.
SecretBytes hkdfSha256(std::span<const std::uint8_t> key, std::string_view label, std::size_t size);
/// Compares in a time that depends on the lengths only (CRYPTO_memcmp).
bool constantTimeEqual(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);
bool constantTimeEqual(std::string_view a, std::string_view b);

} // namespace dropseal::crypto
