// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/config/setting_row.h"
#include "shared/core/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal::config {

/// Decimal digits with an optional minus, nothing else; none where it does not fit.
std::optional<std::int64_t> readInteger(std::string_view text);

struct HostPort {
    std::string host; ///< without brackets
    std::uint16_t port = 0;
};
std::optional<HostPort> readHostPort(std::string_view text);
/// "http://127.0.0.1:8000", with brackets around an IPv6 address.
std::string originOf(std::string_view scheme, const std::string& host, std::uint16_t port);

/// The words between commas, without blanks around them; empty ones are left out.
std::vector<std::string> readList(std::string_view text);
/// Scheme, host and port in lower case without a slash at the end; none for anything that has more.
std::optional<std::string> readOrigin(std::string_view text);
/// on, true, yes, 1, and off, false, no, 0, in any case of letters.
std::optional<bool> readSwitch(std::string_view text);
/// As a browser names it in `Origin`: as readOrigin(), without the port that the scheme has anyway.
std::optional<std::string> readBrowserOrigin(std::string_view text);

/// The addresses that share the first `bits` bits of `address` (IPv4 as ::ffff:a.b.c.d).
struct AddressBlock {
    std::array<std::uint8_t, 16> address{};
    int bits = 128;

    bool operator==(const AddressBlock&) const = default;
};
/// `192.0.2.1`, `10.0.0.0/8`, `::1`, `fd00::/8`. None where an address has bits beyond its prefix: whoever
/// wrote 10.0.0.5/8 meant something else.
std::optional<AddressBlock> readNetwork(std::string_view text);

/// The path of sqlite:///PATH (also sqlite+driver:///PATH, as SQLAlchemy writes it); none else.
std::optional<std::string> readSqlitePath(std::string_view url);

/// The words after "must be" where `text` is no good value for the row; none where it is one.
std::optional<std::string> faultOf(const SettingRow& row, std::string_view text);

} // namespace dropseal::config
