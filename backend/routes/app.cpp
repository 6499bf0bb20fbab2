// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/http_servers.h"
#include "backend/http/problem_page.h"
#include "backend/routes/request_gate.h"
#include "backend/routes/route_table.h"
#include "backend/routes/routes.h"

namespace dropseal::routes {

namespace {

http::Pools::Options poolOptions(const RouteOptions& options) {
    return {options.pooled_threads, options.store_threads, options.hash_threads, options.queue,
            options.hash_queue};
}

RouteOptions tidied(RouteOptions options) {
    while (options.public_url.ends_with('/')) // paths are appended to it
        options.public_url.pop_back();
    return options;
}

class RoutedApp final : public App {
public:
    RoutedApp(const Services& services, RouteOptions options)
        : m_state(services, tidied(std::move(options)))
        , m_routes(makeRoutes(m_state))
        , m_router(m_routes)
        , m_rules{http::CorsRule(m_state.options.cors_origins), m_state.options.hsts_subdomains}
        , m_pages(m_router, m_rules, services.clock, m_state.options.access_log)
        , m_pools(poolOptions(m_state.options))
        , m_gate(m_state, m_router, m_rules.cors, m_pools) {
        m_state.open_api = http::openApiDocument(m_routes, operationsOf(m_routes), m_state.options.version);
    }
    ~RoutedApp() override { stop(); }

    edge::RequestPolicy& policy() override { return m_gate; }
    const edge::ErrorPage& errorPage() override { return m_pages; }
    edge::HttpServerFactory httpServers() override {
        return http::httpServers(m_pools, m_rules, m_state.services.clock, m_state.options.access_log);
    }
    void setDraining() override { m_state.draining = true; }
    void stop() override { m_pools.stop(); }

private:
    BackendState m_state;
    std::vector<http::Route> m_routes;
    http::Router m_router;
    http::AnswerRules m_rules;
    http::ProblemPage m_pages;
    http::Pools m_pools;
    RequestGate m_gate;
};

} // namespace

std::unique_ptr<App> makeApp(const Services& services, RouteOptions options) {
    return std::make_unique<RoutedApp>(services, std::move(options));
}

} // namespace dropseal::routes
