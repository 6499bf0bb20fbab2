// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/http/response.h"
#include "shared/core/clock.h"

#include <string_view>

namespace dropseal::http {

/// The answer for an error: problem+json (RFC 9457), or the envelope of `/api/auth/*`; with WWW-Authenticate
/// for 401 and Retry-After where it is known.
Response problemAnswer(const Error& error, std::string_view request_id, bool envelope = false);

/// All headers of an answer: its own and those that every answer carries, X-Request-Id and Date included.
std::vector<std::pair<std::string, std::string>> standardHeaders(const Response& response,
                                                                 std::string_view request_id, Timestamp now);

/// "Fri, 20 Nov 2026 10:00:00 GMT" (RFC 9110 section 5.6.7).
std::string httpDate(Timestamp at);

} // namespace dropseal::http
