// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtHttpServer/QAbstractHttpServer>
#include <QtHttpServer/QHttpServerResponder>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dropseal::http {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// The one place where Qt 6.4 and Qt 6.8 differ: how a request comes in, and how an answer goes out.
class QtServer : public QAbstractHttpServer {
public:
    using QAbstractHttpServer::QAbstractHttpServer;

protected:
    /// One request came; the responder may be kept, on this thread, until it is answered.
    virtual void take(QHttpServerResponder responder) = 0;

    bool handleRequest(const QHttpServerRequest& request,
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
                       QHttpServerResponder& responder
#else
                       QTcpSocket* socket
#endif
                       ) final;
    void missingHandler(const QHttpServerRequest& request,
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
                        QHttpServerResponder& responder
#else
                        QTcpSocket* socket
#endif
                        ) final;
};

/// Writes an answer. `headers` holds all of them; where `length` is not negative, Content-Length is added. An
/// empty `body` beside a positive `length` is a body that comes from elsewhere.
void writeAnswer(QHttpServerResponder& responder, int status, const HeaderList& headers,
                 std::string_view body, std::int64_t length);

} // namespace dropseal::http
