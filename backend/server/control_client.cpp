// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/control_client.h"

#include "shared/core/secret.h"
#include "shared/json/object_reader.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace dropseal::server {

namespace {

constexpr std::size_t LargestAnswerBytes = std::size_t{8} * 1024 * 1024;
constexpr timeval Patience{60, 0};

/// Closes a descriptor at the end of a scope.
struct Closing {
    int fd;
    ~Closing() {
        if (fd >= 0)
            ::close(fd);
    }
};

Error unreachable(const std::string& folder, int number) {
    return {ErrorCode::dependency_unavailable, "the process that uses " + folder + " does not answer (" +
                                                   std::strerror(number) +
                                                   "); wait until it is ready, or stop it"};
}

Result<int> connectTo(const std::string& folder) {
    const Closing run{::open((folder + "/run").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (run.fd < 0)
        return unreachable(folder, errno);
    // Through the descriptor, since a folder's own path may be longer than sockaddr_un takes.
    const std::string path = "/proc/self/fd/" + std::to_string(run.fd) + "/" + ControlSocketName;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return unreachable(folder, errno);
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &Patience, sizeof Patience);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &Patience, sizeof Patience);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        const int number = errno;
        ::close(fd);
        return unreachable(folder, number);
    }
    return fd;
}

Result<void> sendAll(int fd, std::string_view bytes, const std::string& folder) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR)
            return unreachable(folder, errno);
        if (count > 0)
            bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

/// All up to the end of the connection, which `Connection: close` brings.
Result<std::string> receiveAll(int fd, const std::string& folder) {
    std::string bytes;
    std::array<char, 16384> piece;
    while (bytes.size() < LargestAnswerBytes) {
        const ssize_t count = ::recv(fd, piece.data(), piece.size(), 0);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return unreachable(folder, errno);
        if (count == 0)
            return bytes;
        bytes.append(piece.data(), static_cast<std::size_t>(count));
    }
    return Error::internal("the answer over the control socket has no end");
}

Error problemOf(int status, const Result<json::Value>& body) {
    if (!body)
        return Error::internal("the server answered with status " + std::to_string(status));
    json::ObjectReader reader(*body);
    const auto code = errorCodeFromWord(reader.optionalString("code").value_or(""));
    Error error(code.value_or(ErrorCode::internal_error), reader.optionalString("detail").value_or(""));
    const json::Value* fields = reader.find("errors");
    if (fields != nullptr && fields->is_array())
        for (const json::Value& field : *fields) {
            json::ObjectReader row(field);
            error.extras.fields.push_back({row.optionalString("field").value_or(""),
                                           row.optionalString("code").value_or(""),
                                           row.optionalString("message").value_or("")});
        }
    return error;
}

Result<json::Value> readAnswer(std::string_view answer) {
    int status = 0;
    const auto head_end = answer.find("\r\n\r\n");
    if (!answer.starts_with("HTTP/1.1 ") || head_end == std::string_view::npos ||
        std::from_chars(answer.data() + 9, answer.data() + 12, status).ec != std::errc())
        return Error::internal("the answer over the control socket is not HTTP");
    const std::string_view body = answer.substr(head_end + 4);
    if (status >= 200 && status < 300)
        return body.empty() ? Result<json::Value>(json::Value()) : json::parse(body);
    return problemOf(status, json::parse(body));
}

} // namespace

Result<json::Value> ControlClient::send(const std::string& method, const std::string& path,
                                        const json::Value& body) const {
    const auto fd = connectTo(m_data_folder);
    if (!fd)
        return fd.error();
    const Closing closing{*fd};
    const std::string text = body.is_null() ? std::string() : json::dump(body);
    std::string request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    if (!text.empty())
        request += "Content-Type: application/json\r\n";
    if (!text.empty() || method != "GET")
        request += "Content-Length: " + std::to_string(text.size()) + "\r\n";
    request += "\r\n" + text;
    auto sent = sendAll(*fd, request, m_data_folder);
    wipeString(request); // it may hold a password
    if (!sent)
        return std::move(sent).error();
    const auto answer = receiveAll(*fd, m_data_folder);
    if (!answer)
        return answer.error();
    return readAnswer(*answer);
}

} // namespace dropseal::server
