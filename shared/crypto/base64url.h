// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal::crypto {

/// RFC 4648 section 5, without padding.
std::string base64UrlEncode(std::span<const std::uint8_t> bytes);
std::string base64UrlEncode(std::string_view bytes);
/// Strict: no padding, no white space, no length of 4n+1, unused bits zero. So each value has one spelling.
std::optional<std::string> base64UrlDecode(std::string_view text);
/// RFC 4648 section 4, with padding; for Passlib's and HTTP's forms.
std::string base64Encode(std::span<const std::uint8_t> bytes);
std::optional<std::string> base64Decode(std::string_view text);

} // namespace dropseal::crypto
