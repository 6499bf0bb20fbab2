// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/request_head.h"
#include "backend/http/query.h"
#include "backend/http/route.h"
#include "shared/core/result.h"

#include <optional>
#include <string_view>

namespace dropseal::http {

/// The Bearer token of a request (RFC 6750 section 2.1), as a view into `head`; none where there is no
/// Authorization. bad_request where it comes twice, or beside credentials in the query: two checks that each
/// trust the other let people in (SECURITY.md section 2 row 19). token_invalid for another scheme.
Result<std::optional<std::string_view>> bearerToken(const edge::RequestHead& head, const Query& query,
                                                    Guard guard);

/// The value of WWW-Authenticate for an error of status 401 (RFC 6750 section 3): with error="invalid_token"
/// where a token was given and is bad.
std::string_view challengeFor(ErrorCode code);

} // namespace dropseal::http
