// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"
#include "app/api_client/authorized_call.h"

namespace dropseal::app {

/// One running call of an ApiClient, whose child it is. Deletes itself when it has answered, or when its
/// context died.
class ApiCall final : public QObject {
    Q_OBJECT
public:
    ApiCall(ApiClient& client, HttpRequest request, bool with_session, QObject* context,
            ApiCallback<HttpAnswer> callback);

    void start();
    void cancel();

private:
    void startPlain();
    void startAuthorized();
    void succeed(const HttpAnswer& answer);
    void fail(const ApiError& error);
    void noteOutcome(const std::optional<ApiError>& error);
    void deliver(const ApiResult<HttpAnswer>& result);

    ApiClient& m_client;
    HttpRequest m_request;
    bool m_with_session;
    bool m_is_over = false;
    QPointer<QObject> m_context;
    ApiCallback<HttpAnswer> m_callback;
    std::unique_ptr<HttpCall> m_plain;
    std::unique_ptr<AuthorizedCall> m_authorized;
};

} // namespace dropseal::app
