// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/worker_loop.h"

#include "backend/edge/connection.h"
#include "shared/core/hex.h"
#include "shared/core/id.h"

#include <sys/epoll.h>

#include <array>
#include <cstring>

namespace dropseal::edge {

namespace {

constexpr std::size_t ReadBytes = 64 * 1024;
constexpr int EventsAtOnce = 256;
constexpr std::chrono::milliseconds IdleUnderPressure{1000};
constexpr std::uint64_t MailboxKey = ~std::uint64_t{0};
constexpr std::uint32_t Broken = EPOLLERR | EPOLLHUP; // epoll reports these always

std::uint64_t seed() {
    const UuidBytes random = makeRandom128();
    std::uint64_t value = 0;
    std::memcpy(&value, random.data(), sizeof value);
    return value;
}

} // namespace

WorkerLoop::WorkerLoop(EdgeShared& shared, std::shared_ptr<Mailbox> mailbox)
    : m_shared(shared)
    , m_mailbox(std::move(mailbox))
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_buffer(ReadBytes)
    , m_http(shared.http, m_mailbox)
    , m_randomState(seed())
    , m_notifier(m_epoll.get(), QSocketNotifier::Read) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = MailboxKey;
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, m_mailbox->descriptor(), &event);
    QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] { poll(); });
    m_tick.setInterval(std::chrono::milliseconds(100));
    QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] { m_wheel.advance(); });
}

WorkerLoop::~WorkerLoop() {
    m_mailbox->close();
    for (std::shared_ptr<Connection>& slot : m_connections) {
        if (const auto connection = slot)
            connection->close();
    }
}

std::string WorkerLoop::makeRequestId() {
    // SplitMix64: distinct and unguessable enough for a name that is no secret.
    std::uint64_t z = (m_randomState += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    z ^= z >> 31U;
    std::array<std::uint8_t, sizeof z> bytes{};
    std::memcpy(bytes.data(), &z, sizeof z);
    return toHex(bytes);
}

void WorkerLoop::adopt(Descriptor fd, const Peer& peer) {
    if (m_draining) {
        m_shared.census.leave(peer);
        return;
    }
    if (m_freeSlots.empty()) {
        m_freeSlots.push_back(static_cast<std::uint32_t>(m_connections.size()));
        m_connections.emplace_back();
    }
    const std::uint32_t slot = m_freeSlots.back();
    m_freeSlots.pop_back();
    const std::uint64_t key = (static_cast<std::uint64_t>(++m_generation & 0x7fffffffU) << 32U) | slot;
    const int number = fd.get();
    Channel channel(std::move(fd));
    Peer client = peer;
    const auto tls = peer.local_control ? nullptr : m_shared.tls.get();
    client.secure = tls != nullptr;
    const bool speaks = tls == nullptr || channel.startTls(*tls);
    auto connection = std::make_shared<Connection>(*this, std::move(channel), client, key);
    m_connections[slot] = connection;
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.u64 = key;
    if (!m_tick.isActive())
        m_tick.start();
    if (!speaks || ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, number, &event) != 0)
        return connection->close();
    connection->begin();
}

void WorkerLoop::watch(const Connection& connection, int fd, bool active) {
    epoll_event event{};
    event.events = active ? EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET : EPOLLET;
    event.data.u64 = connection.key();
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &event);
}

void WorkerLoop::forget(Connection& connection) {
    const auto slot = static_cast<std::uint32_t>(connection.key());
    m_freeSlots.push_back(slot);
    m_shared.census.leave(connection.socketPeer());
    m_connections[slot].reset(); // may be the last reference
    if (m_freeSlots.size() == m_connections.size())
        m_tick.stop();
}

void WorkerLoop::drain() {
    m_draining = true;
    const auto all = m_connections; // draining one takes it out
    for (const auto& connection : all) {
        if (connection)
            connection->drain();
    }
}

void WorkerLoop::reclaim() {
    const auto before = DeadlineWheel::Steady::now() - IdleUnderPressure;
    const auto all = m_connections;
    for (const auto& connection : all) {
        if (connection && connection->idleSince() < before)
            connection->close();
    }
}

void WorkerLoop::poll() {
    std::array<epoll_event, EventsAtOnce> events{};
    const int count = ::epoll_wait(m_epoll.get(), events.data(), EventsAtOnce, 0);
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if (event.data.u64 == MailboxKey) {
            m_mailbox->deliver();
            continue;
        }
        // A copy: the connection may end within its own event. The key tells a new one in the same slot.
        const std::shared_ptr<Connection> connection =
            m_connections[static_cast<std::uint32_t>(event.data.u64)];
        if (connection && connection->key() == event.data.u64)
            connection->ready((event.events & (EPOLLIN | EPOLLRDHUP | Broken)) != 0,
                              (event.events & EPOLLOUT) != 0, (event.events & EPOLLRDHUP) != 0,
                              (event.events & Broken) != 0);
    }
}

} // namespace dropseal::edge
