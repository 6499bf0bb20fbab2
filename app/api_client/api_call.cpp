// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/api_call.h"

#include "app/api_client/answer_error.h"

namespace dropseal::app {

ApiCall::ApiCall(ApiClient& client, HttpRequest request, bool with_session, QObject* context,
                 ApiCallback<HttpAnswer> callback)
    : QObject(&client)
    , m_client(client)
    , m_request(std::move(request))
    , m_with_session(with_session)
    , m_context(context)
    , m_callback(std::move(callback)) {
    connect(context, &QObject::destroyed, this, [this] {
        m_is_over = true;
        m_plain.reset();
        m_authorized.reset();
        deleteLater();
    });
}

void ApiCall::start() {
    if (m_with_session)
        startAuthorized();
    else
        startPlain();
}

void ApiCall::startPlain() {
    m_plain = m_client.network().send(m_request);
    connect(m_plain.get(), &HttpCall::finished, this, [this](const HttpAnswer& answer) {
        if (answer.status >= 200 && answer.status < 300)
            succeed(answer);
        else
            fail(errorOfAnswer(answer));
    });
    connect(m_plain.get(), &HttpCall::failed, this, &ApiCall::fail);
}

void ApiCall::startAuthorized() {
    m_authorized = std::make_unique<AuthorizedCall>(m_client.network(), m_client.tokens(), m_request);
    connect(m_authorized.get(), &AuthorizedCall::finished, this, &ApiCall::succeed);
    connect(m_authorized.get(), &AuthorizedCall::failed, this, &ApiCall::fail);
    m_authorized->start();
}

void ApiCall::cancel() {
    if (m_is_over)
        return;
    m_plain.reset();
    m_authorized.reset();
    // Never from inside the caller's own call.
    m_is_over = true;
    QMetaObject::invokeMethod(
        this, [this] { deliver(cancelledError()); }, Qt::QueuedConnection);
}

void ApiCall::succeed(const HttpAnswer& answer) {
    if (m_is_over)
        return;
    m_is_over = true;
    noteOutcome(std::nullopt);
    deliver(answer);
}

void ApiCall::fail(const ApiError& error) {
    if (m_is_over)
        return;
    m_is_over = true;
    noteOutcome(error);
    deliver(error);
}

void ApiCall::noteOutcome(const std::optional<ApiError>& error) {
    if (m_request.url.matches(m_client.server(), QUrl::RemovePath | QUrl::RemoveQuery))
        m_client.noteOutcome(error);
}

void ApiCall::deliver(const ApiResult<HttpAnswer>& result) {
    deleteLater();
    if (m_context != nullptr)
        m_callback(result);
}

} // namespace dropseal::app
