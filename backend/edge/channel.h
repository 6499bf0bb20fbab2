// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/descriptor.h"
#include "backend/edge/tls_context.h"

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct ssl_st;

namespace dropseal::edge {

/// One client's socket, plain or under TLS, for one thread at a time: it travels between a worker and an I/O
/// thread as its descriptor would. Nothing here waits.
class Channel {
public:
    Channel() = default;
    explicit Channel(Descriptor fd) noexcept : m_fd(std::move(fd)) {}

    int get() const noexcept { return m_fd.get(); }
    bool isTls() const noexcept { return m_tls != nullptr; }

    /// From now on it speaks TLS; false where there is no memory for it.
    bool startTls(const TlsContext& context);
    enum class Handshake {
        Waiting, ///< for the client
        Done,
        Plain, ///< the client speaks plain HTTP; from now on so does this
        Failed
    };
    Handshake shakeHands();

    /// As recv(2): 0 at the end, -1 with EAGAIN where nothing is there now. Fewer bytes than asked for mean
    /// that there are no more now.
    ssize_t receive(std::span<std::uint8_t> buffer);
    /// As send(2), `head` before `body`. What went with EAGAIN must come again with the same bytes in front.
    ssize_t send(std::string_view head, std::span<const std::uint8_t> body = {});
    /// A few bytes between answers; where there is no room they go before the next ones.
    void sendAside(std::string_view bytes);
    /// Bytes have been read from the socket that receive() has not given out yet, so epoll says nothing of
    /// them.
    bool holdsBytes() const;
    /// receive() gives more once there is room to send.
    bool readWaitsForRoom() const { return m_readWaitsForRoom; }

    /// Tells a TLS client that the end is meant; a cut never does.
    void sayGoodbye();
    /// Nothing more will be sent.
    void endSending();
    void reset() noexcept;

private:
    struct FreeTls {
        void operator()(ssl_st* owned) const noexcept;
    };

    ssize_t write(std::span<const std::uint8_t> bytes);
    bool settle();

    Descriptor m_fd;
    std::unique_ptr<ssl_st, FreeTls> m_tls;
    std::string m_owed; ///< from sendAside
    bool m_begun = false;
    bool m_ended = false;
    bool m_drained = false; ///< receive() has used all that was read, but for a part of a record
    bool m_readWaitsForRoom = false;
};

} // namespace dropseal::edge
