// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/listening.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace dropseal::edge {

namespace {

constexpr int Backlog = 4096; // the kernel cuts it to net.core.somaxconn

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;

    sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

bool fill(Address& address, const std::string& host, std::uint16_t port) {
    auto* v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
    if (::inet_pton(AF_INET, host.c_str(), &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        address.size = sizeof *v4;
        return true;
    }
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
    if (::inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) != 1)
        return false;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    address.size = sizeof *v6;
    return true;
}

Error unavailable(const std::string& what, int number) {
    const std::string why = std::strerror(number);
    if (number == EADDRINUSE)
        return {ErrorCode::dependency_unavailable,
                what + " is in use by another program: stop that, or listen on another port.", why};
    if (number == EACCES)
        return {ErrorCode::dependency_unavailable,
                what + " may not be used by this user: choose a port above 1023.", why};
    return {ErrorCode::dependency_unavailable, "Cannot listen on " + what + ": " + why + ".", why};
}

/// The socket's own mode is the mode of its name, so that it is never open to others, not for a moment.
bool bindPrivately(int fd, const std::string& path) {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    if (path.size() >= sizeof name.sun_path) {
        errno = ENAMETOOLONG;
        return false;
    }
    std::memcpy(name.sun_path, path.c_str(), path.size() + 1);
    ::fchmod(fd, S_IRUSR | S_IWUSR);
    ::unlink(path.c_str());
    return ::bind(fd, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 &&
           ::chmod(path.c_str(), S_IRUSR | S_IWUSR) == 0 && ::listen(fd, Backlog) == 0;
}

} // namespace

Result<Descriptor> listenOnTcp(const std::string& host, std::uint16_t port) {
    Address address;
    const std::string numeric = host == "localhost" ? "127.0.0.1" : host;
    const std::string what =
        (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
    if (!fill(address, numeric, port))
        return Error{ErrorCode::dependency_unavailable,
                     "Cannot listen on " + what + ": the host is not a numeric address."};
    Descriptor fd(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd.valid())
        return unavailable(what, errno);
    const int on = 1;
    ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // accepted sockets inherit it
    if (::bind(fd.get(), address.get(), address.size) != 0 || ::listen(fd.get(), Backlog) != 0)
        return unavailable(what, errno);
    return fd;
}

Result<Descriptor> listenOnUnix(const std::string& path) {
    Descriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd.valid())
        return unavailable(path, errno);
    if (path.size() < sizeof(sockaddr_un::sun_path)) {
        if (!bindPrivately(fd.get(), path))
            return unavailable(path, errno);
        return fd;
    }
    const std::filesystem::path whole(path);
    const Descriptor folder(::open(whole.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const std::string through =
        "/proc/self/fd/" + std::to_string(folder.get()) + "/" + whole.filename().string();
    if (!folder.valid() || !bindPrivately(fd.get(), through))
        return unavailable(path, errno);
    return fd;
}

std::uint16_t portOf(const Descriptor& listener) {
    Address address;
    address.size = sizeof address.storage;
    ::getsockname(listener.get(), address.get(), &address.size);
    return peerOf(address.storage).port;
}

Peer peerOf(const sockaddr_storage& address) {
    Peer peer;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
        peer.address = ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
        peer.port = ntohs(v4.sin_port);
    } else if (address.ss_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
        peer.port = ntohs(v6.sin6_port);
        // A v4 client of a v6 socket is that v4 client, for limits and logs alike.
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
            peer.address = ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text.data(), text.size());
        else
            peer.address = ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    } else {
        peer.local_control = true;
    }
    return peer;
}

} // namespace dropseal::edge
