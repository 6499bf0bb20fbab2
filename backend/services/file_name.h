// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/clock.h"
#include "shared/core/id.h"

#include <string>
#include <string_view>

namespace dropseal::services {

/// The file name rule (SECURITY.md 4.19): Unicode NFC; without control and bidi characters and without
/// `/ \ : * ? " < > |`; no leading dot or space, no trailing one; a name that Windows reserves gets a leading
/// `_`; at most 255 bytes of UTF-8, the stem cut at a character and the extension kept; nothing left →
/// "file". Idempotent. Takes any bytes.
std::string safeFileName(std::string_view name);
/// Whether the rule finds anything to keep in `name`.
bool hasFileName(std::string_view name);

/// The form of a safe name inside a key: only `A-Z a-z 0-9 . _ -`, so that it needs no escaping in a URL; at
/// most 120 bytes.
std::string keyName(std::string_view safe_name);
/// `<unix time>-<first 8 of the user id>-<safe file name>`.
std::string fileKey(Timestamp at, const UserId& owner, std::string_view safe_name);

} // namespace dropseal::services
