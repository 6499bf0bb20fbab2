// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/network.h"

#include <QtNetwork/QSslServer>
#include <QtNetwork/QTcpSocket>

#include <optional>
#include <sys/socket.h>

namespace dropseal::app::test {

/// A server that says what it is told, byte for byte, and remembers what it got.
class RawServer {
public:
    explicit RawServer(std::unique_ptr<QTcpServer> server) : m_server(std::move(server)) {
        if (!m_server->listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
        QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, m_server.get(),
                         [this] { accept(); });
    }
    RawServer() : RawServer(std::make_unique<QTcpServer>()) {}

    QUrl url(const QString& path = QStringLiteral("/x")) const {
        QUrl url;
        url.setScheme(qobject_cast<QSslServer*>(m_server.get()) != nullptr ? QStringLiteral("https")
                                                                           : QStringLiteral("http"));
        url.setHost(QStringLiteral("127.0.0.1"));
        url.setPort(m_server->serverPort());
        url.setPath(path);
        return url;
    }
    int port() const { return m_server->serverPort(); }

    QByteArray answer;        ///< sent once the head of the request is there
    bool closes_after = true; ///< and then the connection is closed
    bool lingers = false;     ///< says nothing more, but listens on, as servers do that refuse a body
    qint64 answers_after = 0; ///< only when so many bytes came
    QByteArray got;
    int connections = 0;
    int requests = 0;

private:
    void accept() {
        while (QTcpSocket* socket = m_server->nextPendingConnection()) {
            ++connections;
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { read(*socket); });
            read(*socket);
        }
    }
    void read(QTcpSocket& socket) {
        const QByteArray bytes = socket.readAll();
        got += bytes;
        const bool is_answered =
            answers_after > 0 ? got.size() < answers_after || requests > 0 : !bytes.contains("\r\n\r\n");
        if (is_answered)
            return;
        ++requests;
        socket.write(answer);
        if (lingers) {
            socket.flush();
            ::shutdown(static_cast<int>(socket.socketDescriptor()), SHUT_WR);
        } else if (closes_after && !answer.isEmpty())
            socket.disconnectFromHost();
    }

    std::unique_ptr<QTcpServer> m_server;
};

/// What a call came to.
struct Outcome {
    std::optional<HttpAnswer> answer;
    std::optional<ApiError> error;
    QByteArray streamed;
    int heads = 0;

    bool isOver() const { return answer || error; }
};

/// Sends it, and writes down what comes. `outcome` outlives the call.
inline std::unique_ptr<HttpCall> send(Network& network, const HttpRequest& request, Outcome& outcome,
                                      bool stream = false) {
    auto call = network.send(request, stream);
    HttpCall* const running = call.get();
    QObject::connect(running, &HttpCall::finished, running,
                     [&outcome](const HttpAnswer& answer) { outcome.answer = answer; });
    QObject::connect(running, &HttpCall::failed, running,
                     [&outcome](const ApiError& error) { outcome.error = error; });
    QObject::connect(running, &HttpCall::headReceived, running, [&outcome] { ++outcome.heads; });
    QObject::connect(running, &HttpCall::bodyBytes, running,
                     [&outcome](const QByteArray& bytes) { outcome.streamed += bytes; });
    return call;
}

inline std::unique_ptr<HttpCall> get(Network& network, const QUrl& url, Outcome& outcome,
                                     bool stream = false) {
    HttpRequest request;
    request.method = "GET";
    request.url = url;
    return send(network, request, outcome, stream);
}

} // namespace dropseal::app::test
