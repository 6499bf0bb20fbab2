// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"

#include <string>
#include <string_view>

namespace dropseal::security {

/// Hashes and checks passwords (SECURITY.md 4.1). Thread-safe, blocking: about 160 ms at cost 12, so only
/// ever called from the hash pool. Passwords are bytes, used exactly as given.
class PasswordHasher {
public:
    /// `rounds`: bcrypt cost, 4 to 31.
    explicit PasswordHasher(int rounds);

    struct Verdict {
        bool matches = false;
        bool needs_rehash = false; ///< right, but another scheme or cost than hash() writes now
    };

    /// Passlib's bcrypt_sha256, version 2: `$bcrypt-sha256$v=2,t=2b,r=12$<22 salt>$<31 hash>`.
    Result<std::string> hash(std::string_view password) const;
    /// Knows bcrypt_sha256 v1 and v2, `$2a$ $2b$ $2y$`, `$y$` and `$argon2id$` where libxcrypt knows it. A
    /// stored text that is none of these does not match; nothing fails. Plain bcrypt takes the first 72 bytes
    /// and refuses passwords with a NUL.
    Verdict verify(std::string_view password, const std::string& stored) const;
    /// Costs as much as verify() and never matches: for unknown users, so that both answers take the same
    /// time.
    void verifyNobody(std::string_view password) const;
    int rounds() const { return m_rounds; }

private:
    int m_rounds;
    std::string m_nobody; ///< a hash of random bytes, made at construction
};

} // namespace dropseal::security
