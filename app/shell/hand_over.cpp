// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/hand_over.h"

#include "app/shell/instance_lock.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFile>
#include <QtCore/QThread>

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

constexpr unsigned long PauseMs = 50;

/// A connected local socket that closes itself.
class Connection {
public:
    explicit Connection(const QString& address) {
        const QByteArray path = QFile::encodeName(address);
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        if (path.isEmpty() || path.size() >= static_cast<qsizetype>(sizeof name.sun_path))
            return;
        std::memcpy(name.sun_path, path.constData(), static_cast<std::size_t>(path.size()));
        m_socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        // The kernel's interface takes every family through one pointer.
        const auto* address_pointer = reinterpret_cast<const sockaddr*>(&name);
        if (m_socket < 0 || ::connect(m_socket, address_pointer, sizeof name) != 0 || !isOwn())
            close();
    }
    ~Connection() { close(); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    bool isOpen() const { return m_socket >= 0; }

    bool wait(short events, const QDeadlineTimer& limit) const {
        pollfd waiting{m_socket, events, 0};
        return ::poll(&waiting, 1, static_cast<int>(limit.remainingTime())) == 1;
    }

    bool send(QByteArrayView bytes, const QDeadlineTimer& limit) const {
        while (!bytes.isEmpty()) {
            if (!wait(POLLOUT, limit))
                return false;
            const ssize_t sent = ::send(m_socket, bytes.data(), static_cast<std::size_t>(bytes.size()),
                                        MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent < 0 && errno != EAGAIN && errno != EINTR)
                return false;
            bytes = bytes.sliced(std::max<ssize_t>(sent, 0));
        }
        return true;
    }

    bool expect(QByteArrayView answer, const QDeadlineTimer& limit) const {
        QByteArray got;
        while (got.size() < answer.size()) {
            char bytes[16];
            if (!wait(POLLIN, limit))
                return false;
            const ssize_t count = ::recv(m_socket, bytes, sizeof bytes, 0);
            if (count <= 0)
                return false;
            got.append(bytes, count);
        }
        return got == answer;
    }

private:
    /// Names of files go only to a program of the same person.
    bool isOwn() const {
        ucred peer{};
        socklen_t size = sizeof peer;
        return ::getsockopt(m_socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::getuid();
    }
    void close() {
        if (m_socket >= 0)
            ::close(m_socket);
        m_socket = -1;
    }

    int m_socket = -1;
};

} // namespace

bool handOver(const QString& folder, const InstanceMessage& message, std::chrono::milliseconds limit) {
    const auto bytes = encodeInstanceMessage(message);
    if (!bytes)
        return false;
    const QDeadlineTimer deadline(limit);
    while (!deadline.hasExpired()) {
        const Connection connection(InstanceLock::addressIn(folder));
        if (connection.isOpen() && connection.send(*bytes, deadline) &&
            connection.expect(InstanceAnswer, deadline))
            return true;
        QThread::msleep(PauseMs);
    }
    return false;
}

} // namespace dropseal::app
