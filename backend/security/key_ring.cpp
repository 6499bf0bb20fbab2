// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/security/key_ring.h"

#include "shared/crypto/hmac.h"
#include "shared/crypto/sha256.h"

#include <algorithm>
#include <array>

namespace dropseal::security {

namespace {

constexpr std::size_t MinSecretBytes = 32; ///< RFC 7518 section 3.2: no shorter than the hash
constexpr std::size_t DerivedKeyBytes = 32;
constexpr std::size_t KidDigits = 8;

struct Derived {
    KeyRing::Use use;
    std::string_view label;
};

/// The labels are part of every token that was ever signed: they never change.
constexpr std::array DerivedKeys = {
    Derived{KeyRing::Use::Refresh, "jwt-refresh"}, Derived{KeyRing::Use::Presign, "presign"},
    Derived{KeyRing::Use::Share, "share"},         Derived{KeyRing::Use::Unlock, "unlock"},
    Derived{KeyRing::Use::Lease, "lease"},         Derived{KeyRing::Use::Device, "device"},
    Derived{KeyRing::Use::Audit, "audit"},         Derived{KeyRing::Use::TotpEncryption, "totp-enc"},
};

SigningKey makeKey(SecretBytes bytes) {
    SigningKey key;
    key.kid = crypto::sha256Hex(bytes.view()).substr(0, KidDigits);
    key.bytes = std::move(bytes);
    return key;
}

void addKey(std::vector<SigningKey>& keys, SecretBytes bytes) {
    SigningKey key = makeKey(std::move(bytes));
    const auto same = [&key](const SigningKey& other) { return other.kid == key.kid; };
    if (std::none_of(keys.begin(), keys.end(), same))
        keys.push_back(std::move(key));
}

Error refusal(std::string_view name, std::string_view fault) {
    std::string cause(name);
    cause += fault;
    cause += " Make one with: openssl rand -hex 32";
    return Error::internal(std::move(cause));
}

Result<void> check(std::string_view name, const SecretBytes& secret) {
    if (secret.size() < MinSecretBytes)
        return refusal(name, " is shorter than 32 bytes.");
    if (isSampleSecret(secret.view()))
        return refusal(name, " is a sample that everybody knows, or a pattern.");
    return {};
}

Result<void> checkAll(std::string_view name, const SecretBytes& current,
                      const std::vector<SecretBytes>& old) {
    DROPSEAL_TRY(check(name, current));
    std::string oldName = "An old ";
    oldName += name;
    for (const SecretBytes& secret : old)
        DROPSEAL_TRY(check(oldName, secret));
    return {};
}

/// What only a sample that asks to be replaced says. A word such as "secret" alone is no ground: a long key
/// of one's own may hold it.
constexpr std::string_view SampleWords[] = {
    "changeme",   "change-me",  "change_me",   "change this", "change-this",  "change_this",
    "your-super", "your_super", "your-secret", "your_secret", "super-secret", "supersecret",
    "replace-me", "replace_me", "placeholder", "insecure",
};

/// Whole keys that documents show; most are too short as well.
constexpr std::string_view SampleKeys[] = {
    "secret",   "secret-key", "secretkey", "jwt-secret", "production-secret-key",
    "password", "default",    "example",
};

/// Keys of full length that stand in the manuals of FastAPI and Flask, and on jwt.io.
constexpr std::string_view PublishedKeys[] = {
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
    "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
    "a-string-secret-at-least-256-bits-long",
};

constexpr std::size_t MaxPatternBytes = 8;

/// One short piece again and again: "aaaa…", "secret1 secret1 …".
bool isRepetition(std::string_view text) {
    for (std::size_t period = 1; period <= std::min(text.size() / 2, MaxPatternBytes); ++period) {
        if (text.substr(period) == text.substr(0, text.size() - period))
            return true;
    }
    return false;
}

char toLower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equalsIgnoringCase(char a, char b) {
    return toLower(a) == toLower(b);
}

bool contains(std::string_view text, std::string_view word) {
    return std::search(text.begin(), text.end(), word.begin(), word.end(), equalsIgnoringCase) != text.end();
}

} // namespace

Result<KeyRing> KeyRing::make(Secrets secrets) {
    DROPSEAL_TRY(checkAll("JWT_SECRET", secrets.jwt_secret, secrets.old_jwt_secrets));
    DROPSEAL_TRY(checkAll("MASTER_KEY", secrets.master_key, secrets.old_master_keys));
    if (crypto::constantTimeEqual(secrets.jwt_secret.bytes(), secrets.master_key.bytes()))
        return Error::internal("JWT_SECRET and MASTER_KEY must differ: others may know JWT_SECRET.");
    KeyRing ring;
    auto& access = ring.m_keys[Use::Access];
    addKey(access, std::move(secrets.jwt_secret));
    for (SecretBytes& old : secrets.old_jwt_secrets)
        addKey(access, std::move(old));
    for (const auto& [use, label] : DerivedKeys) {
        auto& keys = ring.m_keys[use];
        addKey(keys, crypto::hkdfSha256(secrets.master_key.bytes(), label, DerivedKeyBytes));
        for (const SecretBytes& old : secrets.old_master_keys)
            addKey(keys, crypto::hkdfSha256(old.bytes(), label, DerivedKeyBytes));
    }
    return ring;
}

const SigningKey& KeyRing::current(Use use) const {
    return m_keys.at(use).front();
}

const SigningKey* KeyRing::find(Use use, std::string_view kid) const {
    for (const SigningKey& key : m_keys.at(use)) {
        if (key.kid == kid)
            return &key;
    }
    return nullptr;
}

bool isSampleSecret(std::string_view secret) {
    return isRepetition(secret) ||
           std::any_of(std::begin(SampleWords), std::end(SampleWords),
                       [secret](std::string_view word) { return contains(secret, word); }) ||
           std::any_of(std::begin(SampleKeys), std::end(SampleKeys),
                       [secret](std::string_view key) {
                           return std::equal(secret.begin(), secret.end(), key.begin(), key.end(),
                                             equalsIgnoringCase);
                       }) ||
           std::find(std::begin(PublishedKeys), std::end(PublishedKeys), secret) != std::end(PublishedKeys);
}

} // namespace dropseal::security
