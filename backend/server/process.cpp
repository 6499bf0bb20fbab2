// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/process.h"

#include <QtCore/QDir>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace dropseal::server {

namespace {

constexpr std::size_t OwnDescriptors = 256; ///< database, blobs, uploads' spools, threads' event loops

void ignoreSignal(int signal) {
    struct sigaction action {};
    action.sa_handler = SIG_IGN;
    ::sigaction(signal, &action, nullptr);
}

} // namespace

void prepareProcess() {
    ignoreSignal(SIGPIPE);
    ignoreSignal(SIGXFSZ);
    ::umask(077);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) == 0) {
        descriptors.rlim_cur = descriptors.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &descriptors);
    }
    ::setenv("QT_NO_GLIB", "1", 1);
}

void leaveStartFolder() {
    QDir::setCurrent(QStringLiteral("/"));
}

std::size_t possibleConnections(std::size_t wanted) {
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0 || descriptors.rlim_cur == RLIM_INFINITY)
        return wanted;
    const auto limit = static_cast<std::size_t>(descriptors.rlim_cur);
    const std::size_t spare = limit > 2 * OwnDescriptors ? limit - OwnDescriptors : limit / 2;
    return std::min(wanted, spare);
}

void notifySystemd(std::string_view state) {
    const char* path = ::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path == nullptr || (path[0] != '/' && path[0] != '@') || std::strlen(path) >= sizeof address.sun_path)
        return;
    const std::size_t length = std::strlen(path);
    std::memcpy(address.sun_path, path, length);
    if (path[0] == '@')
        address.sun_path[0] = '\0'; // an abstract socket, unix(7)
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
    ::sendto(fd, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size);
    ::close(fd);
}

} // namespace dropseal::server
