// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/channel.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace dropseal::edge {

namespace {

constexpr std::size_t RecordBytes = 16 * 1024;

ssize_t receivePlain(int fd, void* buffer, std::size_t size, int flags = 0) {
    ssize_t got = 0;
    do
        got = ::recv(fd, buffer, size, flags);
    while (got < 0 && errno == EINTR);
    return got;
}

ssize_t sendPlain(int fd, const void* bytes, std::size_t size) {
    ssize_t went = 0;
    do
        went = ::send(fd, bytes, size, MSG_NOSIGNAL);
    while (went < 0 && errno == EINTR);
    return went;
}

/// In one segment where they fit.
ssize_t sendPlain(int fd, std::string_view head, std::span<const std::uint8_t> body) {
    std::array<iovec, 2> parts{};
    parts[0] = {const_cast<char*>(head.data()), head.size()};
    parts[1] = {const_cast<std::uint8_t*>(body.data()), body.size()};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    ssize_t went = 0;
    do
        went = ::sendmsg(fd, &message, MSG_NOSIGNAL);
    while (went < 0 && errno == EINTR);
    return went;
}

// OpenSSL's own socket BIO raises SIGPIPE.

int descriptorOf(BIO* bio) {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int transferred(BIO* bio, ssize_t count, int wanted) {
    BIO_clear_flags(bio, BIO_FLAGS_RWS | BIO_FLAGS_SHOULD_RETRY);
    if (count < 0 && errno == EAGAIN)
        BIO_set_flags(bio, wanted | BIO_FLAGS_SHOULD_RETRY);
    return static_cast<int>(count);
}

int bioWrite(BIO* bio, const char* bytes, int size) {
    return transferred(bio, sendPlain(descriptorOf(bio), bytes, static_cast<std::size_t>(size)),
                       BIO_FLAGS_WRITE);
}

int bioRead(BIO* bio, char* buffer, int size) {
    return transferred(bio, receivePlain(descriptorOf(bio), buffer, static_cast<std::size_t>(size)),
                       BIO_FLAGS_READ);
}

long bioControl(BIO*, int command, long, void*) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* makeMethod() {
    BIO_METHOD* const method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "client");
    if (method != nullptr) {
        BIO_meth_set_write(method, bioWrite);
        BIO_meth_set_read(method, bioRead);
        BIO_meth_set_ctrl(method, bioControl);
    }
    return method;
}

const BIO_METHOD* clientMethod() {
    static BIO_METHOD* const method = makeMethod(); // for as long as the program runs
    return method;
}

bool waits(int why) {
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
}

bool isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

} // namespace

void Channel::FreeTls::operator()(ssl_st* owned) const noexcept {
    SSL_free(owned);
}

bool Channel::startTls(const TlsContext& context) {
    ERR_clear_error();
    m_tls.reset(SSL_new(context.get()));
    BIO* const bio = m_tls != nullptr ? BIO_new(clientMethod()) : nullptr;
    if (bio == nullptr)
        return false;
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(m_fd.get())));
    BIO_set_init(bio, 1);
    SSL_set_bio(m_tls.get(), bio, bio); // owns it
    SSL_set_accept_state(m_tls.get());
    return true;
}

Channel::Handshake Channel::shakeHands() {
    if (!m_begun) {
        char first = 0;
        const ssize_t got = receivePlain(m_fd.get(), &first, 1, MSG_PEEK);
        if (got <= 0)
            return got < 0 && errno == EAGAIN ? Handshake::Waiting : Handshake::Failed;
        if (isLetter(first)) { // a method; a TLS record never begins so
            m_tls.reset();
            return Handshake::Plain;
        }
        m_begun = true;
    }
    ERR_clear_error();
    const int done = SSL_do_handshake(m_tls.get());
    if (done == 1)
        return Handshake::Done;
    return waits(SSL_get_error(m_tls.get(), done)) ? Handshake::Waiting : Handshake::Failed;
}

ssize_t Channel::receive(std::span<std::uint8_t> buffer) {
    if (m_tls == nullptr)
        return receivePlain(m_fd.get(), buffer.data(), buffer.size());
    std::size_t total = 0;
    m_readWaitsForRoom = false;
    m_drained = false;
    while (!m_ended && total < buffer.size()) {
        ERR_clear_error();
        std::size_t got = 0;
        if (SSL_read_ex(m_tls.get(), buffer.data() + total, buffer.size() - total, &got) == 1) {
            total += got;
            continue;
        }
        const int why = SSL_get_error(m_tls.get(), 0);
        m_readWaitsForRoom = why == SSL_ERROR_WANT_WRITE;
        m_drained = waits(why);
        if (m_drained)
            break;
        m_ended = true;
    }
    if (total > 0 || m_ended)
        return static_cast<ssize_t>(total);
    errno = EAGAIN;
    return -1;
}

ssize_t Channel::send(std::string_view head, std::span<const std::uint8_t> body) {
    if (m_tls == nullptr)
        return body.empty() ? sendPlain(m_fd.get(), head.data(), head.size())
                            : sendPlain(m_fd.get(), head, body);
    if (!settle())
        return -1;
    const std::span<const std::uint8_t> first{reinterpret_cast<const std::uint8_t*>(head.data()),
                                              head.size()};
    if (body.empty() || first.size() >= RecordBytes)
        return write(first);
    if (first.empty())
        return write(body);
    std::array<std::uint8_t, RecordBytes> joined{};
    const auto begun = body.first(std::min(body.size(), joined.size() - first.size()));
    std::ranges::copy(first, joined.begin());
    std::ranges::copy(begun, joined.begin() + static_cast<std::ptrdiff_t>(first.size()));
    return write(std::span<const std::uint8_t>(joined).first(first.size() + begun.size()));
}

/// Record by record, until all has gone or the kernel takes no more.
ssize_t Channel::write(std::span<const std::uint8_t> bytes) {
    std::size_t total = 0;
    while (total < bytes.size()) {
        ERR_clear_error();
        std::size_t went = 0;
        if (SSL_write_ex(m_tls.get(), bytes.data() + total, bytes.size() - total, &went) == 1) {
            total += went;
            continue;
        }
        if (total > 0)
            break; // the same answer comes with the next call
        errno = waits(SSL_get_error(m_tls.get(), 0)) ? EAGAIN : EPIPE;
        return -1;
    }
    return static_cast<ssize_t>(total);
}

bool Channel::settle() {
    while (!m_owed.empty()) {
        const ssize_t went = write({reinterpret_cast<const std::uint8_t*>(m_owed.data()), m_owed.size()});
        if (went < 0)
            return false;
        m_owed.erase(0, static_cast<std::size_t>(went));
    }
    return true;
}

void Channel::sendAside(std::string_view bytes) {
    if (m_tls == nullptr) {
        [[maybe_unused]] const ssize_t went = sendPlain(m_fd.get(), bytes.data(), bytes.size());
        return;
    }
    // OpenSSL may keep a part of a record, and wants the same bytes again before any others.
    m_owed.append(bytes);
    settle();
}

bool Channel::holdsBytes() const {
    return m_tls != nullptr && (m_ended || (!m_drained && SSL_has_pending(m_tls.get()) == 1));
}

void Channel::sayGoodbye() {
    if (m_tls == nullptr || SSL_is_init_finished(m_tls.get()) != 1 || !settle())
        return;
    ERR_clear_error();
    SSL_shutdown(m_tls.get());
    ERR_clear_error();
}

void Channel::endSending() {
    sayGoodbye();
    ::shutdown(m_fd.get(), SHUT_WR);
}

void Channel::reset() noexcept {
    m_tls.reset();
    m_fd.reset();
}

} // namespace dropseal::edge
