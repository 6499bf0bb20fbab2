// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"
#include "app/session/credential_store.h"
#include "app/session/server_profiles.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace dropseal::app {

/// Where we stand with the server, said explicitly. One object for the life of the program; GUI thread.
class Session : public QObject {
    Q_OBJECT
public:
    enum class State {
        NoServer,        ///< first start: Welcome
        StartingBackend, ///< the bundled server comes up
        Connecting,      ///< asking the server who it is; a kept session is being taken up
        SetupRequired,   ///< the server has no admin yet, and we hold the setup token
        SignedOut,
        SigningIn,
        SignedIn,
        Ended ///< the server ended the session: endReason() says why
    };
    Q_ENUM(State)

    /// The others outlive it.
    Session(ApiClient& client, TokenKeeper& tokens, CredentialStore& credentials, ServerProfiles& profiles,
            QObject* parent = nullptr);
    ~Session() override;
    /// Goes where the last run ended: once, when everything is connected.
    void start();

    /// True while the last call found no connection; the state stays what it was, and it is tried again by
    /// itself.
    bool offline() const;
    State state() const;
    const std::optional<api::User>& user() const;     ///< set in SignedIn
    const std::optional<api::RootInfo>& root() const; ///< what the server said of itself
    const ServerProfile& profile() const;
    const ApiError& endReason() const;
    /// In Connecting: why it does not go on, where it is not the connection (bad certificate, not a Dropseal
    /// any more).
    const std::optional<ApiError>& connectionFault() const;
    /// The address that connectTo() was last given, as it was understood.
    QUrl lastTried() const;
    /// None, or why the session will not survive the end of the program (keyring missing, locked or refused).
    std::optional<KeyringFault> keyringFault() const;

    /// Checks the address (adds https:// where no scheme is given, http:// for loopback), asks GET /,
    /// remembers it on success.
    void connectTo(const QString& address, QObject* context, ApiCallback<api::RootInfo> callback);
    void cancelConnect(); ///< the callback of connectTo() gets Cancelled, and nothing changes
    /// Of the server that connectTo() was last given; or of the one in use, where its fault shows this
    /// fingerprint.
    void trustCertificate(const QString& fingerprint);
    void tryAgainNow(); ///< in Connecting, and while offline: does not wait for the next try
    void useBundledBackend();
    /// Called by the composition root with the bundled server's base URL and, at the first start, its setup
    /// token.
    void bundledBackendReady(const QUrl& base, const QString& setup_token);

    void createFirstAccount(const QString& email, const QString& password, QObject* context,
                            ApiCallback<Nothing> callback);
    void registerAndSignIn(const QString& email, const QString& password, bool stay, QObject* context,
                           ApiCallback<Nothing> callback);
    void signIn(const QString& login, const QString& password, bool stay, QObject* context,
                ApiCallback<Nothing> callback);
    void cancelSignIn();
    void signOut(); ///< at once here; the server is told in the background
    void retryKeyring();
    /// A server that is not in use: its address, and its session in the keyring.
    void forgetServer(const ServerProfile& profile);

Q_SIGNALS:
    void stateChanged(dropseal::app::Session::State state);
    void offlineChanged(bool offline);
    void keyringFaultChanged();

private:
    /// One try to sign in, to register or to make the first account.
    struct Attempt {
        quint64 number = 0;
        State back = State::SignedOut; ///< where a failure leads
        ApiCallback<Nothing> done;
    };

    void setState(State state);
    void setOffline(bool offline);
    void setKeyringFault(std::optional<KeyringFault> fault);
    void useProfile(const ServerProfile& profile);
    void connectToProfile();
    void rootAnswered(const ApiResult<api::RootInfo>& answer);
    void takeUpSession();
    void takeUp(const QByteArray& refresh_token);
    void askWho();
    void whoAnswered(const ApiResult<api::User>& user);
    void enter(const api::User& user);
    void notConnected(const ApiError& error);
    void tryAgainLater();
    void tryAgain();
    void sessionEnded(const ApiError& why);
    void keepToken(const QByteArray& refresh_token, std::function<void()> kept);
    void keepRotated(const QByteArray& refresh_token, std::function<void()> kept);
    void forgetToken();
    void setKeptIsStale(bool is_stale);
    Attempt begin(const QString& login, State back, QObject* context, ApiCallback<Nothing> callback);
    void login(const QString& name, const QString& password, const Attempt& attempt);
    void authenticated(const api::TokenPair& tokens, const Attempt& attempt);
    void notAuthenticated(const ApiError& error, const Attempt& attempt);
    QString account() const;
    static QString accountOf(const ServerProfile& profile);

    ApiClient& m_client;
    TokenKeeper& m_tokens;
    CredentialStore& m_credentials;
    ServerProfiles& m_profiles;
    State m_state = State::NoServer;
    bool m_offline = false;
    bool m_stay = true;
    std::optional<api::User> m_user;
    std::optional<api::RootInfo> m_root;
    ServerProfile m_profile;
    ApiError m_end_reason;
    std::optional<ApiError> m_connection_fault;
    std::optional<KeyringFault> m_keyring_fault;
    QString m_setup_token;
    QUrl m_last_tried;
    QString m_trusted_fingerprint; ///< for m_last_tried, until it becomes a profile
    ApiClient::Handle m_connect_call;
    ApiClient::Handle m_sign_in_call;
    QTimer m_retry;
    std::chrono::milliseconds m_retry_pause;
    quint64 m_attempt = 0;
    quint64 m_epoch = 0; ///< of the server in use: answers to an earlier one are ignored
};

} // namespace dropseal::app
