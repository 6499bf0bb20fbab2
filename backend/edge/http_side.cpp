// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/http_side.h"

#include <QtNetwork/QHostAddress>

#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace dropseal::edge {

namespace {

void writeCanonical(const ExchangeState& exchange, std::string& out) {
    const RequestHead& head = exchange.head();
    out.assign(head.method).append(" ").append(head.path);
    if (!head.query.empty())
        out.append("?").append(head.query);
    out.append(" HTTP/1.1\r\nhost: ").append(head.host.empty() ? "localhost" : head.host);
    out.append("\r\ncontent-length: ").append(std::to_string(exchange.body().size())).append("\r\n\r\n");
    out.append(exchange.body());
}

} // namespace

EdgeSocket::EdgeSocket(HttpSide& side, QObject* parent) : QTcpSocket(parent), m_side(side) {
    setOpenMode(QIODevice::ReadWrite);
    setSocketState(QAbstractSocket::ConnectedState);
    setPeerAddress(QHostAddress(QHostAddress::LocalHost));
}

EdgeSocket::~EdgeSocket() {
    setSocketState(
        QAbstractSocket::UnconnectedState); // the base would disconnect an engine that is not there
}

void EdgeSocket::deliver(std::shared_ptr<ExchangeState> exchange) {
    m_exchange = std::move(exchange);
    writeCanonical(*m_exchange, m_request);
    m_read = 0;
    Q_EMIT readyRead();
    if (m_request.capacity() > 64 * 1024) // a big body is not kept for the next, small request
        std::string().swap(m_request);
}

qint64 EdgeSocket::bytesAvailable() const {
    return QIODevice::bytesAvailable() + static_cast<qint64>(m_request.size() - m_read);
}

bool EdgeSocket::canReadLine() const {
    return QIODevice::canReadLine() || m_request.find('\n', m_read) != std::string::npos;
}

qint64 EdgeSocket::readData(char* data, qint64 size) {
    const std::size_t taken = std::min(static_cast<std::size_t>(size), m_request.size() - m_read);
    std::memcpy(data, m_request.data() + m_read, taken);
    m_read += taken;
    return static_cast<qint64>(taken);
}

qint64 EdgeSocket::readLineData(char* data, qint64 size) {
    const auto end = m_request.find('\n', m_read);
    const std::size_t line = (end == std::string::npos ? m_request.size() : end + 1) - m_read;
    return readData(data, std::min(size, static_cast<qint64>(line)));
}

qint64 EdgeSocket::skipData(qint64 size) {
    const std::size_t skipped = std::min(static_cast<std::size_t>(size), m_request.size() - m_read);
    m_read += skipped;
    return static_cast<qint64>(skipped);
}

qint64 EdgeSocket::writeData(const char* data, qint64 size) {
    if (m_exchange) {
        const auto status = m_exchange->collector().append({data, static_cast<std::size_t>(size)});
        if (status != AnswerCollector::Status::Incomplete)
            m_side.ended(*this, std::move(m_exchange));
    }
    return size; // what comes after the answer's end is dropped
}

void EdgeSocket::giveUp() {
    if (!m_usable)
        return;
    m_usable = false; // the HTTP server deletes it
    setSocketState(QAbstractSocket::UnconnectedState);
    Q_EMIT disconnected();
    if (m_exchange)
        m_side.ended(*this, std::move(m_exchange));
}

EdgeListener::EdgeListener() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && setSocketDescriptor(fd))
        pauseAccepting();
}

EdgeSocket* EdgeListener::makeSocket(HttpSide& side) {
    auto* socket = new EdgeSocket(side, this);
    addPendingConnection(socket); // the HTTP server takes it at once
    return socket;
}

QTcpSocket* EdgeListener::nextPendingConnection() {
    QTcpSocket* socket = QTcpServer::nextPendingConnection();
    if (isListening())
        pauseAccepting(); // the base switches its notifier on again, on a socket that is none
    return socket;
}

HttpSide::HttpSide(const HttpServerFactory& factory, std::shared_ptr<Mailbox> mailbox)
    : m_mailbox(std::move(mailbox)), m_listener(new EdgeListener), m_server(factory(*m_listener)) {
}

HttpSide::~HttpSide() {
    if (m_listener->parent() == nullptr)
        delete m_listener;
}

bool HttpSide::feed(const std::shared_ptr<ExchangeState>& exchange) {
    EdgeSocket* socket = nullptr;
    if (m_free.empty()) {
        socket = m_listener->makeSocket(*this);
    } else {
        socket = m_free.back();
        m_free.pop_back();
    }
    const ExchangeState::Scope scope(exchange);
    m_feeding = socket;
    m_endedWhileFeeding = false;
    socket->deliver(exchange);
    m_feeding = nullptr;
    if (m_endedWhileFeeding)
        release(*socket);
    return m_endedWhileFeeding;
}

void HttpSide::ended(EdgeSocket& socket, std::shared_ptr<ExchangeState> exchange) {
    if (m_feeding == &socket) {
        m_endedWhileFeeding = true;
        return;
    }
    // Not from within the handler's write: it may still hold its responder, and this socket with it.
    EdgeSocket* const reusable = socket.usable() ? &socket : nullptr; // the others are deleted by then
    m_mailbox->post([this, reusable, exchange = std::move(exchange)] {
        if (reusable != nullptr)
            release(*reusable);
        if (const auto taker = exchange->taker())
            taker->answered(exchange);
    });
}

void HttpSide::release(EdgeSocket& socket) {
    socket.detach();
    if (socket.usable())
        m_free.push_back(&socket);
}

} // namespace dropseal::edge
