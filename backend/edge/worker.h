// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/worker_loop.h"

#include <QtCore/QEventLoop>

#include <memory>
#include <thread>

namespace dropseal::edge {

/// The thread of one WorkerLoop. Public functions are for the edge's own thread and the acceptor's.
class Worker {
public:
    explicit Worker(EdgeShared& shared);
    /// Ends the loop and waits for it; connections that are left are cut.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// A client that the census has counted.
    void adopt(Descriptor fd, const Peer& peer);
    void drain();
    /// There is no room for more clients: those that have been idle for a while end.
    void reclaim();

private:
    void run();

    EdgeShared& m_shared;
    std::shared_ptr<Mailbox> m_mailbox = std::make_shared<Mailbox>();
    // Only for letters, which run on the worker's thread:
    WorkerLoop* m_loop = nullptr;
    QEventLoop* m_events = nullptr;
    std::thread m_thread;
};

} // namespace dropseal::edge
