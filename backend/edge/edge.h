// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/error_page.h"
#include "backend/edge/head_parser.h"
#include "backend/edge/limit_counts.h"
#include "backend/edge/proxy_rule.h"
#include "backend/edge/request_policy.h"
#include "backend/edge/tls_context.h"
#include "shared/core/result.h"

#include <QtNetwork/QTcpServer>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace dropseal::edge {

struct EdgeOptions {
    std::string host = "127.0.0.1"; ///< numeric IPv4 or IPv6, or "localhost"
    std::uint16_t port = 0;         ///< 0 picks one
    std::string control_socket;     ///< path of the unix socket (mode 0600) for the command line; empty: none
    int workers = 2;
    int io_threads = 4;
    std::size_t max_connections = 20000;
    std::size_t max_connections_per_address = 0;   ///< 0: no limit; IPv6 clients count by their /64
    std::vector<Network> unlimited_addresses;      ///< for which that limit is not
    std::uint64_t max_requests_per_connection = 0; ///< 0: no limit
    HeadLimits head;
    std::chrono::milliseconds head_deadline{10000};
    std::chrono::milliseconds idle_timeout{30000};
    std::chrono::milliseconds body_stall{30000};     ///< a body slower than the rate over that time: 408
    std::int64_t min_upload_rate = 1024;             ///< bytes per second; 0: any, as long as some come
    std::chrono::milliseconds send_stall{60000};     ///< no progress of an answer for so long: cut
    std::chrono::milliseconds handler_limit{600000}; ///< policy or handler silent for so long: 503
    std::vector<Network> trusted_proxies;            ///< see ProxyRule
    ProxyRule::Suspicion unknown_proxy;
    TlsSlot::Context tls; ///< none: plain HTTP; the control socket is always plain
};

/// Makes the HTTP server of one worker: binds it to `listener`, which hands it in-memory sockets (never
/// listens, never accepts). Called on the worker's thread; the returned object is destroyed there too.
using HttpServerFactory = std::function<std::unique_ptr<QObject>(QTcpServer& listener)>;

/// Owns every client socket: strict heads, limits, deadlines, bodies streamed to sinks, files sent from
/// sources, one request at a time per connection. Public functions are called from the thread that made it;
/// the workers are its own.
class Edge {
public:
    virtual ~Edge() = default;

    /// Listens and serves. dependency_unavailable (with words: "127.0.0.1:8000 is in use …") where it cannot
    /// listen. `policy` and `pages` must outlive the edge.
    static Result<std::unique_ptr<Edge>> start(const EdgeOptions& options, RequestPolicy& policy,
                                               const ErrorPage& pages, HttpServerFactory http);

    /// How often each limit was met. Any thread.
    virtual const LimitCounts& limits() const = 0;
    /// The port that it listens on.
    virtual std::uint16_t port() const = 0;
    /// For new connections; those that are there keep theirs.
    virtual void setTls(TlsSlot::Context context) = 0;
    virtual void stopAccepting() = 0;
    /// Waits until no request runs, at most `limit`; idle connections are closed. True where all came to
    /// their end.
    virtual bool drain(std::chrono::milliseconds limit) = 0;
};

} // namespace dropseal::edge
