// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/http/open_api.h"
#include "backend/http/route.h"
#include "backend/routes/backend_state.h"

#include <span>
#include <vector>

namespace dropseal::routes {

/// Every route of the server. `state` must outlive what is returned.
std::vector<http::Route> makeRoutes(BackendState& state);

/// What the OpenAPI document says of each, in the same order. Ends the program where a route has no row.
std::vector<http::Operation> operationsOf(std::span<const http::Route> routes);

} // namespace dropseal::routes
