// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/shutdown.h"

#include "backend/server/failure.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace dropseal::server {

namespace {

sigset_t shutdownSet() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&set, signal);
    return set;
}

} // namespace

ShutdownSignals::ShutdownSignals() {
    const sigset_t set = shutdownSet();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_fd = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

ShutdownSignals::~ShutdownSignals() {
    m_notifier.reset();
    if (m_fd >= 0)
        ::close(m_fd);
}

void ShutdownSignals::watch(std::function<void()> asked, std::function<void()> reload) {
    m_notifier = std::make_unique<QSocketNotifier>(m_fd, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this, asked = std::move(asked), reload = std::move(reload)] { read(asked, reload); });
}

void ShutdownSignals::read(const std::function<void()>& asked, const std::function<void()>& reload) {
    signalfd_siginfo info{};
    if (::read(m_fd, &info, sizeof info) != sizeof info)
        return;
    if (info.ssi_signo == SIGHUP && reload)
        return reload();
    m_notifier->setEnabled(false);
    const sigset_t set = shutdownSet();
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    asked();
}

ParentPipe::ParentPipe(int fd) : m_fd(fd) {
    if (::fcntl(m_fd, F_SETFD, FD_CLOEXEC) != 0)
        m_fd = -1;
}

ParentPipe::~ParentPipe() {
    m_notifier.reset();
    if (m_fd >= 0)
        ::close(m_fd);
}

bool ParentPipe::isOpen() const {
    return m_fd >= 0;
}

void ParentPipe::writeLine(std::string_view text) {
    server::writeLine(m_fd, text);
}

void ParentPipe::watch(std::function<void()> closed) {
    // poll(2) reports the end of the other side whatever it is asked for, and Qt passes it on to a reader.
    m_notifier = std::make_unique<QSocketNotifier>(m_fd, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this, closed = std::move(closed)] {
                         if (!otherSideClosed())
                             return;
                         m_notifier->setEnabled(false);
                         closed();
                     });
}

bool ParentPipe::otherSideClosed() {
    pollfd state{.fd = m_fd, .events = POLLIN, .revents = 0};
    if (::poll(&state, 1, 0) <= 0)
        return false;
    if ((state.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
        return true;
    std::array<char, 256> ignored;
    const ssize_t count = ::read(m_fd, ignored.data(), ignored.size());
    return count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN);
}

} // namespace dropseal::server
