// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace dropseal::json {

/// Members keep the order in which they were set.
using Value = nlohmann::ordered_json;

/// Reads one JSON text (RFC 8259) strictly: valid UTF-8 without byte order mark, no duplicate members, at
/// most 32 levels deep, nothing behind it, numbers in range. Fails with bad_json. Never throws.
Result<Value> parse(std::string_view text);
/// Compact text. Bytes that are not UTF-8 become U+FFFD; never throws.
std::string dump(const Value& value);

} // namespace dropseal::json
