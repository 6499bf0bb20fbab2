// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/error.h"

#include <string>
#include <string_view>

namespace dropseal::api {

/// Below here every answer and every error is in the envelope, also that of a wrong method.
inline constexpr std::string_view EnvelopePrefix = "/api/auth/";

/// The envelope of `/api/auth/*`: `{"success": true, "data": …, "message": …, "error": null}`. `data` is JSON
/// text that one of our own codecs wrote.
std::string envelopeSuccess(std::string_view data, std::string_view message);
/// The same with `success` false, `data` null, and the problem in `error`.
std::string envelopeError(const Error& error, std::string_view request_id);

} // namespace dropseal::api
