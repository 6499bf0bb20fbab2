// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/acceptor.h"

#include "backend/edge/listening.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace dropseal::edge {

namespace {

constexpr int RestMs = 50;
constexpr std::chrono::milliseconds ReclaimEvery{500};
constexpr int AcceptsAtOnce = 64;
constexpr int ReadsOfRefused = 4;

Descriptor openSpare() {
    return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

} // namespace

Acceptor::Acceptor(std::vector<Descriptor> listeners, Census& census, LimitCounts& limits,
                   std::size_t max_connections, Adopt adopt, Reclaim reclaim, Refusal refusal)
    : m_listeners(std::move(listeners))
    , m_census(census)
    , m_limits(limits)
    , m_maxConnections(max_connections)
    , m_adopt(std::move(adopt))
    , m_reclaim(std::move(reclaim))
    , m_refusal(std::move(refusal))
    , m_spare(openSpare())
    , m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
    , m_thread([this] { run(); }) {
}

Acceptor::~Acceptor() {
    stop();
}

void Acceptor::stop() {
    m_stopping = true;
    ::eventfd_write(m_wake.get(), 1);
    if (m_thread.joinable())
        m_thread.join();
    m_listeners.clear();
}

void Acceptor::run() {
    bool full = false;
    std::vector<pollfd> watched{{m_wake.get(), POLLIN, 0}};
    for (const Descriptor& listener : m_listeners)
        watched.push_back({listener.get(), POLLIN, 0});
    while (!m_stopping) {
        const bool before = std::exchange(full, m_census.count() >= m_maxConnections);
        if (full) {
            if (!before)
                m_limits.add(Limit::Connections);
            rest();
            continue;
        }
        ::poll(watched.data(), watched.size(), -1);
        for (std::size_t i = 0; !m_stopping && i < m_listeners.size(); ++i) {
            if (watched[i + 1].revents == 0)
                continue;
            Accepted accepted = Accepted::One;
            for (int n = 0; n < AcceptsAtOnce && accepted == Accepted::One; ++n)
                accepted = m_census.count() < m_maxConnections ? acceptOne(m_listeners[i]) : Accepted::None;
            if (accepted == Accepted::Exhausted) {
                m_limits.add(Limit::Descriptors);
                turnOneAway(m_listeners[i]);
                rest();
            }
        }
    }
}

void Acceptor::rest() {
    const auto now = std::chrono::steady_clock::now();
    if (now - m_reclaimed >= ReclaimEvery) {
        m_reclaimed = now;
        m_reclaim();
    }
    pollfd wake{m_wake.get(), POLLIN, 0};
    ::poll(&wake, 1, RestMs);
}

Acceptor::Accepted Acceptor::acceptOne(const Descriptor& listener) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    Descriptor client(::accept4(listener.get(), reinterpret_cast<sockaddr*>(&address), &size,
                                SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (client.valid()) {
        const Peer peer = peerOf(address);
        if (m_census.enter(peer))
            m_adopt(std::move(client), peer);
        else
            refuse(client, peer);
        return Accepted::One;
    }
    switch (errno) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        return Accepted::Exhausted;
    case EAGAIN:
        return Accepted::None;
    default:
        return Accepted::One; // that client is gone already (ECONNABORTED and the like): the next
    }
}

/// Says so and closes, all at once: whoever has too many connections gets no worker's time. What has come
/// already is read first, since a socket that is closed with bytes in it resets, and takes the answer along.
void Acceptor::refuse(const Descriptor& client, const Peer& peer) {
    m_limits.add(Limit::AddressConnections);
    std::array<char, 4096> dropped{};
    for (int i = 0; i<ReadsOfRefused&& ::recv(client.get(), dropped.data(), dropped.size(), 0)> 0; ++i) {
    }
    const std::string answer = m_refusal(peer);
    [[maybe_unused]] const ssize_t went =
        ::send(client.get(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Acceptor::turnOneAway(const Descriptor& listener) {
    m_spare.reset();
    Descriptor(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)).reset();
    m_spare = openSpare();
}

} // namespace dropseal::edge
