// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/http/response.h"

#include <string_view>

namespace dropseal::http {

/// The answer for an error: problem+json (RFC 9457), or the envelope of `/api/auth/*`; with WWW-Authenticate
/// for 401 and Retry-After where it is known.
Response problemAnswer(const Error& error, std::string_view request_id, bool envelope = false);

/// The headers that every answer carries, X-Request-Id included.
std::vector<std::pair<std::string, std::string>> standardHeaders(const Response& response,
                                                                 std::string_view request_id);

} // namespace dropseal::http
