// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/random.h"

#include "shared/crypto/base64url.h"

#include <openssl/rand.h>

#include <cstdlib>

namespace dropseal::crypto {

SecretBytes randomBytes(std::size_t size) {
    SecretBytes bytes(size);
    // A guessable key is worse than no program.
    if (size != 0 && RAND_priv_bytes_ex(nullptr, bytes.writable().data(), size, 0) != 1)
        std::abort();
    return bytes;
}

std::string randomToken(std::size_t size) {
    return base64UrlEncode(randomBytes(size).bytes());
}

} // namespace dropseal::crypto
