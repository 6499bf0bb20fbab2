// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/answer_parser.h"

#include <QtCore/QTimer>
#include <QtNetwork/QSslSocket>

#include <memory>

namespace dropseal::app {

/// One request whose body is a device, over a connection of its own that hears the server while it speaks:
/// one that refuses an upload says so at the beginning or in the middle, and closes. QNetworkAccessManager
/// takes that for a lost connection, and sends the body again, three times.
class SocketCall final : public HttpCall {
public:
    struct Options {
        QByteArray user_agent;
        QByteArray pin; ///< empty: the system's authorities decide
    };

    SocketCall(const HttpRequest& request, Options options);

    void cancel() override;

private:
    /// Whoever hears finished() or failed() may destroy us, and we say that from within a signal of the
    /// socket, which has to live until it is back.
    struct DeleteLater {
        void operator()(QSslSocket* socket) const;
    };

    void begin();
    void checkPin();
    void certificateErrors(const QList<QSslError>& errors);
    void sendHead();
    void sendBody();
    void tellProgress();
    qint64 unsent() const;
    void hear();
    void ended();
    void answered();
    void stop();
    void fail(const ApiError& error);
    ApiError errorOfSocket() const;

    HttpRequest m_request;
    Options m_options;
    const std::unique_ptr<QSslSocket, DeleteLater> m_owned_socket{new QSslSocket};
    QSslSocket& m_socket = *m_owned_socket;
    QTimer m_idle;
    AnswerParser m_parser;
    QString m_bad_certificate; ///< fingerprint of a certificate that we do not take
    qint64 m_given = 0;        ///< bytes of the body that the socket got
    qint64 m_told = 0;
    bool m_is_head_sent = false;
    bool m_over = false;
};

} // namespace dropseal::app
