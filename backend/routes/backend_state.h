// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/http/call.h"
#include "backend/http/response.h"
#include "backend/routes/profile_cache.h"
#include "backend/routes/readiness.h"
#include "backend/routes/routes.h"
#include "shared/api/file_messages.h"
#include "shared/api/user_messages.h"

#include <atomic>
#include <string>

namespace dropseal::routes {

/// What all handlers share.
struct BackendState {
    BackendState(const Services& services_, RouteOptions options_)
        : services(services_), options(std::move(options_)), readiness(options.readiness, services.clock) {}

    Services services;
    RouteOptions options;
    ProfileCache profiles;
    Readiness readiness;
    std::atomic<bool> draining{false};
    std::string open_api;
};

using Answer = Result<http::Response>;

/// Who asks, of a route with the guard User or Admin. Never for Public, Link and the control socket.
const services::Principal& principalOf(const http::Call& call);
services::ClientInfo clientOf(const http::Call& call);
/// "https://files.example": PUBLIC_URL, else the Host of this same request, which has passed the host rule.
std::string originOf(const BackendState& state, const http::Call& call);

api::User toApi(const stores::UserRecord& user);
api::File toApi(const stores::FileRecord& file);

/// `limit` and `cursor` of a list; what is wrong is added to `faults`.
stores::Page pageOf(const http::Query& query, std::vector<FieldError>& faults);
/// Path parameter `i` as an id: not_found where it is none.
template <class AnyId>
Result<AnyId> pathId(const http::Call& call, std::size_t i = 0) {
    const auto id = AnyId::parse(call.pathValue(i));
    if (!id)
        return Error(ErrorCode::not_found);
    return *id;
}

} // namespace dropseal::routes
