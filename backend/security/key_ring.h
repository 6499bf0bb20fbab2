// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"
#include "shared/core/secret.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal::security {

/// One signing key: `kid` = the first 8 hex digits of SHA-256(key).
struct SigningKey {
    std::string kid;
    SecretBytes bytes;
};

/// All keys of the server (SECURITY.md 4.5). Access tokens are signed with the bytes of JWT_SECRET as given;
/// all else with HKDF-SHA256 of MASTER_KEY under its label. Older keys stay readable by kid. Immutable after
/// construction; thread-safe.
class KeyRing {
public:
    enum class Use { Access, Refresh, Presign, Share, Unlock, Lease, Device, Audit, TotpEncryption };

    struct Secrets {
        SecretBytes jwt_secret;                   ///< at least 32 bytes
        SecretBytes master_key;                   ///< at least 32 bytes
        std::vector<SecretBytes> old_jwt_secrets; ///< verify only
        std::vector<SecretBytes> old_master_keys; ///< verify only
    };

    /// Fails with internal_error, cause in words, where a secret is short or one of the published samples.
    static Result<KeyRing> make(Secrets secrets);

    /// The key to sign with now.
    const SigningKey& current(Use use) const;
    /// The key of that id, current or old; null for an unknown id.
    const SigningKey* find(Use use, std::string_view kid) const;

private:
    KeyRing() = default;
    std::map<Use, std::vector<SigningKey>> m_keys; ///< the first of each is the current one
};

/// True for values that documents publish ("your-super-secret-key-here", "changeme", "secret", ...) and for
/// repeated characters.
bool isSampleSecret(std::string_view secret);

} // namespace dropseal::security
