// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/qt_call.h"

#include "app/api_client/answer_error.h"

#include <QtCore/QCryptographicHash>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>

namespace dropseal::app {

namespace {

constexpr qint64 ReadAheadBytes = qint64{256} * 1024;       // QNetworkReply's own buffer when streaming
constexpr qint64 WholeBodyLimit = qint64{16} * 1024 * 1024; // no JSON of ours comes near
constexpr qint64 PieceBytes = qint64{64} * 1024;

QByteArray fingerprintOf(const QNetworkReply& reply) {
    const QSslCertificate certificate = reply.sslConfiguration().peerCertificate();
    return certificate.isNull() ? QByteArray() : certificate.digest(QCryptographicHash::Sha256).toHex();
}

ApiError noAnswer(ApiError::Kind kind, const QString& words) {
    ApiError error;
    error.kind = kind;
    error.problem = Error(ErrorCode::service_unavailable, words.toStdString());
    return error;
}

} // namespace

QtCall::QtCall(QNetworkReply* reply, const Options& options) : m_reply(reply), m_options(options) {
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, [this] {
        giveUp(noAnswer(ApiError::Kind::Timeout, QStringLiteral("The server did not answer in time.")));
    });
    m_idle.start(m_options.timeout);
    if (m_options.stream_body)
        m_reply->setReadBufferSize(ReadAheadBytes);
    watchTls();
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent, qint64 total) {
        if (m_over || total <= 0)
            return;
        m_idle.start();
        Q_EMIT uploadProgress(sent, total);
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &QtCall::takeHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &QtCall::takeBody);
    connect(m_reply, &QNetworkReply::finished, this, &QtCall::replyFinished);
}

QtCall::~QtCall() {
    cancel();
    if (m_reply != nullptr) // perhaps this is called from one of its signals
        m_reply->deleteLater();
}

void QtCall::cancel() {
    giveUp(cancelledError());
}

void QtCall::giveUp(const ApiError& error) {
    if (m_over)
        return;
    m_over = true;
    m_idle.stop();
    if (m_reply != nullptr) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
    if (error.kind != ApiError::Kind::Cancelled)
        Q_EMIT failed(error);
}

void QtCall::watchTls() {
    // Qt holds the request back until these return, so nothing of it goes to a server that is not the right
    // one.
    connect(m_reply, &QNetworkReply::encrypted, this, &QtCall::checkPin);
    connect(m_reply, &QNetworkReply::sslErrors, this, &QtCall::certificateErrors);
}

void QtCall::checkPin() {
    if (m_options.pin.isEmpty())
        return;
    const QByteArray seen = fingerprintOf(*m_reply);
    if (seen == m_options.pin)
        return;
    ApiError error =
        noAnswer(ApiError::Kind::CertificateChanged, QStringLiteral("The certificate has changed."));
    error.fingerprint = QString::fromLatin1(seen);
    giveUp(error);
}

void QtCall::certificateErrors(const QList<QSslError>& errors) {
    const QByteArray seen = fingerprintOf(*m_reply);
    if (!m_options.pin.isEmpty() && seen == m_options.pin) // exactly the certificate that the person trusted
        m_reply->ignoreSslErrors(errors); // architecture: exactly these errors, of the pinned certificate
    else
        m_bad_certificate = QString::fromLatin1(seen);
}

void QtCall::takeHead() {
    if (m_over || m_head_taken)
        return;
    m_idle.start();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status < 200)
        return;
    m_head_taken = true;
    m_answer.status = status;
    for (const auto& [name, value] : m_reply->rawHeaderPairs())
        m_answer.headers.emplace_back(name.toLower(), value);
    Q_EMIT headReceived(m_answer);
}

void QtCall::setPaused(bool is_paused) {
    if (m_over || m_is_paused == is_paused)
        return;
    m_is_paused = is_paused;
    if (is_paused) {
        m_idle.stop(); // it is not the server that is slow
        return;
    }
    m_idle.start();
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_reply != nullptr && m_reply->isFinished())
                replyFinished();
            else if (m_reply != nullptr)
                takeBody();
        },
        Qt::QueuedConnection);
}

void QtCall::takeBody() {
    const QPointer<QtCall> alive(this); // a receiver may destroy us
    takeHead();
    while (alive && !m_over && !m_is_paused && m_reply->bytesAvailable() > 0) {
        m_idle.start();
        const QByteArray piece = m_reply->read(PieceBytes);
        if (piece.isEmpty())
            return;
        if (m_options.stream_body) {
            Q_EMIT bodyBytes(piece);
            continue;
        }
        m_answer.body += piece;
        if (m_answer.body.size() > WholeBodyLimit)
            giveUp(unreadableAnswer(m_answer, {ErrorCode::bad_request, "The answer is too long."}));
    }
}

ApiError QtCall::errorOfReply() const {
    if (!m_bad_certificate.isEmpty()) {
        const bool is_pinned = !m_options.pin.isEmpty();
        ApiError error =
            noAnswer(is_pinned ? ApiError::Kind::CertificateChanged : ApiError::Kind::CertificateUnknown,
                     m_reply->errorString());
        error.fingerprint = m_bad_certificate;
        return error;
    }
    switch (m_reply->error()) {
    case QNetworkReply::TimeoutError:
    case QNetworkReply::ProxyTimeoutError:
        return noAnswer(ApiError::Kind::Timeout, m_reply->errorString());
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolFailure:
        return noAnswer(ApiError::Kind::NotDropseal, m_reply->errorString());
    default:
        return noAnswer(ApiError::Kind::NoConnection, m_reply->errorString());
    }
}

void QtCall::replyFinished() {
    const QPointer<QtCall> alive(this);
    takeBody();
    if (!alive || m_over || m_is_paused) // setPaused() comes back here
        return;
    m_over = true;
    m_idle.stop();
    // Qt calls 4xx and 5xx errors too; an answer that came whole is an answer. One that was cut is none,
    // whatever its status said.
    const auto reason = m_reply->error();
    const bool is_cut = reason != QNetworkReply::NoError && reason < QNetworkReply::ContentAccessDenied &&
                        reason != QNetworkReply::AuthenticationRequiredError;
    if (!m_head_taken || is_cut)
        Q_EMIT failed(errorOfReply());
    else
        Q_EMIT finished(m_answer);
}

} // namespace dropseal::app
