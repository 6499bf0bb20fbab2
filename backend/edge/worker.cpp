// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/worker.h"

namespace dropseal::edge {

Worker::Worker(EdgeShared& shared) : m_shared(shared), m_thread([this] { run(); }) {
}

Worker::~Worker() {
    m_mailbox->post([this] { m_events->quit(); });
    m_thread.join();
}

void Worker::run() {
    QEventLoop events; // first: it gives a thread that is not Qt's the dispatcher that notifiers want
    WorkerLoop loop(m_shared, m_mailbox);
    m_loop = &loop;
    m_events = &events;
    events.exec();
}

void Worker::adopt(Descriptor fd, const Peer& peer) {
    const bool posted =
        m_mailbox->post([this, fd = std::move(fd), peer]() mutable { m_loop->adopt(std::move(fd), peer); });
    if (!posted)
        m_shared.census.leave(peer);
}

void Worker::reclaim() {
    m_mailbox->post([this] { m_loop->reclaim(); });
}

void Worker::drain() {
    m_mailbox->post([this] { m_loop->drain(); });
}

} // namespace dropseal::edge
