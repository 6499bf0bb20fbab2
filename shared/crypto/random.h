// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/secret.h"

#include <string>

namespace dropseal::crypto {

/// `size` bytes of OpenSSL's private generator, seeded from getrandom(2). Ends the program if the kernel has
/// none.
SecretBytes randomBytes(std::size_t size);
/// base64url of `size` random bytes: a token of 8 × size bits.
std::string randomToken(std::size_t size);

} // namespace dropseal::crypto
