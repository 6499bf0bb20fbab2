// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>

namespace dropseal::edge {

namespace {

constexpr std::size_t MappedBytes = 12; ///< of ::ffff:a.b.c.d, before a

constexpr Network v4(std::uint8_t a, std::uint8_t b, int bits) {
    return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, 0, 0}, 96 + bits};
}

constexpr std::array<Network, 2> Loopback = {v4(127, 0, 8),
                                             {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128}};
constexpr std::array<Network, 6> Own = {v4(10, 0, 8),     v4(172, 16, 12), v4(192, 168, 16),
                                        v4(169, 254, 16), {{0xfc}, 7},     {{0xfe, 0x80}, 10}};

template <std::size_t N>
bool anyHolds(const std::array<Network, N>& networks, const IpAddress& address) {
    return std::any_of(networks.begin(), networks.end(),
                       [&](const Network& network) { return network.holds(address); });
}

bool isV4(const IpAddress& address) {
    return v4(0, 0, 0).holds(address);
}

} // namespace

bool Network::holds(const IpAddress& other) const noexcept {
    const auto whole = static_cast<std::size_t>(bits) / 8;
    if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(whole), other.begin()))
        return false;
    const int rest = bits % 8;
    return rest == 0 || (address[whole] ^ other[whole]) >> (8 - rest) == 0;
}

std::optional<IpAddress> parseIp(std::string_view text) {
    const std::string copy(text);
    if (copy.size() != text.size() || copy.find('\0') != std::string::npos)
        return std::nullopt;
    IpAddress address{};
    if (::inet_pton(AF_INET6, copy.c_str(), address.data()) == 1)
        return address;
    address[10] = address[11] = 0xff;
    if (::inet_pton(AF_INET, copy.c_str(), address.data() + MappedBytes) == 1)
        return address;
    return std::nullopt;
}

std::string toText(const IpAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (isV4(address))
        ::inet_ntop(AF_INET, address.data() + MappedBytes, text.data(), text.size());
    else
        ::inet_ntop(AF_INET6, address.data(), text.data(), text.size());
    return text.data();
}

bool isLoopback(const IpAddress& address) noexcept {
    return anyHolds(Loopback, address);
}

bool isPrivate(const IpAddress& address) noexcept {
    return isLoopback(address) || anyHolds(Own, address);
}

IpAddress blockOf(IpAddress address) noexcept {
    if (!isV4(address))
        std::fill(address.begin() + 8, address.end(), std::uint8_t{0});
    return address;
}

} // namespace dropseal::edge
