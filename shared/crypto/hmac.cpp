// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/hmac.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <cstdlib>

namespace dropseal::crypto {

namespace {

struct MacDeleter {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
struct KdfDeleter {
    void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};
using MacContext = std::unique_ptr<EVP_MAC_CTX, MacDeleter>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, KdfDeleter>;

constexpr std::size_t HkdfMaxSize = std::size_t{255} * 32; ///< RFC 5869 section 2.3

/// A MAC that cannot be computed means a broken library or no memory: nothing sane can follow.
void require(bool done) {
    if (!done)
        std::abort();
}

/// OpenSSL's parameter lists are not const-correct; it only reads what is given here.
OSSL_PARAM digestParameter() {
    static char name[] = "SHA256";
    return OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0);
}

OSSL_PARAM octets(const char* key, std::span<const std::uint8_t> bytes) {
    return OSSL_PARAM_construct_octet_string(key, const_cast<std::uint8_t*>(bytes.data()), bytes.size());
}

/// Algorithm and digest are looked up once a thread, because that costs more than the MAC of a token.
MacContext makeMacContext() {
    EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    require(algorithm != nullptr);
    MacContext context(EVP_MAC_CTX_new(algorithm));
    EVP_MAC_free(algorithm); // the context holds its own reference
    const OSSL_PARAM parameters[] = {digestParameter(), OSSL_PARAM_construct_end()};
    require(context != nullptr && EVP_MAC_CTX_set_params(context.get(), parameters) == 1);
    return context;
}

} // namespace

Sha256Digest hmacSha256(std::span<const std::uint8_t> key, std::string_view message) {
    thread_local const MacContext context = makeMacContext();
    // OpenSSL reads a null key as "the key of last time", so that an empty key must point somewhere.
    static constexpr std::uint8_t Nothing = 0;
    const std::uint8_t* const keyData = key.empty() ? &Nothing : key.data();
    Sha256Digest mac{};
    std::size_t size = 0;
    require(EVP_MAC_init(context.get(), keyData, key.size(), nullptr) == 1);
    require(EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(message.data()),
                           message.size()) == 1);
    require(EVP_MAC_final(context.get(), mac.data(), &size, mac.size()) == 1 && size == mac.size());
    return mac;
}

SecretBytes hkdfSha256(std::span<const std::uint8_t> key, std::string_view label, std::size_t size) {
    require(size > 0 && size <= HkdfMaxSize && !key.empty());
    EVP_KDF* const algorithm = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
    require(algorithm != nullptr);
    const KdfContext context(EVP_KDF_CTX_new(algorithm));
    EVP_KDF_free(algorithm);
    require(context != nullptr);
    const auto* const info = reinterpret_cast<const std::uint8_t*>(label.data());
    const OSSL_PARAM withInfo[] = {digestParameter(), octets(OSSL_KDF_PARAM_KEY, key),
                                   octets(OSSL_KDF_PARAM_INFO, {info, label.size()}),
                                   OSSL_PARAM_construct_end()};
    const OSSL_PARAM withoutInfo[] = {digestParameter(), octets(OSSL_KDF_PARAM_KEY, key),
                                      OSSL_PARAM_construct_end()};
    SecretBytes derived(size);
    require(EVP_KDF_derive(context.get(), derived.writable().data(), size,
                           label.empty() ? withoutInfo : withInfo) == 1);
    return derived;
}

bool constantTimeEqual(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
    return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

bool constantTimeEqual(std::string_view a, std::string_view b) {
    return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

} // namespace dropseal::crypto
