// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dropseal::edge {

/// An address of either family; an IPv4 one as ::ffff:a.b.c.d, so that it is the same in both.
using IpAddress = std::array<std::uint8_t, 16>;

/// A block of addresses: all that have the first `bits` bits of `address`.
struct Network {
    IpAddress address{};
    int bits = 128;

    bool holds(const IpAddress& other) const noexcept;
};

/// Numeric text, without brackets, port and zone; none for anything else.
std::optional<IpAddress> parseIp(std::string_view text);
/// As inet_ntop(3) writes it; IPv4 with dots.
std::string toText(const IpAddress& address);
bool isLoopback(const IpAddress& address) noexcept;
/// Loopback, link-local, or of a network that is somebody's own (RFC 1918, RFC 4193).
bool isPrivate(const IpAddress& address) noexcept;
/// What one customer of a network has: an IPv4 address, the /64 of an IPv6 one.
IpAddress blockOf(IpAddress address) noexcept;

} // namespace dropseal::edge
