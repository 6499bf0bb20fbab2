// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_result.h"

#include <QtCore/QByteArray>
#include <QtCore/QIODevice>
#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QUrl>

#include <chrono>
#include <memory>
#include <vector>

namespace dropseal::app {

struct HttpRequest {
    QByteArray method;
    QUrl url;
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body; ///< sent where `device` is null
    QIODevice* device =
        nullptr; ///< not owned, open, stays until the answer; `length` bytes of it are the body
    qint64 length = 0;
    std::chrono::milliseconds timeout{30000}; ///< without any byte moving
};

struct HttpAnswer {
    int status = 0;
    std::vector<std::pair<QByteArray, QByteArray>> headers; ///< names in lower case
    QByteArray body;                                        ///< empty where a sink took it
    QByteArray header(QByteArrayView name) const;
};

/// A running request. Destroying it cancels it, from one of its own signals too: implementations touch
/// nothing after they emitted.
class HttpCall : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void cancel() = 0;
    /// Takes no more of the answer's body while paused, and the server must wait; the end comes after that
    /// too.
    virtual void setPaused(bool) {}

Q_SIGNALS:
    void uploadProgress(qint64 sent, qint64 total);
    /// Only with `stream_body`: the body's bytes as they come. No more are read from the server than the
    /// receiver has taken, but for a buffer of some hundred kilobytes: a slow disk slows the server down and
    /// fills no memory.
    void bodyBytes(const QByteArray& bytes);
    /// The head of the answer, before its body.
    void headReceived(const dropseal::app::HttpAnswer& head);
    /// Once. Status 0 never comes here: that is failed().
    void finished(const dropseal::app::HttpAnswer& answer);
    void failed(const dropseal::app::ApiError& error);
};

/// The one way to the network: every flow and the command line go through it, so that none skips a
/// certificate check (SECURITY.md section 2 row 42). HTTP/1.1 only, no redirects, no cookies, no cache,
/// system proxy. GUI thread.
class Network : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// The caller owns the call. Nothing is emitted before this returned. `stream_body`: see
    /// HttpCall::bodyBytes.
    virtual std::unique_ptr<HttpCall> send(const HttpRequest& request, bool stream_body = false) = 0;
    /// Accept exactly this certificate (SHA-256, lower-case hex) for that host and port; empty: system
    /// authorities.
    virtual void setPin(const QString& host, int port, const QString& fingerprint) = 0;
};

/// With QNetworkAccessManager.
std::unique_ptr<Network> makeNetwork();

} // namespace dropseal::app
