// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/request_head.h"
#include "backend/http/route.h"
#include "shared/core/result.h"

#include <cstdint>

namespace dropseal::routes {

/// Whether a route takes a body of the type that the head states: unsupported_media_type. No body is always
/// fine here: the handler says what it misses.
Result<void> checkBodyType(const edge::RequestHead& head, http::Body body);

/// How many bytes of a body that goes into memory are read.
std::int64_t inlineLimit(http::Body body, std::int64_t max_json_bytes);

} // namespace dropseal::routes
