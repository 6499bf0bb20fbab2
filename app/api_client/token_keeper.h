// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/network.h"
#include "shared/api/auth_messages.h"

#include <QtCore/QTimer>

namespace dropseal::app {

/// Holds the tokens of the session, and refreshes them: at most one refresh runs at a time, everybody else
/// waits for its answer. A refresh that finds no connection ends no session. GUI thread.
class TokenKeeper : public QObject {
    Q_OBJECT
public:
    explicit TokenKeeper(Network& network, QObject* parent = nullptr);
    ~TokenKeeper() override;

    void setServer(const QUrl& base);
    void setTokens(const api::TokenPair& tokens); ///< after login, setup, or from the keyring (access token
                                                  ///< empty: refreshed at first use)
    void clear();
    bool hasSession() const;
    QByteArray refreshToken() const;

    /// Gives an access token with at least 30 s of life, refreshing where needed. SignedOut where there is no
    /// session.
    void accessToken(QObject* context, ApiCallback<QByteArray> callback);
    /// The server refused this access token (401 token_expired or token_invalid): the next accessToken()
    /// refreshes first.
    void accessTokenRefused(const QByteArray& token);
    /// The server ended the session (401 session_revoked, account_suspended, refresh_reused): emits ended().
    void sessionRefused(const ApiError& why);
    /// The same, said to a call with this access token: ignored where another one is in use by now (of a
    /// newer session, perhaps).
    void sessionRefused(const ApiError& why, const QByteArray& refused);

    /// Keeps a new refresh token and says so by calling `kept`. While it runs nobody gets the new access
    /// token: the server takes the old refresh token again only as long as the new pair is unused (API.md,
    /// refresh), so a crash in between costs no session. A keeper that does not answer is waited for 3 s.
    /// Without one, tokens are used at once.
    using Keep = std::function<void(const QByteArray& refresh_token, std::function<void()> kept)>;
    void setKeep(Keep keep);

Q_SIGNALS:
    /// A new refresh token must be kept (keyring) now: the old one is dead.
    void rotated(const QByteArray& refresh_token);
    void ended(const dropseal::app::ApiError& why);

private:
    struct Waiting {
        QPointer<QObject> context;
        ApiCallback<QByteArray> callback;
    };

    bool isFresh() const;
    void refresh();
    void refreshAnswered(const HttpAnswer& answer);
    void refreshFailed(const ApiError& error);
    void keep(const api::TokenPair& tokens);
    void release(const ApiResult<QByteArray>& result);
    void deliver(Waiting waiting, const ApiResult<QByteArray>& result);

    Network& m_network;
    QUrl m_server;
    QByteArray m_access;
    QByteArray m_refresh;
    std::chrono::steady_clock::time_point m_access_ends;
    std::unique_ptr<HttpCall> m_call;
    QTimer m_keep_limit;
    Keep m_keep;
    quint64 m_generation = 0; ///< of the session: answers to an earlier one are ignored
    bool m_keeping = false;
    std::vector<Waiting> m_waiting;
};

} // namespace dropseal::app
