// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/error.h"
#include "shared/core/result.h"

#include <string>
#include <string_view>

namespace dropseal::api {

inline constexpr std::string_view ProblemType = "application/problem+json";

/// The body of a problem answer (RFC 9457) for `error`: `type`, `title`, `status`, `detail`, `code`,
/// `request_id`, `errors` where there are any, and the extras of the code. The private cause is not in it.
std::string encodeProblem(const Error& error, std::string_view request_id);

/// What a client reads out of a problem answer.
struct Problem {
    Error error;
    std::string request_id;
};

/// A `code` that this version does not know becomes internal_error, or bad_request for a status below 500.
Result<Problem> decodeProblem(std::string_view text);

} // namespace dropseal::api
