// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/error.h"
#include "shared/json/json.h"

#include <string_view>

/// A problem inside another message; only for the codecs of this room.
namespace dropseal::api {

json::Value problemToJson(const Error& error, std::string_view request_id);
/// The error's own detail, or its code's text.
std::string_view publicText(const Error& error);

} // namespace dropseal::api
