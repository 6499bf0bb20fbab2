// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/token_keeper.h"

namespace dropseal::app {

/// One request with the session's Bearer: fetches a token, sends, and where the server says that the token is
/// old, does both once more. A server that ended the session is reported to the TokenKeeper and comes out as
/// SignedOut. Destroying it cancels it, from one of its own signals too.
class AuthorizedCall final : public QObject {
    Q_OBJECT
public:
    AuthorizedCall(Network& network, TokenKeeper& tokens, HttpRequest request, bool stream_body = false,
                   QObject* parent = nullptr);

    /// Called before each sending, to put the body's device to its beginning; false where that cannot be.
    void setRewind(std::function<bool()> rewind) { m_rewind = std::move(rewind); }
    void start();
    /// HttpCall::setPaused() of the call that runs.
    void setPaused(bool is_paused);

Q_SIGNALS:
    void uploadProgress(qint64 sent, qint64 total);
    void headReceived(const dropseal::app::HttpAnswer& head); ///< of a success only
    void bodyBytes(const QByteArray& bytes);                  ///< of a success only
    void finished(const dropseal::app::HttpAnswer& answer);   ///< 2xx
    void failed(const dropseal::app::ApiError& error);

private:
    void tokenCame(const ApiResult<QByteArray>& token);
    void send();
    void headCame(const HttpAnswer& head);
    void bytesCame(const QByteArray& bytes);
    void answered(HttpAnswer answer);
    void refused(const ApiError& error);

    Network& m_network;
    TokenKeeper& m_tokens;
    HttpRequest m_request;
    bool m_stream_body;
    bool m_is_success = false;
    bool m_is_repeat = false;
    std::function<bool()> m_rewind;
    QByteArray m_access;
    QByteArray m_problem; ///< body of a streamed answer that is no success
    std::unique_ptr<HttpCall> m_call;
};

} // namespace dropseal::app
