// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backend_process/parent_pipe.h"

#include <array>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

constexpr qsizetype LineLimit = 4096;

} // namespace

BackendProcess::Pipe::Pipe(std::function<void(const QString&)> take_line)
    : m_take_line(std::move(take_line)) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return;
    m_ours = ends[0];
    m_theirs = ends[1];
    ::fcntl(m_ours, F_SETFL, O_NONBLOCK);
    m_notifier = std::make_unique<QSocketNotifier>(m_ours, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { drain(); });
}

BackendProcess::Pipe::~Pipe() {
    m_notifier.reset();
    closeChildEnd();
    if (m_ours >= 0)
        ::close(m_ours);
}

void BackendProcess::Pipe::keepInChild() const {
    ::fcntl(m_theirs, F_SETFD, 0);
}

void BackendProcess::Pipe::closeChildEnd() {
    if (m_theirs >= 0)
        ::close(m_theirs);
    m_theirs = -1;
}

void BackendProcess::Pipe::drain() {
    std::array<char, 1024> piece{};
    ssize_t got = 0;
    while ((got = ::read(m_ours, piece.data(), piece.size())) > 0 && m_text.size() < LineLimit)
        m_text.append(piece.data(), got);
    if (got == 0 && m_notifier)
        m_notifier->setEnabled(false); // it is gone; QProcess says so too
    qsizetype end = 0;
    while ((end = m_text.indexOf('\n')) >= 0) {
        const QString line = QString::fromUtf8(m_text.left(end));
        m_text.remove(0, end + 1);
        m_take_line(line);
    }
}

} // namespace dropseal::app
