// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/service_authenticator.h"

namespace dropseal::routes {

namespace {

http::Authenticator::Answer toCaller(const Result<services::Principal>& principal) {
    if (!principal)
        return principal.error();
    return std::shared_ptr<const http::Caller>(std::make_shared<const SignedIn>(*principal));
}

} // namespace

std::optional<http::Authenticator::Answer> ServiceAuthenticator::cached(std::string_view access_token) {
    const auto principal = m_sessions.authenticateCached(access_token);
    if (!principal)
        return std::nullopt;
    return toCaller(*principal);
}

http::Authenticator::Answer ServiceAuthenticator::check(std::string_view access_token) {
    return toCaller(m_sessions.authenticate(access_token));
}

} // namespace dropseal::routes
