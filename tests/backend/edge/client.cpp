// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/edge/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <thread>

namespace dropseal::test {

namespace {

bool connectTo(int fd, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

} // namespace

Client::Client(std::uint16_t port, int receiveBuffer)
    : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receiveBuffer > 0)
        ::setsockopt(m_fd.get(), SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    if (!connectTo(m_fd.get(), port))
        m_fd.reset();
}

Client::Client(const std::string& path) : m_fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    if (::connect(m_fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        m_fd.reset();
}

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t went = ::send(m_fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (went < 0 && errno == EINTR)
            continue;
        if (went <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(went));
    }
    return true;
}

bool Client::fill(std::chrono::milliseconds limit) {
    pollfd waiting{m_fd.get(), POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(limit.count())) <= 0)
        return false;
    std::array<char, 65536> buffer{};
    const ssize_t got = ::recv(m_fd.get(), buffer.data(), buffer.size(), 0);
    if (got <= 0)
        return false;
    m_buffer.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

std::string Client::answer(bool bodiless) {
    while (m_buffer.find("\r\n\r\n") == std::string::npos) {
        if (!fill())
            return {};
    }
    const std::size_t head = m_buffer.find("\r\n\r\n") + 4;
    std::size_t size = head;
    const auto length = m_buffer.find("\r\nContent-Length: ");
    if (!bodiless && length < head)
        size += std::stoul(m_buffer.substr(length + 18));
    while (m_buffer.size() < size) {
        if (!fill())
            return {};
    }
    std::string whole = m_buffer.substr(0, size);
    m_buffer.erase(0, size);
    return whole;
}

std::string Client::read(std::size_t size) {
    while (m_buffer.size() < size && fill()) {
    }
    std::string bytes = m_buffer.substr(0, size);
    m_buffer.erase(0, bytes.size());
    return bytes;
}

std::string Client::rest(std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (fill(std::chrono::duration_cast<std::chrono::milliseconds>(
        std::max(end - std::chrono::steady_clock::now(), std::chrono::steady_clock::duration::zero())))) {
    }
    return std::exchange(m_buffer, {});
}

bool Client::silentFor(std::chrono::milliseconds time) {
    pollfd waiting{m_fd.get(), POLLIN, 0};
    return m_buffer.empty() && ::poll(&waiting, 1, static_cast<int>(time.count())) == 0;
}

void Client::halfClose() {
    ::shutdown(m_fd.get(), SHUT_WR);
}

void Client::reset() {
    const linger now{1, 0};
    ::setsockopt(m_fd.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    m_fd.reset();
}

std::string Client::get(const std::string& path, const std::string& fields) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

std::string Client::post(const std::string& path, const std::string& body, const std::string& fields) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n" + fields + "\r\n" + body;
}

std::string Client::form(const std::string& data, const std::string& filename) {
    return "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nv\r\n--b\r\nContent-Disposition: "
           "form-data; "
           "name=\"file\"; filename=\"" +
           filename + "\"\r\n\r\n" + data + "\r\n--b--\r\n";
}

bool connectAndWait(int fd, std::uint16_t port) {
    pollfd waiting{fd, POLLIN, 0};
    char byte = 0;
    return connectTo(fd, port) && ::poll(&waiting, 1, 5000) == 1 && ::recv(fd, &byte, 1, 0) <= 0;
}

int statusOf(const std::string& answer) {
    return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
}

std::string bodyOf(const std::string& answer) {
    const auto end = answer.find("\r\n\r\n");
    return end == std::string::npos ? std::string() : answer.substr(end + 4);
}

bool waitFor(const std::function<bool()>& condition, std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

} // namespace dropseal::test
