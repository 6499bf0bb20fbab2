// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dropseal {

/// Two lower-case hex digits a byte.
std::string toHex(std::span<const std::uint8_t> bytes);
/// Fills `out` from exactly 2 × out.size() lower-case hex digits; false (and `out` is unspecified) for
/// anything else.
bool fromHex(std::string_view text, std::span<std::uint8_t> out);

} // namespace dropseal
