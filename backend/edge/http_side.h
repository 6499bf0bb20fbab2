// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/edge.h"
#include "backend/edge/exchange_state.h"
#include "backend/edge/mailbox.h"

#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <memory>
#include <string>
#include <vector>

namespace dropseal::edge {

class HttpSide;

/// A socket without a network: what the HTTP server reads is the canonical request that the edge put there,
/// what it writes goes to the exchange. It is used for one exchange after the other and lives as long as the
/// HTTP server, which never hears `disconnected()` while a handler may still hold it (PERF.md, trap 3).
class EdgeSocket final : public QTcpSocket {
public:
    EdgeSocket(HttpSide& side, QObject* parent);
    ~EdgeSocket() override;

    /// Lets the HTTP server read the exchange's request; its handler may answer within this call or later.
    void deliver(std::shared_ptr<ExchangeState> exchange);
    void detach() { m_exchange.reset(); }
    bool usable() const { return m_usable; }

    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override { return 0; }
    bool canReadLine() const override;
    bool atEnd() const override { return bytesAvailable() == 0; }
    void close() override { giveUp(); }
    void disconnectFromHost() override { giveUp(); }
    bool waitForConnected(int) override { return true; }
    bool waitForReadyRead(int) override { return bytesAvailable() > 0; }
    bool waitForBytesWritten(int) override { return true; }
    bool waitForDisconnected(int) override { return !m_usable; }

protected:
    qint64 readData(char* data, qint64 size) override;
    qint64 readLineData(char* data, qint64 size) override;
    qint64 skipData(qint64 size) override;
    qint64 writeData(const char* data, qint64 size) override;

private:
    void giveUp();

    HttpSide& m_side;
    std::shared_ptr<ExchangeState> m_exchange;
    std::string m_request;
    std::size_t m_read = 0;
    bool m_usable = true;
};

/// Hands EdgeSockets to the HTTP server as if they had been accepted. It never listens; it holds a plain
/// socket only because QAbstractHttpServer::bind() of Qt 6.8 wants a server that says it listens.
class EdgeListener final : public QTcpServer {
public:
    EdgeListener();
    EdgeSocket* makeSocket(HttpSide& side);
    QTcpSocket* nextPendingConnection() override;
};

/// The HTTP server of one worker and its in-memory sockets. One thread.
class HttpSide {
public:
    HttpSide(const HttpServerFactory& factory, std::shared_ptr<Mailbox> mailbox);
    ~HttpSide();
    HttpSide(const HttpSide&) = delete;
    HttpSide& operator=(const HttpSide&) = delete;

    /// Gives the exchange to the HTTP server. True where its answer has come to its end within this call;
    /// otherwise the exchange's taker is told later, from the mailbox.
    bool feed(const std::shared_ptr<ExchangeState>& exchange);

private:
    friend class EdgeSocket;
    void ended(EdgeSocket& socket, std::shared_ptr<ExchangeState> exchange);
    void release(EdgeSocket& socket);

    std::shared_ptr<Mailbox> m_mailbox;
    EdgeListener* m_listener;
    std::unique_ptr<QObject> m_server; ///< owns the listener and its sockets once it is bound
    std::vector<EdgeSocket*> m_free;
    EdgeSocket* m_feeding = nullptr;
    bool m_endedWhileFeeding = false;
};

} // namespace dropseal::edge
