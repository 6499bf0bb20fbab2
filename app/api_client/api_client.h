// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/token_keeper.h"
#include "shared/api/auth_messages.h"
#include "shared/api/file_messages.h"
#include "shared/api/system_messages.h"
#include "shared/api/user_messages.h"

namespace dropseal::app {

/// One method per endpoint: (request, context, callback). Calls that need a session fetch a token first, and
/// repeat once after a refresh where the server says that the token is old. GUI thread.
class ApiClient : public QObject {
    Q_OBJECT
public:
    ApiClient(Network& network, TokenKeeper& tokens, QObject* parent = nullptr);

    ~ApiClient() override;

    void setServer(const QUrl& base); ///< "https://files.example.org" or "http://127.0.0.1:41234", no path
    QUrl server() const;
    Network& network() { return m_network; }
    TokenKeeper& tokens() { return m_tokens; }

    /// A call that has not answered yet can be given up; the callback gets Cancelled. May be forgotten,
    /// copied, and outlive the call.
    class Handle {
    public:
        Handle() = default;
        explicit Handle(QObject* call) : m_call(call) {}
        bool isRunning() const { return m_call != nullptr; }
        void cancel();

    private:
        QPointer<QObject> m_call;
    };

    /// GET / of a server that is not (yet) the one in use.
    Handle rootOf(const QUrl& base, QObject* context, ApiCallback<api::RootInfo> callback);
    // clang-format off
    Handle root(QObject* context, ApiCallback<api::RootInfo> callback);
    Handle ready(QObject* context, ApiCallback<Nothing> callback);
    Handle setup(const api::SetupRequest& request, QObject* context, ApiCallback<api::SetupAnswer> callback);
    Handle registerUser(const api::RegisterRequest& request, QObject* context, ApiCallback<api::User> callback);
    Handle login(const api::LoginRequest& request, QObject* context, ApiCallback<api::TokenPair> callback);
    Handle logout(QObject* context, ApiCallback<Nothing> callback);
    Handle me(QObject* context, ApiCallback<api::User> callback);
    Handle files(const QString& search, const QString& sort, bool trash, const QString& cursor, QObject* context, ApiCallback<api::FileList> callback);
    Handle renameFile(const FileId& id, const QString& filename, QObject* context, ApiCallback<api::File> callback);
    Handle deleteFile(const FileId& id, bool purge, QObject* context, ApiCallback<Nothing> callback);
    Handle restoreFile(const FileId& id, QObject* context, ApiCallback<api::File> callback);
    Handle presign(const api::PresignRequest& request, QObject* context, ApiCallback<api::PresignAnswer> callback);
    // clang-format on
    void cancelAll();
    /// What a transfer saw of the server in use; passed on as reached() and unreachable().
    void noteOutcome(const std::optional<ApiError>& error);

Q_SIGNALS:
    /// The server in use answered a call, whatever it said; or it did not. For the offline state.
    void reached();
    void unreachable(const dropseal::app::ApiError& why);

private:
    friend class ApiCall;
    struct Spec;
    Handle start(Spec spec, QObject* context, ApiCallback<HttpAnswer> callback);
    Handle startAt(const QUrl& base, Spec spec, QObject* context, ApiCallback<HttpAnswer> callback);

    Network& m_network;
    TokenKeeper& m_tokens;
    QUrl m_server;
};

} // namespace dropseal::app
