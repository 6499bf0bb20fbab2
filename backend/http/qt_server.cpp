// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/qt_server.h"

#include <QtHttpServer/QHttpServerRequest>

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
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

void writeAnswer(QHttpServerResponder& responder, int status, const HeaderList& headers,
                 std::string_view body, std::int64_t length) {
    QHttpHeaders list;
    for (const auto& [name, value] : headers)
        list.append(QAnyStringView(name), QAnyStringView(value));
    const auto code = static_cast<QHttpServerResponder::StatusCode>(status);
    const bool whole = length == static_cast<std::int64_t>(body.size());
    if (whole) { // Qt writes the Content-Length itself
        responder.write(viewOf(body), list, code);
        return;
    }
    if (length >= 0)
        list.append(QHttpHeaders::WellKnownHeader::ContentLength, QByteArray::number(qint64(length)));
    responder.write(list, code);
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
