// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/descriptor.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace dropseal::test {

/// A raw, blocking client of the edge, that can misbehave in every way. Reads wait at most 10 s.
class Client {
public:
    explicit Client(std::uint16_t port, int receiveBuffer = 0);
    /// Over a unix socket.
    explicit Client(const std::string& path);

    bool connected() const { return m_fd.valid(); }
    /// False where the peer has closed.
    bool send(std::string_view bytes);
    /// One answer with its Content-Length body; the head first. Empty at the end of the connection.
    std::string answer(bool bodiless = false);
    /// All up to the end of the connection, at most `limit`.
    std::string rest(std::chrono::milliseconds limit = std::chrono::milliseconds(10000));
    /// Up to `size` bytes.
    std::string read(std::size_t size);
    /// Nothing came, and the connection is open, for so long.
    bool silentFor(std::chrono::milliseconds time);
    void halfClose();
    /// Ends it with a reset.
    void reset();
    void close() { m_fd.reset(); }

    static std::string get(const std::string& path, const std::string& fields = {});
    static std::string post(const std::string& path, const std::string& body, const std::string& fields = {});
    /// A form with one file.
    static std::string form(const std::string& data, const std::string& filename = "f");

private:
    bool fill(std::chrono::milliseconds limit = std::chrono::milliseconds(10000));

    edge::Descriptor m_fd;
    std::string m_buffer;
};

/// Connects a socket that is there already, and waits for the end of the connection; false where none came in
/// 5 s.
bool connectAndWait(int fd, std::uint16_t port);
/// The status of an answer; 0 where there is none.
int statusOf(const std::string& answer);
std::string bodyOf(const std::string& answer);
bool waitFor(const std::function<bool()>& condition,
             std::chrono::milliseconds limit = std::chrono::milliseconds(10000));

} // namespace dropseal::test
