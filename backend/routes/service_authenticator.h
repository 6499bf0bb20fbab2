// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/http/authenticator.h"
#include "backend/services/session_service.h"

namespace dropseal::routes {

/// A caller with a checked token, a live session and an active account.
struct SignedIn final : http::Caller {
    explicit SignedIn(const services::Principal& principal_) : principal(principal_) {}
    bool isAdmin() const override { return principal.isAdmin(); }

    services::Principal principal;
};

class ServiceAuthenticator final : public http::Authenticator {
public:
    /// `sessions` must outlive it.
    explicit ServiceAuthenticator(services::SessionService& sessions) : m_sessions(sessions) {}

    std::optional<Answer> cached(std::string_view access_token) override;
    Answer check(std::string_view access_token) override;

private:
    services::SessionService& m_sessions;
};

} // namespace dropseal::routes
