// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/socket_call.h"

#include "app/api_client/answer_error.h"

#include <QtCore/QCryptographicHash>
#include <QtNetwork/QNetworkProxy>
#include <QtNetwork/QSslCertificate>

namespace dropseal::app {

namespace {

constexpr qint64 UnsentLimit = qint64{256} * 1024; // what lies in memory between the file and the kernel
constexpr qint64 PieceBytes = qint64{64} * 1024;

ApiError noAnswer(ApiError::Kind kind, const QString& words) {
    ApiError error;
    error.kind = kind;
    error.problem = Error(ErrorCode::service_unavailable, words.toStdString());
    return error;
}

bool isTls(const QUrl& url) {
    return url.scheme() == QLatin1String("https");
}

QByteArray hostField(const QUrl& url) {
    return url.authority(QUrl::FullyEncoded).section(QLatin1Char('@'), -1).toLatin1();
}

} // namespace

void SocketCall::DeleteLater::operator()(QSslSocket* socket) const {
    socket->disconnect();
    socket->abort();
    socket->deleteLater();
}

SocketCall::SocketCall(const HttpRequest& request, Options options)
    : m_request(request), m_options(std::move(options)) {
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, [this] {
        fail(noAnswer(ApiError::Kind::Timeout, QStringLiteral("The server did not answer in time.")));
    });
    m_idle.start(m_request.timeout);
    m_socket.setProxy(QNetworkProxy::NoProxy);
    connect(&m_socket, &QSslSocket::sslErrors, this, &SocketCall::certificateErrors);
    connect(&m_socket, &QSslSocket::readyRead, this, &SocketCall::hear);
    connect(&m_socket, &QSslSocket::bytesWritten, this, &SocketCall::sendBody);
    connect(&m_socket, &QSslSocket::encryptedBytesWritten, this, &SocketCall::sendBody);
    // Queued: what came before the end is heard first.
    connect(&m_socket, &QSslSocket::errorOccurred, this, &SocketCall::ended, Qt::QueuedConnection);
    connect(&m_socket, &QSslSocket::disconnected, this, &SocketCall::ended, Qt::QueuedConnection);
    connect(m_request.device, &QIODevice::readyRead, this, &SocketCall::sendBody);
    QTimer::singleShot(0, this, &SocketCall::begin); // nothing is told before the caller has us
}

void SocketCall::begin() {
    if (m_over)
        return;
    const QUrl& url = m_request.url;
    if (isTls(url)) {
        connect(&m_socket, &QSslSocket::encrypted, this, &SocketCall::checkPin);
        m_socket.connectToHostEncrypted(url.host(), static_cast<quint16>(url.port(443)));
    } else {
        connect(&m_socket, &QSslSocket::connected, this, &SocketCall::sendHead);
        m_socket.connectToHost(url.host(), static_cast<quint16>(url.port(80)));
    }
}

void SocketCall::certificateErrors(const QList<QSslError>& errors) {
    const QByteArray seen = m_socket.peerCertificate().digest(QCryptographicHash::Sha256).toHex();
    if (!m_options.pin.isEmpty() && seen == m_options.pin) // exactly the certificate that the person trusted
        m_socket.ignoreSslErrors(errors); // architecture: exactly these errors, of the pinned certificate
    else
        m_bad_certificate = QString::fromLatin1(seen);
}

/// Nothing was sent yet.
void SocketCall::checkPin() {
    const QByteArray seen = m_socket.peerCertificate().digest(QCryptographicHash::Sha256).toHex();
    if (m_options.pin.isEmpty() || seen == m_options.pin) {
        sendHead();
        return;
    }
    ApiError error =
        noAnswer(ApiError::Kind::CertificateChanged, QStringLiteral("The certificate has changed."));
    error.fingerprint = QString::fromLatin1(seen);
    fail(error);
}

void SocketCall::sendHead() {
    const QUrl& url = m_request.url;
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    QByteArray head = m_request.method + ' ' + target + " HTTP/1.1\r\nHost: " + hostField(url) + "\r\n";
    for (const auto& [name, value] : m_request.headers)
        head += name + ": " + value + "\r\n";
    head += "User-Agent: " + m_options.user_agent +
            "\r\nContent-Length: " + QByteArray::number(m_request.length) + "\r\nConnection: close\r\n\r\n";
    m_is_head_sent = true;
    m_socket.write(head);
    sendBody();
}

qint64 SocketCall::unsent() const {
    return m_socket.bytesToWrite() + m_socket.encryptedBytesToWrite();
}

void SocketCall::sendBody() {
    if (m_over || !m_is_head_sent)
        return;
    while (m_given < m_request.length && unsent() < UnsentLimit) {
        const QByteArray piece = m_request.device->read(std::min(PieceBytes, m_request.length - m_given));
        if (piece.isEmpty()) // more comes, or the device has told its owner why not
            break;
        m_given += piece.size();
        m_socket.write(piece);
    }
    tellProgress();
}

/// The head may be among what is unsent, and TLS adds some: never more than is true.
void SocketCall::tellProgress() {
    const qint64 sent = std::max<qint64>(0, m_given - unsent());
    if (sent <= m_told)
        return;
    m_told = sent;
    m_idle.start();
    Q_EMIT uploadProgress(sent, m_request.length);
}

void SocketCall::hear() {
    while (!m_over && m_socket.bytesAvailable() > 0) {
        m_idle.start();
        switch (m_parser.feed(m_socket.read(PieceBytes))) {
        case AnswerParser::State::Reading:
            break;
        case AnswerParser::State::Done:
            answered();
            return;
        case AnswerParser::State::Broken:
            fail(noAnswer(ApiError::Kind::NotDropseal, QStringLiteral("The answer is no HTTP.")));
            return;
        }
    }
}

void SocketCall::ended() {
    const QPointer<SocketCall> alive(this);
    hear();
    if (!alive || m_over)
        return;
    if (m_is_head_sent && m_parser.end() == AnswerParser::State::Done)
        answered();
    else
        fail(errorOfSocket());
}

void SocketCall::answered() {
    stop();
    const QPointer<SocketCall> alive(this);
    const HttpAnswer answer = m_parser.answer();
    Q_EMIT headReceived(answer);
    if (alive)
        Q_EMIT finished(answer);
}

ApiError SocketCall::errorOfSocket() const {
    if (!m_bad_certificate.isEmpty()) {
        const bool is_pinned = !m_options.pin.isEmpty();
        ApiError error =
            noAnswer(is_pinned ? ApiError::Kind::CertificateChanged : ApiError::Kind::CertificateUnknown,
                     m_socket.errorString());
        error.fingerprint = m_bad_certificate;
        return error;
    }
    const bool is_late = m_socket.error() == QAbstractSocket::SocketTimeoutError;
    return noAnswer(is_late ? ApiError::Kind::Timeout : ApiError::Kind::NoConnection, m_socket.errorString());
}

void SocketCall::stop() {
    m_over = true;
    m_idle.stop();
    m_socket.disconnect(this);
    m_request.device->disconnect(this);
    m_socket.abort();
}

void SocketCall::fail(const ApiError& error) {
    if (m_over)
        return;
    stop();
    Q_EMIT failed(error);
}

void SocketCall::cancel() {
    if (!m_over)
        stop();
}

} // namespace dropseal::app
