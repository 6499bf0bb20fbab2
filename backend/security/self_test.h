// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"

namespace dropseal::security {

/// Checks SHA-256, HMAC, HKDF, base64url, bcrypt (cost 4) and one JWT against published answers. Run at
/// start: a server whose cryptography is wrong must not serve. internal_error names the part that failed.
Result<void> selfTest();

} // namespace dropseal::security
