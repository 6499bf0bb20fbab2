// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/request_policy.h"
#include "backend/http/cors_rule.h"
#include "backend/http/host_rule.h"
#include "backend/http/pools.h"
#include "backend/http/router.h"
#include "backend/routes/account_watch.h"
#include "backend/routes/backend_state.h"
#include "backend/routes/service_authenticator.h"

#include <memory>

namespace dropseal::routes {

/// Decides about each head: is the host ours, is there such a route, may this caller use it, what body does
/// it take. Answers at once where caches are enough, else from the pool `pooled`. Thread-safe.
class RequestGate final : public edge::RequestPolicy {
public:
    /// All must outlive the gate.
    RequestGate(BackendState& state, const http::Router& router, const http::CorsRule& cors,
                http::Pools& pools);

    void decide(std::shared_ptr<const edge::RequestHead> head, const edge::Peer& peer,
                const std::string& request_id, Answer answer) override;

private:
    /// A request between its head and its verdict.
    struct Case {
        std::shared_ptr<const edge::RequestHead> head;
        edge::Peer peer;
        std::shared_ptr<http::RouteContext> context;
        std::optional<std::string> token; ///< a Bearer token that caches do not know
    };

    /// Where the request must not go on whatever it wants; ok else.
    std::optional<edge::Verdict> checkWay(const edge::RequestHead& head, const edge::Peer& peer) const;
    Result<void> checkHost(const edge::RequestHead& head, const edge::Peer& peer) const;
    Result<void> checkOrigin(const edge::RequestHead& head) const;
    /// Finds the route; a verdict where that is the end of it already.
    std::optional<edge::Verdict> match(Case& given) const;
    Result<void> readCredentials(Case& given);
    Result<void> admit(Case& given, const Result<std::shared_ptr<const http::Caller>>& caller) const;
    bool mustBlock(const Case& given) const;
    void decideLater(Case given, Answer answer);
    edge::Verdict decideBlocking(Case& given);
    edge::Verdict takeBody(Case& given);
    Result<edge::Verdict> takeUpload(Case& given);

    BackendState& m_state;
    const http::Router& m_router;
    const http::CorsRule& m_cors;
    http::Pools& m_pools;
    ServiceAuthenticator m_authenticator;
    AccountWatch m_watch;
    http::HostRule m_hosts;
    http::Route m_options; ///< answers OPTIONS on every known path
};

} // namespace dropseal::routes
