// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/qt_server.h"

#include <QtHttpServer/QHttpServerRequest>

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
#include <QtCore/QIODevice>
#include <QtNetwork/QHttpHeaders>
#endif

namespace dropseal::http {

namespace {

QByteArray viewOf(std::string_view text) {
    return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)

bool QtServer::handleRequest(const QHttpServerRequest&, QHttpServerResponder& responder) {
    take(std::move(responder));
    return true;
}

void QtServer::missingHandler(const QHttpServerRequest&, QHttpServerResponder&) {
}

namespace {

/// The body of an answer whose bytes come from elsewhere. Qt writes a Content-Length of its own beside every
/// body but that of a sequential device, so this is the one way to say our own.
class NoBytes final : public QIODevice {
public:
    bool isSequential() const override { return true; }

protected:
    qint64 readData(char*, qint64) override { return -1; }
    qint64 writeData(const char*, qint64) override { return -1; }
};

QLatin1StringView latin1(std::string_view text) {
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

void writeAnswer(QHttpServerResponder& responder, int status, const HeaderList& headers,
                 std::string_view body, std::int64_t length) {
    QHttpHeaders list;
    for (const auto& [name, value] : headers)
        list.append(latin1(name), latin1(value));
    const auto code = static_cast<QHttpServerResponder::StatusCode>(status);
    if (length == static_cast<std::int64_t>(body.size())) {
        responder.write(viewOf(body), list, code);
        return;
    }
    if (length >= 0)
        list.append(QHttpHeaders::WellKnownHeader::ContentLength, QByteArray::number(qint64(length)));
    responder.write(new NoBytes, list, code); // takes it
}

#else

bool QtServer::handleRequest(const QHttpServerRequest& request, QTcpSocket* socket) {
    take(makeResponder(request, socket));
    return true;
}

void QtServer::missingHandler(const QHttpServerRequest&, QTcpSocket*) {
}

void writeAnswer(QHttpServerResponder& responder, int status, const HeaderList& headers,
                 std::string_view body, std::int64_t length) {
    responder.writeStatusLine(static_cast<QHttpServerResponder::StatusCode>(status));
    for (const auto& [name, value] : headers)
        responder.writeHeader(viewOf(name), viewOf(value));
    if (length >= 0)
        responder.writeHeader(QByteArrayLiteral("Content-Length"), QByteArray::number(qint64(length)));
    responder.writeBody(body.data(), static_cast<qint64>(body.size()));
}

#endif

} // namespace dropseal::http
