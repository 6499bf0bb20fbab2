// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/security/password_hasher.h"

#include "shared/core/secret.h"
#include "shared/crypto/base64url.h"
#include "shared/crypto/hmac.h"
#include "shared/crypto/random.h"
#include "shared/crypto/sha256.h"

#include <crypt.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace dropseal::security {

namespace {

constexpr int MinRounds = 4;
constexpr int MaxRounds = 31;
constexpr std::size_t SaltChars = 22;
constexpr std::size_t SaltBytes = 16;
constexpr std::size_t ChecksumChars = 31;
constexpr std::size_t BcryptMaxBytes = 72; ///< bcrypt ignores the bytes behind these
constexpr std::string_view Sha256Prefix = "$bcrypt-sha256$";

/// libxcrypt's working memory: 32 kB, so not on the stack, and full of the password, so wiped.
struct ScratchDeleter {
    void operator()(crypt_data* data) const {
        wipeMemory(data, sizeof *data);
        delete data;
    }
};
using Scratch = std::unique_ptr<crypt_data, ScratchDeleter>;

/// crypt(3) of a phrase without NUL; nothing where libxcrypt does not know the setting or the phrase is too
/// long for it.
std::optional<std::string> cryptText(std::string_view phrase, const std::string& setting) {
    SecretBytes terminated(phrase.size() + 1);
    std::copy(phrase.begin(), phrase.end(), terminated.writable().begin());
    const Scratch scratch(new crypt_data());
    const char* const output =
        crypt_rn(terminated.view().data(), setting.c_str(), scratch.get(), int{sizeof(crypt_data)});
    if (output == nullptr)
        return std::nullopt;
    return std::string(output);
}

bool isBcryptText(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '/';
    });
}

/// A stored bcrypt hash of any spelling.
struct BcryptHash {
    enum class Scheme { Plain, Sha256Version1, Sha256Version2 };

    Scheme scheme = Scheme::Plain;
    std::string type; ///< "2b"
    int rounds = 0;
    std::string salt;
    std::string checksum;
};

bool takePrefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// One or two digits up to `end`, which is taken off too; 0 (no valid cost) for anything else.
int takeRounds(std::string_view& text, char end) {
    const std::size_t length = text.find(end);
    if (length != 1 && length != 2)
        return 0;
    int rounds = 0;
    for (const char c : text.substr(0, length)) {
        if (c < '0' || c > '9')
            return 0;
        rounds = rounds * 10 + (c - '0');
    }
    text.remove_prefix(length + 1);
    return rounds;
}

bool takeType(std::string_view& text, BcryptHash& hash, std::initializer_list<std::string_view> types) {
    for (const std::string_view type : types) {
        if (takePrefix(text, type)) {
            hash.type = type;
            return true;
        }
    }
    return false;
}

bool takeSaltAndChecksum(std::string_view text, std::string_view between, BcryptHash& hash) {
    if (text.size() != SaltChars + between.size() + ChecksumChars ||
        text.substr(SaltChars, between.size()) != between)
        return false;
    hash.salt = text.substr(0, SaltChars);
    hash.checksum = text.substr(SaltChars + between.size());
    return isBcryptText(hash.salt) && isBcryptText(hash.checksum) && hash.rounds >= MinRounds &&
           hash.rounds <= MaxRounds;
}

/// `$bcrypt-sha256$v=2,t=2b,r=12$salt$checksum` and, from Passlib before 1.7.3,
/// `$bcrypt-sha256$2a,12$salt$checksum`; a cost has no leading zero. `text` begins behind the prefix.
std::optional<BcryptHash> parseBcryptSha256(std::string_view text) {
    BcryptHash hash;
    if (takePrefix(text, "v=2,t=2b,r=")) {
        hash.scheme = BcryptHash::Scheme::Sha256Version2;
        hash.type = "2b";
    } else {
        hash.scheme = BcryptHash::Scheme::Sha256Version1;
        if (!takeType(text, hash, {"2a", "2b"}) || !takePrefix(text, ","))
            return std::nullopt;
    }
    if (text.starts_with('0'))
        return std::nullopt;
    hash.rounds = takeRounds(text, '$');
    if (!takeSaltAndChecksum(text, "$", hash))
        return std::nullopt;
    // Passlib refuses version 2 with unused salt bits set, for implementations read those differently.
    constexpr std::string_view CleanEnds = ".Oeu";
    if (hash.scheme == BcryptHash::Scheme::Sha256Version2 &&
        CleanEnds.find(hash.salt.back()) == std::string_view::npos)
        return std::nullopt;
    return hash;
}

std::optional<BcryptHash> parseBcrypt(std::string_view text) {
    if (takePrefix(text, Sha256Prefix))
        return parseBcryptSha256(text);
    BcryptHash hash;
    if (!takePrefix(text, "$") || !takeType(text, hash, {"2a", "2b", "2y"}) || !takePrefix(text, "$") ||
        text.find('$') != 2)
        return std::nullopt;
    hash.rounds = takeRounds(text, '$');
    return takeSaltAndChecksum(text, {}, hash) ? std::optional(hash) : std::nullopt;
}

/// What bcrypt gets instead of the password: base64, because raw bytes may hold a NUL, at which bcrypt ends.
/// The HMAC is keyed with the text of the salt, not with its bytes (Passlib, bcrypt_sha256).
SecretBytes innerKey(std::string_view password, const BcryptHash& hash) {
    const std::span salt(reinterpret_cast<const std::uint8_t*>(hash.salt.data()), hash.salt.size());
    crypto::Sha256Digest digest = hash.scheme == BcryptHash::Scheme::Sha256Version1
                                      ? crypto::sha256(password)
                                      : crypto::hmacSha256(salt, password);
    std::string text = crypto::base64Encode(digest);
    SecretBytes key{std::string_view(text)};
    wipeString(text);
    wipeMemory(digest.data(), digest.size());
    return key;
}

/// The checksum that the password has with the salt, cost and scheme of `hash`.
std::optional<std::string> checksumOf(std::string_view password, const BcryptHash& hash) {
    const std::string cost = (hash.rounds < 10 ? "0" : "") + std::to_string(hash.rounds);
    const std::string setting = '$' + hash.type + '$' + cost + '$' + hash.salt;
    const auto output = hash.scheme == BcryptHash::Scheme::Plain
                            ? cryptText(password.substr(0, BcryptMaxBytes), setting)
                            : cryptText(innerKey(password, hash).view(), setting);
    if (!output || output->size() < ChecksumChars)
        return std::nullopt;
    return output->substr(output->size() - ChecksumChars);
}

std::string format(const BcryptHash& hash) {
    std::string text(Sha256Prefix);
    text += "v=2,t=";
    text += hash.type;
    text += ",r=";
    text += std::to_string(hash.rounds);
    text += '$';
    text += hash.salt;
    text += '$';
    text += hash.checksum;
    return text;
}

/// A random salt in bcrypt's own base64; empty where libxcrypt makes none.
std::string makeSalt() {
    const SecretBytes random = crypto::randomBytes(SaltBytes);
    char setting[CRYPT_GENSALT_OUTPUT_SIZE] = {};
    if (crypt_gensalt_rn("$2b$", MinRounds, random.view().data(), int{SaltBytes}, setting,
                         int{sizeof setting}) == nullptr)
        return {};
    const std::string_view text(setting);
    return text.size() < SaltChars ? std::string() : std::string(text.substr(text.size() - SaltChars));
}

BcryptHash emptyHash(int rounds) {
    return {BcryptHash::Scheme::Sha256Version2, "2b", rounds, makeSalt(), {}};
}

/// Right form, random checksum: no password is known for it, and making it costs nothing at start.
std::string makeNobody(int rounds) {
    BcryptHash hash = emptyHash(rounds);
    hash.checksum = makeSalt() + makeSalt().substr(0, ChecksumChars - SaltChars);
    return format(hash);
}

} // namespace

PasswordHasher::PasswordHasher(int rounds)
    : m_rounds(std::clamp(rounds, MinRounds, MaxRounds)), m_nobody(makeNobody(m_rounds)) {
}

Result<std::string> PasswordHasher::hash(std::string_view password) const {
    BcryptHash hash = emptyHash(m_rounds);
    const auto checksum = hash.salt.empty() ? std::nullopt : checksumOf(password, hash);
    if (!checksum)
        return Error::internal("libcrypt cannot make a bcrypt hash");
    hash.checksum = *checksum;
    return format(hash);
}

PasswordHasher::Verdict PasswordHasher::verify(std::string_view password, const std::string& stored) const {
    const auto hash = parseBcrypt(stored);
    const bool isYescrypt = stored.starts_with("$y$") || stored.starts_with("$argon2id$");
    // crypt(3) ends at a NUL: "a\0b" must not open what "a" opens. The hashed schemes take any byte.
    const bool isCut =
        password.find('\0') != std::string_view::npos && (!hash || hash->scheme == BcryptHash::Scheme::Plain);
    if (isCut || (!hash && !isYescrypt)) {
        verifyNobody(password); // or the time would tell such accounts apart
        return {};
    }
    Verdict verdict;
    if (hash) {
        const auto checksum = checksumOf(password, *hash);
        verdict.matches = checksum && crypto::constantTimeEqual(*checksum, hash->checksum);
    } else {
        const auto output = cryptText(password, stored);
        if (!output)
            verifyNobody(password);
        verdict.matches = output && crypto::constantTimeEqual(*output, stored);
    }
    const bool isCurrent =
        hash && hash->scheme == BcryptHash::Scheme::Sha256Version2 && hash->rounds == m_rounds;
    verdict.needs_rehash = verdict.matches && !isCurrent;
    return verdict;
}

void PasswordHasher::verifyNobody(std::string_view password) const {
    if (const auto hash = parseBcrypt(m_nobody))
        static_cast<void>(checksumOf(password, *hash));
}

} // namespace dropseal::security
