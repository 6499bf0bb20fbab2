// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dropseal::services {

/// The characters of `utf8`; nothing where it is not valid UTF-8 (RFC 3629).
std::optional<std::u32string> decodeUtf8(std::string_view utf8);
/// The same with U+FFFD for what is not valid.
std::u32string decodeUtf8Leniently(std::string_view utf8);
std::string encodeUtf8(std::u32string_view characters);

/// C0, DEL, C1, line and paragraph separators, byte order mark: what has no place in a line of text.
bool isControl(char32_t character);
/// Characters that turn the direction of what follows: "photo\u202Egpj.exe" reads as "photoexe.jpg".
bool isBidiControl(char32_t character);

/// The longest beginning of at most `max_bytes` that ends at a character.
std::string_view cutUtf8(std::string_view utf8, std::size_t max_bytes);
/// Valid UTF-8 without controls, of at most `max_bytes`: fit for a row and a log line.
std::string printable(std::string_view text, std::size_t max_bytes);

} // namespace dropseal::services
