// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/sha256.h"

#include "shared/core/hex.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace dropseal::crypto {

namespace {

struct ContextDeleter {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, ContextDeleter>;

/// A digest that cannot be computed means a broken library or no memory: nothing sane can follow.
void require(bool done) {
    if (!done)
        std::abort();
}

/// Fetched once, because a fetch by name costs more than hashing a small message. Never freed: it lives as
/// long as the program.
const EVP_MD* algorithm() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    require(fetched != nullptr);
    return fetched;
}

void start(EVP_MD_CTX* context) {
    require(EVP_DigestInit_ex2(context, algorithm(), nullptr) == 1);
}

Sha256Digest digestOf(EVP_MD_CTX* context) {
    Sha256Digest digest{};
    unsigned size = 0;
    require(EVP_DigestFinal_ex(context, digest.data(), &size) == 1 && size == digest.size());
    return digest;
}

Context makeContext() {
    Context context(EVP_MD_CTX_new());
    require(context != nullptr);
    return context;
}

} // namespace

struct Sha256::State {
    Context context = makeContext();
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {
    start(m_state->context.get());
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::span<const std::uint8_t> bytes) {
    require(EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()) == 1);
}

void Sha256::update(std::string_view bytes) {
    require(EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()) == 1);
}

Sha256Digest Sha256::finish() {
    const Sha256Digest digest = digestOf(m_state->context.get());
    start(m_state->context.get());
    return digest;
}

Sha256Digest sha256(std::string_view bytes) {
    thread_local const Context context = makeContext();
    start(context.get());
    require(EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1);
    return digestOf(context.get());
}

std::string sha256Hex(std::string_view bytes) {
    return toHex(sha256(bytes));
}

} // namespace dropseal::crypto
