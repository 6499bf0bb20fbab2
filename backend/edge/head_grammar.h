// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The small pieces of RFC 9110 and RFC 9112 that the parsers share. Pure functions of their bytes.
namespace dropseal::edge::grammar {

/// RFC 9110 section 5.6.2: one `tchar`.
bool isTokenChar(char c) noexcept;
/// One or more `tchar`.
bool isToken(std::string_view text) noexcept;
/// RFC 9110 section 5.5: visible characters, spaces, tabs and obs-text; no NUL, CR, LF or other control.
bool isFieldValue(std::string_view text) noexcept;
/// Without spaces and tabs at both ends (OWS).
std::string_view trimmed(std::string_view text) noexcept;
std::string lowered(std::string_view text);
bool equalsIgnoringCase(std::string_view a, std::string_view lower) noexcept;
/// The elements of a list field (RFC 9110 section 5.6.1), trimmed; empty ones stay, so that a strict reader
/// sees them.
std::vector<std::string_view> listElements(std::string_view value);
/// A whole text of 1 to 19 decimal digits that fits in 63 bits; no sign, no space, no list.
std::optional<long long> parseLength(std::string_view text) noexcept;
/// -1 where it is none.
int hexDigit(char c) noexcept;
/// RFC 9110 section 4.2: host and optional port, no user, no path. Stricter than RFC 3986 in that a name is
/// letters, digits, `-`, `.`, `_` and `~` only, which is all that DNS and container networks use.
bool isAuthority(std::string_view text) noexcept;
/// Path or query characters of RFC 3986 (and the few that browsers leave unencoded) with whole
/// percent-encodings: no space, control, non-ASCII, `#`, `\`, `"`, `<` or `>`.
bool isTargetText(std::string_view text) noexcept;

} // namespace dropseal::edge::grammar
