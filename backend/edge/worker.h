// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/worker_loop.h"

#include <QtCore/QThread>

#include <memory>

namespace dropseal::edge {

/// The thread of one WorkerLoop. Public functions are for the edge's own thread and the acceptor's.
class Worker final : public QThread {
public:
    explicit Worker(EdgeShared& shared);
    /// Ends the loop and waits for it; connections that are left are cut.
    ~Worker() override;

    /// A client that the census has counted.
    void adopt(Descriptor fd, Peer peer);
    void drain();

protected:
    void run() override;

private:
    EdgeShared& m_shared;
    std::shared_ptr<Mailbox> m_mailbox = std::make_shared<Mailbox>();
    WorkerLoop* m_loop = nullptr; ///< only for letters, which run on the worker's thread
};

} // namespace dropseal::edge
