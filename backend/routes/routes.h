// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/edge.h"
#include "backend/http/access_log.h"
#include "backend/services/account_service.h"
#include "backend/services/file_service.h"
#include "backend/services/link_service.h"
#include "backend/services/session_service.h"
#include "backend/services/upload_service.h"
#include "shared/core/limits.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dropseal::routes {

/// What the handlers call. All of it outlives the App.
struct Services {
    services::AccountService& accounts;
    services::SessionService& sessions;
    services::UploadService& uploads;
    services::FileService& files;
    services::LinkService& links;
    const Clock& clock;
};

/// One thing without which the server is not ready: its name in `checks` of GET /health/ready, and a blocking
/// look at it.
struct ReadinessCheck {
    std::string name;
    std::function<Result<void>()> check;
};

struct RouteOptions {
    std::string public_url;                 ///< "https://files.example"; empty: none
    std::vector<std::string> allowed_hosts; ///< names without a port
    bool bound_to_loopback = true;          ///< then only loopback names (and those above) are ours: 421 else
    std::vector<std::string> cors_origins;  ///< pages of these may read answers; as a browser writes them
    bool require_https = false;             ///< 426 for what comes over plain HTTP, health excepted
    bool hsts_subdomains = true;
    /// Told once, from any thread, where so many accounts come from one private address that it must be a
    /// proxy's, and nobody trusts it.
    std::function<void(const std::string& address)> hidden_proxy;
    std::int64_t max_json_bytes = static_cast<std::int64_t>(limits::JsonBodyBytes);
    bool mail = false; ///< mails can be sent; `features.mail` of GET /
    std::string version = DROPSEAL_VERSION;
    /// The setup token while there is one; empty text once setup is over. Any thread.
    std::function<std::string()> setup_token = [] { return std::string(); };
    /// Told after an admin was made, by setup or by an admin: the token has no use any more. Any thread.
    std::function<void()> admin_made = [] {};
    std::vector<ReadinessCheck> readiness;
    http::AccessLog* access_log = nullptr; ///< not owned; null: no log

    int pooled_threads = 16;
    int store_threads = 16;
    int hash_threads = 0; ///< 0: as many as cores; they run at nice 19
    std::size_t queue = 1024;
    std::size_t hash_queue = 32;
};

/// All routes over their services: what an Edge needs to serve them.
class App {
public:
    virtual ~App() = default;

    virtual edge::RequestPolicy& policy() = 0;
    virtual const edge::ErrorPage& errorPage() = 0;
    /// Servers made by it must be gone before the App.
    virtual edge::HttpServerFactory httpServers() = 0;
    /// From now on GET /health/ready is 503, so that a balancer looks elsewhere. Any thread.
    virtual void setDraining() = 0;
    /// Ends the pools: what is queued is answered with 503, what runs is waited for. Afterwards nothing calls
    /// the services. Before the edge is destroyed; the destructor does it too.
    virtual void stop() = 0;
};

/// Starts the thread pools; never fails on good options.
std::unique_ptr<App> makeApp(const Services& services, RouteOptions options);

} // namespace dropseal::routes
