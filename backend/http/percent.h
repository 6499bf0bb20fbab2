// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dropseal::http {

/// Decodes `%XX` once (RFC 3986 section 2.1). None for a broken escape, and for a NUL.
std::optional<std::string> percentDecode(std::string_view text);
/// The same for application/x-www-form-urlencoded, where '+' is a space and a NUL is a character like others.
std::optional<std::string> formDecode(std::string_view text);

} // namespace dropseal::http
