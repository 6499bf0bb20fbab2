// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dropseal::http {

/// The type under which bytes may be shown by a browser (SECURITY.md 4.20): the stated type, where it is on
/// the short list of pictures, sound, film and plain text *and* the bytes begin like it. Empty for all else,
/// which is only ever an attachment of application/octet-stream. `beginning` holds the first bytes, 512 are
/// enough.
std::string shownType(std::string_view stated_type, std::span<const std::uint8_t> beginning);

} // namespace dropseal::http
