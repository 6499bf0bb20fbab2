// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/config/setting_row.h"
#include "shared/core/result.h"

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
std::string httpOrigin(const std::string& host, std::uint16_t port);

/// The words between commas, without blanks around them; empty ones are left out.
std::vector<std::string> readList(std::string_view text);
/// Scheme, host and port in lower case without a slash at the end; none for anything that has more.
std::optional<std::string> readOrigin(std::string_view text);
/// The path of sqlite:///PATH (also sqlite+driver:///PATH, as SQLAlchemy writes it); none else.
std::optional<std::string> readSqlitePath(std::string_view url);

/// The words after "must be" where `text` is no good value for the row; none where it is one.
std::optional<std::string> faultOf(const SettingRow& row, std::string_view text);

} // namespace dropseal::config
