// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/authorized_call.h"

#include "app/api_client/answer_error.h"

namespace dropseal::app {

namespace {

constexpr qsizetype ProblemLimit = qsizetype{64} * 1024;

} // namespace

AuthorizedCall::AuthorizedCall(Network& network, TokenKeeper& tokens, HttpRequest request, bool stream_body,
                               QObject* parent)
    : QObject(parent)
    , m_network(network)
    , m_tokens(tokens)
    , m_request(std::move(request))
    , m_stream_body(stream_body) {
}

void AuthorizedCall::start() {
    m_tokens.accessToken(this, [this](const ApiResult<QByteArray>& token) { tokenCame(token); });
}

void AuthorizedCall::setPaused(bool is_paused) {
    if (m_call)
        m_call->setPaused(is_paused);
}

void AuthorizedCall::tokenCame(const ApiResult<QByteArray>& token) {
    if (!token) {
        Q_EMIT failed(token.error());
        return;
    }
    m_access = *token;
    if (m_rewind && !m_rewind()) {
        Q_EMIT failed(localFileError(ErrorCode::conflict,
                                     QStringLiteral("The file cannot be read from its beginning.")));
        return;
    }
    send();
}

void AuthorizedCall::send() {
    HttpRequest request = m_request;
    request.headers.emplace_back("Authorization", "Bearer " + m_access);
    m_is_success = false;
    m_problem.clear();
    m_call = m_network.send(request, m_stream_body);
    HttpCall* call = m_call.get();
    connect(call, &HttpCall::uploadProgress, this, &AuthorizedCall::uploadProgress);
    connect(call, &HttpCall::headReceived, this, &AuthorizedCall::headCame);
    connect(call, &HttpCall::bodyBytes, this, &AuthorizedCall::bytesCame);
    connect(call, &HttpCall::finished, this, &AuthorizedCall::answered);
    connect(call, &HttpCall::failed, this, &AuthorizedCall::failed);
}

void AuthorizedCall::headCame(const HttpAnswer& head) {
    m_is_success = head.status >= 200 && head.status < 300;
    if (m_is_success)
        Q_EMIT headReceived(head);
}

void AuthorizedCall::bytesCame(const QByteArray& bytes) {
    if (m_is_success)
        Q_EMIT bodyBytes(bytes);
    else if (m_problem.size() < ProblemLimit)
        m_problem += bytes;
}

void AuthorizedCall::answered(HttpAnswer answer) {
    if (answer.status >= 200 && answer.status < 300) {
        Q_EMIT finished(answer);
        return;
    }
    if (m_stream_body)
        answer.body = m_problem;
    refused(errorOfAnswer(answer));
}

void AuthorizedCall::refused(const ApiError& error) {
    if (wantsFreshToken(error) && !m_is_repeat) {
        m_is_repeat = true;
        m_tokens.accessTokenRefused(m_access);
        start();
        return;
    }
    if (!endsSession(error)) {
        Q_EMIT failed(error);
        return;
    }
    ApiError ended = error;
    ended.kind = ApiError::Kind::SignedOut;
    const QPointer<AuthorizedCall> alive(this);
    m_tokens.sessionRefused(ended, m_access);
    if (alive)
        Q_EMIT failed(ended);
}

} // namespace dropseal::app
