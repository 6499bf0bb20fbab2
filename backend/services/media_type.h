// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal::services {

/// How many first bytes of a file are enough to find its type.
inline constexpr std::size_t SniffBytes = 512;

/// The media type that the first bytes show ("image/png", "text/plain", …); empty where they show none.
/// Never an active type by itself: HTML and SVG are found as such, so that nobody takes them for text.
std::string sniffMediaType(std::span<const std::uint8_t> beginning);
/// By the extension of a file name; empty where it is unknown.
std::string mediaTypeOfName(std::string_view filename);
/// `type/subtype` in lower case, with a charset where one is given; empty for anything that is no media type
/// (RFC 9110 section 8.3.1), and for those that browsers and curl send for want of a better one.
std::string saneMediaType(std::string_view declared);
/// The declared type where it is sane, else by name, else by bytes, else "application/octet-stream".
std::string chooseMediaType(std::string_view declared, std::string_view filename,
                            std::span<const std::uint8_t> beginning);

/// Whether a list such as {"image/*", "application/pdf"} has the type; an empty list has every type.
bool isAllowedType(const std::vector<std::string>& allowed, std::string_view media_type);
/// Whether the bytes may be stored as `media_type`: their own type must be on the list too, unless it is only
/// a container of the other (a text, a ZIP file).
bool bytesAreAllowed(const std::vector<std::string>& allowed, std::span<const std::uint8_t> beginning);

/// With which type and disposition the bytes of a file go out.
struct Serving {
    std::string content_type;
    bool is_inline = false;
};

/// SECURITY.md 4.20: inline only what is wanted inline and whose *bytes* show a type of the short list; with
/// that type. An attachment keeps its stored type, unless a browser could run it.
Serving servingOf(bool wants_inline, std::string_view stored_type, std::span<const std::uint8_t> beginning);

} // namespace dropseal::services
