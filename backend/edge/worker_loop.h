// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/census.h"
#include "backend/edge/deadline_wheel.h"
#include "backend/edge/edge.h"
#include "backend/edge/http_side.h"
#include "backend/edge/io_pool.h"
#include "backend/edge/mailbox.h"
#include "backend/edge/tls_context.h"

#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#include <memory>
#include <span>
#include <thread>
#include <vector>

namespace dropseal::edge {

class Connection;

/// What all workers share. Outlives them.
struct EdgeShared {
    EdgeOptions options;
    RequestPolicy& policy;
    const ErrorPage& pages;
    HttpServerFactory http;
    IoPool io;
    Census census;
    ProxyRule proxies;
    LimitCounts limits;
    TlsSlot tls;
};

/// One worker's event loop: the connections that it serves, their one epoll descriptor, their deadlines, and
/// its HTTP server. Made, used and destroyed on the worker's thread. Qt watches the epoll descriptor with one
/// notifier, so that a wake costs the same for 10 and for 10,000 connections.
class WorkerLoop {
public:
    WorkerLoop(EdgeShared& shared, std::shared_ptr<Mailbox> mailbox);
    ~WorkerLoop();
    WorkerLoop(const WorkerLoop&) = delete;
    WorkerLoop& operator=(const WorkerLoop&) = delete;

    /// Takes a client that the acceptor has counted.
    void adopt(Descriptor fd, const Peer& peer);
    /// Idle connections end now, the others with their next answer.
    void drain();
    /// Connections that have been idle for a while end, since others wait for their place.
    void reclaim();
    bool draining() const { return m_draining; }

    EdgeShared& shared() { return m_shared; }
    const std::shared_ptr<Mailbox>& mailbox() { return m_mailbox; }
    DeadlineWheel& wheel() { return m_wheel; }
    HttpSide& http() { return m_http; }
    /// For one read at a time; what is to stay must be copied out.
    std::span<std::uint8_t> readBuffer() { return m_buffer; }
    bool onThisThread() const { return std::this_thread::get_id() == m_thread; }
    std::string makeRequestId();

    /// Watches the descriptor, edge-triggered; `active` false: only for a broken connection.
    void watch(const Connection& connection, int fd, bool active);
    void forget(Connection& connection);

private:
    void poll();

    EdgeShared& m_shared;
    std::shared_ptr<Mailbox> m_mailbox;
    std::thread::id m_thread = std::this_thread::get_id();
    Descriptor m_epoll;
    std::vector<std::uint8_t> m_buffer;
    DeadlineWheel m_wheel;
    HttpSide m_http;
    std::vector<std::shared_ptr<Connection>> m_connections; ///< by slot
    std::vector<std::uint32_t> m_freeSlots;
    std::uint32_t m_generation = 0;
    std::uint64_t m_randomState;
    bool m_draining = false;
    QSocketNotifier m_notifier;
    QTimer m_tick;
};

} // namespace dropseal::edge
