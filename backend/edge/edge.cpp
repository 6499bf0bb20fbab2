// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/edge.h"

#include "backend/edge/acceptor.h"
#include "backend/edge/listening.h"
#include "backend/edge/worker.h"
#include "shared/core/hex.h"
#include "shared/core/id.h"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

namespace dropseal::edge {

namespace {

/// Descriptors that are not for clients: the database, its readers, the log, the edge's own.
constexpr std::size_t ReservedDescriptors = 40;
constexpr std::size_t ManyDescriptors = 4096;
constexpr std::chrono::seconds RetryOfMany{5};
constexpr std::chrono::seconds RefusalLife{1};

/// How many clients there can be at once, since each may need a second descriptor for its file and the rest
/// of the server must never be left without. Raises the soft limit of the process where that is allowed.
std::size_t affordableConnections(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted;
    const rlim_t useful = std::min<rlim_t>(limit.rlim_max, wanted * 2 + ReservedDescriptors);
    if (limit.rlim_cur < useful) {
        limit.rlim_cur = useful;
        ::setrlimit(RLIMIT_NOFILE, &limit);
        ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    const auto descriptors = static_cast<std::size_t>(limit.rlim_cur);
    const std::size_t free = descriptors > ReservedDescriptors ? descriptors - ReservedDescriptors : 0;
    // Where there are many, most are idle and have no file.
    const std::size_t affordable = free < ManyDescriptors ? free / 2 : free / 4 * 3;
    return std::clamp<std::size_t>(affordable, 4, std::max<std::size_t>(wanted, 4));
}

class RunningEdge final : public Edge {
public:
    RunningEdge(const EdgeOptions& options, RequestPolicy& policy, const ErrorPage& pages,
                HttpServerFactory http, std::vector<Descriptor> listeners)
        : m_port(portOf(listeners.front()))
        , m_shared{options,
                   policy,
                   pages,
                   std::move(http),
                   IoPool(std::max(1, options.io_threads)),
                   Census(options.max_connections_per_address, options.unlimited_addresses),
                   ProxyRule(options.trusted_proxies, options.unknown_proxy),
                   {},
                   {}} {
        m_shared.tls.set(options.tls);
        for (int i = 0; i < std::max(1, options.workers); ++i)
            m_workers.push_back(std::make_unique<Worker>(m_shared));
        m_acceptor = std::make_unique<Acceptor>(
            std::move(listeners), m_shared.census, m_shared.limits,
            affordableConnections(options.max_connections),
            [this](Descriptor client, const Peer& peer) {
                m_workers[m_next++ % m_workers.size()]->adopt(std::move(client), peer);
            },
            [this] {
                for (const auto& worker : m_workers)
                    worker->reclaim();
            },
            [this](const Peer& peer) { return refusalOfMany(peer); });
    }

    ~RunningEdge() override {
        m_acceptor->stop();
        m_workers.clear();
        m_shared.io.stop(); // after the workers: what they leave to it is aborted there
    }

    const LimitCounts& limits() const override { return m_shared.limits; }
    std::uint16_t port() const override { return m_port; }
    void setTls(TlsSlot::Context context) override { m_shared.tls.set(std::move(context)); }
    void stopAccepting() override { m_acceptor->stop(); }

    bool drain(std::chrono::milliseconds limit) override {
        stopAccepting();
        for (const auto& worker : m_workers)
            worker->drain();
        return m_shared.census.waitForNone(limit);
    }

private:
    /// The acceptor's thread. The same for all of one second: a flood must not write a log line for each.
    const std::string& refusalOfMany(const Peer& peer) {
        static const std::string Silence; // a handshake is more than such a client is worth
        if (!peer.local_control && m_shared.tls.get())
            return Silence;
        const auto now = std::chrono::steady_clock::now();
        if (m_refusalOfMany.empty() || now - m_refusedManyAt >= RefusalLife) {
            m_refusedManyAt = now;
            m_refusalOfMany = renderRefusalOfMany(peer);
        }
        return m_refusalOfMany;
    }

    std::string renderRefusalOfMany(const Peer& peer) const {
        Error error(ErrorCode::too_many_requests, "Your address has too many connections to this server.");
        error.extras.retry_after = RetryOfMany;
        const std::string id = toHex(makeRandom128()).substr(0, 16);
        const EdgeAnswer answer = m_shared.pages.render(error, nullptr, peer, id);
        return answerHead(answer, error.code, {}, "close") + answer.body;
    }

    std::uint16_t m_port;
    EdgeShared m_shared;
    std::vector<std::unique_ptr<Worker>> m_workers;
    std::size_t m_next = 0; ///< the acceptor's thread
    std::string m_refusalOfMany;
    std::chrono::steady_clock::time_point m_refusedManyAt;
    std::unique_ptr<Acceptor> m_acceptor;
};

} // namespace

Result<std::unique_ptr<Edge>> Edge::start(const EdgeOptions& options, RequestPolicy& policy,
                                          const ErrorPage& pages, HttpServerFactory http) {
    std::vector<Descriptor> listeners;
    auto tcp = listenOnTcp(options.host, options.port);
    if (!tcp.ok())
        return std::move(tcp).error();
    listeners.push_back(std::move(tcp).value());
    if (!options.control_socket.empty()) {
        auto control = listenOnUnix(options.control_socket);
        if (!control.ok())
            return std::move(control).error();
        listeners.push_back(std::move(control).value());
    }
    return std::unique_ptr<Edge>(
        std::make_unique<RunningEdge>(options, policy, pages, std::move(http), std::move(listeners)));
}

} // namespace dropseal::edge
