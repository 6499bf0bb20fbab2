// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/unix_signals.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

constexpr std::array Signals{SIGTERM, SIGINT, SIGHUP};
std::array<int, 2> pipe_ends{-1, -1};

extern "C" void passOn(int) {
    const int kept = errno;
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(pipe_ends[1], &byte, 1); // full: one is on its way
    errno = kept;
}

void setHandlers(void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (const int number : Signals)
        ::sigaction(number, &action, nullptr);
}

} // namespace

UnixSignals::UnixSignals(QObject* parent) : QObject(parent) {
    if (::pipe2(pipe_ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(pipe_ends[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        std::array<char, 64> bytes{};
        while (::read(pipe_ends[0], bytes.data(), bytes.size()) > 0) {
        }
        Q_EMIT askedToEnd();
    });
    setHandlers(passOn);
}

UnixSignals::~UnixSignals() {
    if (!m_notifier)
        return;
    setHandlers(SIG_DFL);
    m_notifier.reset();
    for (int& end : pipe_ends) {
        ::close(end);
        end = -1;
    }
}

} // namespace dropseal::app
